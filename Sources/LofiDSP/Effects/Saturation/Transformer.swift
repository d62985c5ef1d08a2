import LofiPlatform
import LofiPlugin

/// An audio transformer: deep notes grow thicker, the rest stays as it is.
///
/// Signal flow: drive → the core's flux (a leaky integral) → what the core cannot hold, differentiated, is taken away →
/// level. Flux grows as frequency falls, so only the bass saturates (J. Macak, "Nonlinear audio transformer simulation
/// using approximation of differential equations", 2011). A 5 kHz tone meets a flux so small that nothing folds,
/// without oversampling. Simplification: no hysteresis.
public final class Transformer: AudioEffect {
    public static let kind = "transformer"
    public static let summary = "a transformer's core: deep notes grow thicker"
    public static let parameters: [Parameter] = [
        .number("drive", 0...24, default: 6, unit: "dB", "how hard it is driven; the level stays"),
        .number("core", 20...150, default: 60, unit: "Hz", "where a tone at 0 dBFS fills the core, undriven"),
    ]

    public let tailFrames: Int
    private let drive: Float
    private let gain: Float
    private let leak: Float
    private var flux = StereoFrame.zero
    private var excess = StereoFrame.zero

    public init(settings: Settings, context: AudioContext) {
        drive = Decibels.amplitude(settings.number("drive"))
        gain = Float(2 * Double.pi * settings.number("core") / context.sampleRate)
        // The primary's resistance: below 8 Hz no flux builds up.
        leak = Float(1 - exp(-2 * Double.pi * 8 / context.sampleRate))
        tailFrames = Int(context.sampleRate * 0.4)
    }

    public func process(_ block: AudioBlock) {
        var (flux, excess) = (flux, excess)
        for index in block.indices {
            let input = block[index].bounded * drive
            flux += input * gain - flux * leak
            // A core that holds 1: what lies beyond induces nothing.
            let beyond = flux - flux / (1 + flux * flux).squareRoot()
            block[index] = (input - (beyond - excess) / gain) / drive
            excess = beyond
        }
        (self.flux, self.excess) = (flux, excess)
    }
}
