import LofiCore

/// The warmth of a tape driven a little too hard: rounded peaks, a soft top, a fuller bottom.
///
/// Signal flow: drive → treble pre-emphasis → 4× oversampling → soft saturation with a bias → de-emphasis → head loss.
/// The order after J. Chowdhury, "Real-time physical modelling for analog tape machines" (DAFx 2019); the corner of the
/// emphasis is a cassette's 120 µs (IEC 60094-1).
/// Simplification: a memoryless curve in place of the hysteresis loop.
public final class Tape: AudioEffect {
    public static let kind = "tape"
    public static let summary = "tape saturation: rounded peaks and a soft top"
    public static let parameters: [Parameter] = [
        .number("drive", 0...24, default: 4, unit: "dB", "how hard the tape is driven; the level stays"),
        .number("bias", 0...1, default: 0.2, "asymmetry: even harmonics"),
        .choice(
            "speed", ["1.875", "3.75", "7.5", "15"], default: "3.75",
            "tape speed in inches per second: slower is darker"),
    ]

    public let latencyFrames: Int
    public let tailFrames: Int

    private let first: HalfBand
    private let second: HalfBand
    private let emphasis: BiquadPair
    private let doubled: UnsafeMutablePointer<StereoFrame>
    private let quadrupled: UnsafeMutablePointer<StereoFrame>
    private let capacity: Int
    private let drive: Float
    private let makeup: Float
    private let bias: Float
    private let curveAtBias: Float
    private var dcInput = StereoFrame.zero
    private var dcOutput = StereoFrame.zero
    private let dcPole: Float

    private final class BiquadPair {
        var before: Biquad
        var after: Biquad
        var headLoss: Biquad
        init(before: Biquad, after: Biquad, headLoss: Biquad) {
            (self.before, self.after, self.headLoss) = (before, after, headLoss)
        }
    }

    public init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        capacity = min(context.maximumBlockFrames, 512)
        // 32 taps: flat to 0.41 of the rate, images from 0.59 on 85 dB down. The second doubling has room to be short.
        first = HalfBand(taps: 32, beta: 8, maximumBlockFrames: capacity)
        second = HalfBand(taps: 12, beta: 8, maximumBlockFrames: 2 * capacity)
        // An even number at the doubled rate: the second pair delays a whole number of frames of the base rate…
        latencyFrames = first.latencyFrames + (second.latencyFrames + 1) / 2
        emphasis = BiquadPair(
            before: Biquad(.highShelf(cornerHz: 2653, gainDecibels: 6, sampleRate: rate)),
            after: Biquad(.highShelf(cornerHz: 2653, gainDecibels: -6, sampleRate: rate)),
            headLoss: Biquad(
                .lowPass(cutoffHz: Self.headLossHz(settings.text("speed")), q: 0.6, sampleRate: rate)))
        doubled = .allocate(capacity: 2 * capacity + 1)
        doubled.initialize(repeating: .zero, count: 2 * capacity + 1)
        quadrupled = .allocate(capacity: 4 * capacity)
        quadrupled.initialize(repeating: .zero, count: 4 * capacity)
        drive = Decibels.amplitude(settings.number("drive"))
        bias = Float(settings.number("bias")) * 0.35
        curveAtBias = Self.curve(bias)
        // So that a sine at -12 dBFS, about the level of a strip's peaks, keeps its level.
        let reference: Float = 0.25 * drive
        makeup = 0.25 / ((Self.curve(reference + bias) - Self.curve(-reference + bias)) / 2)
        dcPole = 1 - Float(2 * Double.pi * 5 / rate)
        tailFrames = Int(0.7 * rate) + latencyFrames
    }

    deinit {
        doubled.deallocate()
        quadrupled.deallocate()
    }

    public func process(_ block: AudioBlock) {
        guard let base = block.baseAddress else { return }
        var position = 0
        while position < block.count {
            let count = min(capacity, block.count - position)
            run(base + position, count)
            position += count
        }
    }

    private func run(_ frames: UnsafeMutablePointer<StereoFrame>, _ count: Int) {
        let block = AudioBlock(start: frames, count: count)
        for index in 0..<count { frames[index] = frames[index].bounded * drive }
        emphasis.before.process(block)
        first.double(frames, count: count, into: doubled + 1)
        second.double(doubled + 1, count: 2 * count, into: quadrupled)
        let (bias, offset, makeup) = (bias, curveAtBias, makeup)
        for index in 0..<(4 * count) {
            quadrupled[index] = (Self.curve(quadrupled[index] + bias) - offset) * makeup
        }
        second.halve(quadrupled, count: 2 * count, into: doubled + 1)
        // The second pair delays by an odd number of doubled frames: one more makes it whole.
        let last = doubled[2 * count]
        first.halve(doubled, count: count, into: frames)
        doubled[0] = last
        emphasis.after.process(block)
        emphasis.headLoss.process(block)
        blockDC(block)
    }

    /// A biased curve shifts the mean with the level; 5 Hz takes that out.
    private func blockDC(_ block: AudioBlock) {
        var (input, output) = (dcInput, dcOutput)
        for index in block.indices {
            let next = block[index] - input + output * dcPole
            input = block[index]
            output = next
            block[index] = next
        }
        (dcInput, dcOutput) = (input, output)
    }

    /// x / √(1 + x²): smooth, odd, without a call into the mathematics library.
    @inline(__always)
    private static func curve(_ x: StereoFrame) -> StereoFrame { x / (1 + x * x).squareRoot() }

    private static func curve(_ x: Float) -> Float { x / (1 + x * x).squareRoot() }

    /// Where spacing, thickness and gap of a worn head have taken 3 dB, in proportion to the speed.
    private static func headLossHz(_ speed: String) -> Double {
        switch speed {
        case "1.875": 7500
        case "3.75": 11000
        case "7.5": 15000
        default: 19000
        }
    }
}
