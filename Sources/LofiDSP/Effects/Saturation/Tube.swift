import LofiPlatform
import LofiPlugin

/// A triode stage: asymmetric soft clipping that gets softer for a moment after a loud note.
///
/// Signal flow: drive → 4× oversampling → asymmetric soft clipping whose bias follows the level → level → DC blocker.
/// The bias shift follows M. Karjalainen and J. Pakarinen, "Wave digital simulation of a vacuum-tube amplifier" (ICASSP
/// 2006): grid current charges the coupling capacitor. Simplification: x / √(1 + x²) instead of a triode law.
package final class Tube: AudioEffect {
    package static let kind = "tube"
    package static let summary = "triode stage: even harmonics, and bias shift after loud notes"
    package static let parameters: [Parameter] = [
        .number("drive", 0...24, default: 6, unit: "dB", "input gain; the level is compensated"),
        .number("bias", 0...1, default: 0.5, "asymmetry: amount of even harmonics"),
        .number("sag", 0...1, default: 0.3, "how far loud notes shift the bias"),
    ]

    package let latencyFrames: Int
    package var tailFrames: Int { dcFrames + latencyFrames }
    private let oversampling: Oversampling
    private let drive: Float
    private let makeup: Float
    /// Output at rest, which would be a step at the start.
    private let idle: Float
    private let bias: Float
    private let sag: Float
    private let charge: Float
    private let discharge: Float
    private var shift = StereoFrame.zero
    private var dcBlock: Biquad
    private let dcFrames: Int

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        oversampling = Oversampling(doublings: 2, maximumBlockFrames: context.maximumBlockFrames)
        latencyFrames = oversampling.latencyFrames
        drive = Decibels.amplitude(settings.number("drive"))
        bias = Float(settings.number("bias")) * 0.5
        sag = Float(settings.number("sag")) * 0.5
        // A 22 nF coupling capacitor: 4 ms through the grid, 60 ms through a few megohms.
        charge = Float(1 / (0.004 * rate))
        discharge = Float(1 / (0.06 * rate))
        // A sine at -12 dBFS, about the peak level of a strip, keeps its level.
        let peak = 0.25 * drive
        makeup = 0.5 / (Self.curve(peak + bias) - Self.curve(-peak + bias))
        idle = Self.curve(bias) * makeup
        dcBlock = Biquad(AnalogueSection.highPass().digital(cornerHz: 8, sampleRate: rate))
        dcFrames = ringFrames(cornerHz: 8, quality: 0.71, sampleRate: rate)
    }

    package func process(_ block: AudioBlock) {
        for index in block.indices { block[index] = block[index].bounded * drive }
        oversampling.process(block) { fast, count in
            let (bias, sag, makeup, idle, charge, discharge) = (bias, sag, makeup, idle, charge, discharge)
            var shift = shift
            let cells = UnsafeMutableRawPointer(fast)
            // Four oversampled frames at a time, one input frame; the bias moves in between.
            for offset in stride(from: 0, to: count * MemoryLayout<StereoFrame>.stride, by: 32) {
                let cell = cells + offset
                let offsetBias = bias - shift * sag
                let both = SIMD4(lowHalf: offsetBias, highHalf: offsetBias)
                let grid = cell.loadUnaligned(as: SIMD8<Float>.self) + SIMD8(lowHalf: both, highHalf: both)
                cell.storeBytes(of: grid / (1 + grid * grid).squareRoot() * makeup - idle, as: SIMD8<Float>.self)
                // Only positive grid drive charges the capacitor, by at most 1.
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
