import LofiPlatform
import LofiPlugin

/// A triode stage: round on one side, rounder on the other, and softer for a moment after a loud note.
///
/// Signal flow: drive → 4× oversampling → lopsided soft curve whose bias follows the level → level → DC block.
/// The shift of the bias after M. Karjalainen and J. Pakarinen, "Wave digital simulation of a vacuum-tube amplifier"
/// (ICASSP 2006): grid current charges the coupling capacitor. Simplification: x / √(1 + x²) in place of a triode's
/// law.
public final class Tube: AudioEffect {
    public static let kind = "tube"
    public static let summary = "a triode stage: even overtones, and a breath after loud notes"
    public static let parameters: [Parameter] = [
        .number("drive", 0...24, default: 6, unit: "dB", "how hard it is driven; the level stays"),
        .number("bias", 0...1, default: 0.5, "how lopsided it works: even overtones"),
        .number("sag", 0...1, default: 0.3, "how far loud notes shift the bias"),
    ]

    public let latencyFrames: Int
    public var tailFrames: Int { dcFrames + latencyFrames }
    private let oversampling: Oversampling
    private let drive: Float
    private let makeup: Float
    private let bias: Float
    private let sag: Float
    private let charge: Float
    private let discharge: Float
    private var shift = StereoFrame.zero
    private var dcBlock: Biquad
    private let dcFrames: Int

    public init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        oversampling = Oversampling(doublings: 2, maximumBlockFrames: context.maximumBlockFrames)
        latencyFrames = oversampling.latencyFrames
        drive = Decibels.amplitude(settings.number("drive"))
        bias = Float(settings.number("bias")) * 0.5
        sag = Float(settings.number("sag")) * 0.5
        // A coupling capacitor of 22 nF: 4 ms through the grid, 60 ms through a few megohms.
        charge = Float(1 / (0.004 * rate))
        discharge = Float(1 / (0.06 * rate))
        // So that a sine at -12 dBFS, about the level of a strip's peaks, keeps its level.
        let peak = 0.25 * drive
        makeup = 0.5 / (Self.curve(peak + bias) - Self.curve(-peak + bias))
        dcBlock = Biquad(AnalogueSection.highPass().digital(cornerHz: 8, sampleRate: rate))
        dcFrames = ringFrames(cornerHz: 8, quality: 0.71, sampleRate: rate)
    }

    public func process(_ block: AudioBlock) {
        for index in block.indices { block[index] = block[index].bounded * drive }
        oversampling.process(block) { fast, count in
            let (bias, sag, makeup, charge, discharge) = (bias, sag, makeup, charge, discharge)
            var shift = shift
            let cells = UnsafeMutableRawPointer(fast)
            // The four frames of one of the input's at a time; the bias moves between them.
            for offset in stride(from: 0, to: count * MemoryLayout<StereoFrame>.stride, by: 32) {
                let cell = cells + offset
                let place = bias - shift * sag
                let both = SIMD4(lowHalf: place, highHalf: place)
                let grid = cell.loadUnaligned(as: SIMD8<Float>.self) + SIMD8(lowHalf: both, highHalf: both)
                cell.storeBytes(of: grid / (1 + grid * grid).squareRoot() * makeup, as: SIMD8<Float>.self)
                // Only what drives the grid positive charges it: at most 1.
                let over = pointwiseMax(grid - 0.5, .zero)
                let pair = over.lowHalf + over.highHalf
                let current = (pair.lowHalf + pair.highHalf) * 0.25
                shift += (current / (1 + current) - shift) * charge - shift * discharge
            }
            self.shift = shift
        }
        dcBlock.process(block)
    }

    private static func curve(_ x: Float) -> Float { x / (1 + x * x).squareRoot() }
}
