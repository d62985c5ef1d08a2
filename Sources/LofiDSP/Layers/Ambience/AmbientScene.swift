import LofiPlugin

/// Mixes the parts of an ambience and sets its distance, width and level.
///
/// Signal flow: parts → sum → window → `Distance` (air, echoes) → width → level → fade-in. The level is measured, not calculated:
/// the first seconds are rendered as a trial, kept, and used as the beginning. After them the trial may sound in part.
struct AmbientScene {
    private static let trialBlock = 4096
    /// Maximum frames of the trial that are kept: 4.5 s at 44.1 kHz, 1.5 MiB.
    private static let maximumOpening = 48 * trialBlock

    private var sources: [any AmbientSource]
    private var window: Biquad?
    private var distance: Distance
    private let width: Float
    private var gain: Float = 1
    private var fadeIn: FadeIn
    /// The first frames of the sum, before width and level.
    private var opening: [StereoFrame] = []
    /// Number of frames of `opening` already played.
    private var played = 0

    /// The parameters that all ambiences share.
    static func parameters(level: Double, density: String) -> [Parameter] {
        [
            .number("level", -90...0, default: level, unit: "dBFS", "RMS level of the whole ambience"),
            .number("density", 0...3, default: 1, density + "; 1 = as measured"),
        ] + placeParameters
    }

    static let placeParameters: [Parameter] = [
        .number(
            "distance", 0...5000, default: 0, unit: "m", "additional distance: air absorbs the treble, echoes join in"),
        .number("width", 0...1, default: 1, "0 = mono, 1 = as measured"),
    ]

    /// - Parameters:
    ///   - trialSeconds: length of the level measurement; rare events need a longer one.
    ///   - trialShare: share of the trial that sounds after the opening; less than all is for sounds without rare, short
    ///     and loud events: a quarter puts fires off by 1.4 dB.
    ///   - window: a filter before the listener.
    init(
        settings: Settings, context: AudioContext, trialSeconds: Double, trialShare: Double = 1,
        sources: [any AmbientSource], window: Biquad? = nil
    ) {
        self.sources = sources
        self.window = window
        distance = Distance(metres: settings.number("distance"), sampleRate: context.sampleRate)
        width = Float(settings.number("width"))
        fadeIn = FadeIn(sampleRate: context.sampleRate)
        let frames = Int(trialSeconds * context.sampleRate)
        let level = rootMeanSquare(frames: frames, share: trialShare)
        gain = Decibels.amplitude(settings.number("level")) / max(1e-6, level)
    }

    mutating func render(into block: AudioBlock) {
        let known = min(block.count, opening.count - played)
        for index in 0..<known { block[index] = opening[played + index] }
        played += known
        play(into: AudioBlock(rebasing: block[known...]))
        spread(block)
        fadeIn.process(block)
    }

    /// Renders the next frames of the sum.
    private mutating func play(into block: AudioBlock) {
        for index in block.indices { block[index] = .zero }
        for index in sources.indices { sources[index].add(to: block) }
        window?.process(block)
        distance.process(block)
    }

    private mutating func skip(_ block: AudioBlock) {
        for index in sources.indices { sources[index].skip(block) }
    }

    private func spread(_ block: AudioBlock) {
        let (near, far) = (gain * (1 + width) / 2, gain * (1 - width) / 2)
        for index in block.indices {
            let frame = block[index]
            block[index] = frame * near + StereoFrame(frame.y, frame.x) * far
        }
    }

    /// Returns the RMS level of the first `frames`; playback continues after those that are kept.
    private mutating func rootMeanSquare(frames: Int, share: Double) -> Float {
        let block = AudioBlock.allocate(capacity: Self.trialBlock)
        block.initialize(repeating: .zero)
        defer { block.deallocate() }
        opening.reserveCapacity(min(frames, Self.maximumOpening))
        var trial: AmbientScene?
        var sum = 0.0
        for start in stride(from: 0, to: frames, by: block.count) {
            let part = AudioBlock(rebasing: block[..<min(block.count, frames - start)])
            var heard = part
            if start < Self.maximumOpening {
                play(into: part)
                opening += part
                if start + part.count == Self.maximumOpening { trial = self }
            } else {
                heard = AudioBlock(rebasing: part.prefix(max(1, Int(share * Double(part.count)))))
                trial?.play(into: heard)
            }
            spread(heard)
            sum += Double(heard.reduce(0) { $0 + ($1 * $1).sum() }) * Double(part.count) / Double(heard.count)
            trial?.skip(AudioBlock(rebasing: part.dropFirst(heard.count)))
        }
        return Float((sum / Double(2 * frames)).squareRoot())
    }
}
