import LofiPlugin

/// The sum of an ambience's parts, as far away, as wide and as loud as is asked for.
///
/// Signal flow: parts → sum → window → `Distance` (air, echoes) → width → level. How loud that is is heard rather than worked out:
/// the first seconds are played on trial. What was played then is kept for the beginning and not played again.
struct AmbientScene {
    private static let trialBlock = 4096
    /// 4.5 s at 44.1 kHz, 1.5 MiB: of a longer trial no more is kept.
    private static let mostOpening = 48 * trialBlock

    private var sources: [any AmbientSource]
    private var window: Biquad?
    private var distance: Distance
    private let width: Float
    private var gain: Float = 1
    /// The first frames of the sum, before width and level, and how many of them have been heard.
    private var opening: [StereoFrame] = []
    private var heard = 0

    /// The settings that all ambiences share.
    static func parameters(level: Double, density: String) -> [Parameter] {
        [
            .number("level", -90...0, default: level, unit: "dBFS", "of the whole, RMS"),
            .number("density", 0...3, default: 1, density + "; 1 is as measured"),
        ] + placeParameters
    }

    static let placeParameters: [Parameter] = [
        .number(
            "distance", 0...5000, default: 0, unit: "m", "how much farther away: air takes the treble, echoes join in"),
        .number("width", 0...1, default: 1, "from one point to as wide as measured"),
    ]

    /// - Parameters:
    ///   - trialSeconds: the longer, the rarer the events are.
    ///   - window: a filter before the listener.
    init(
        settings: Settings, context: AudioContext, trialSeconds: Double, sources: [any AmbientSource],
        window: Biquad? = nil
    ) {
        self.sources = sources
        self.window = window
        distance = Distance(metres: settings.number("distance"), sampleRate: context.sampleRate)
        width = Float(settings.number("width"))
        let frames = Int(trialSeconds * context.sampleRate)
        let level = rootMeanSquare(frames: frames)
        gain = Decibels.amplitude(settings.number("level")) / max(1e-6, level)
    }

    mutating func render(into block: AudioBlock) {
        let known = min(block.count, opening.count - heard)
        for index in 0..<known { block[index] = opening[heard + index] }
        heard += known
        play(into: AudioBlock(rebasing: block[known...]))
        spread(block)
    }

    /// What comes next of the sum.
    private mutating func play(into block: AudioBlock) {
        for index in block.indices { block[index] = .zero }
        for index in sources.indices { sources[index].add(to: block) }
        window?.process(block)
        distance.process(block)
    }

    private func spread(_ block: AudioBlock) {
        let (near, far) = (gain * (1 + width) / 2, gain * (1 - width) / 2)
        for index in block.indices {
            let frame = block[index]
            block[index] = frame * near + StereoFrame(frame.y, frame.x) * far
        }
    }

    /// Of the first frames. Goes on behind those of them that are kept.
    private mutating func rootMeanSquare(frames: Int) -> Float {
        let block = AudioBlock.allocate(capacity: Self.trialBlock)
        block.initialize(repeating: .zero)
        defer { block.deallocate() }
        opening.reserveCapacity(min(frames, Self.mostOpening))
        var trial: AmbientScene?
        var sum = 0.0
        for start in stride(from: 0, to: frames, by: block.count) {
            let part = AudioBlock(rebasing: block[..<min(block.count, frames - start)])
            if start < Self.mostOpening {
                play(into: part)
                opening += part
                if start + part.count == Self.mostOpening { trial = self }
            } else {
                trial?.play(into: part)
            }
            spread(part)
            sum += Double(part.reduce(0) { $0 + ($1 * $1).sum() })
        }
        return Float((sum / Double(2 * frames)).squareRoot())
    }
}
