import LofiPlatform
import LofiPlugin

/// An audio transformer: thickens low notes and leaves the rest alone.
///
/// Signal flow: drive → core flux (a leaky integral) → the part that the core cannot hold is differentiated and
/// subtracted → level. Flux is inversely proportional to frequency, so only the bass saturates (J. Macak, "Nonlinear
/// audio transformer simulation using approximation of differential equations", 2011). At 5 kHz the flux is so small
/// that there is no audible aliasing without oversampling. Simplification: no hysteresis.
package final class Transformer: AudioEffect {
    package static let kind = "transformer"
    package static let summary = "transformer saturation that thickens low notes"
    package static let parameters: [Parameter] = [
        .number("drive", 0...24, default: 6, unit: "dB", "input gain; the level is compensated"),
        .number(
            "core", 20...150, default: 60, unit: "Hz", "frequency at which 0 dBFS saturates the core without drive"),
    ]

    package let tailFrames: Int
    private let drive: Float
    private let gain: Float
    private let leak: Float
    private var flux = StereoFrame.zero
    private var excess = StereoFrame.zero

    package init(settings: Settings, context: AudioContext) {
        drive = Decibels.amplitude(settings.number("drive"))
        gain = Float(2 * Double.pi * settings.number("core") / context.sampleRate)
        // Resistance of the primary: no flux builds up below 8 Hz.
        leak = Float(1 - exp(-2 * Double.pi * 8 / context.sampleRate))
        tailFrames = Int(context.sampleRate * 0.4)
    }

    package func process(_ block: AudioBlock) {
        var (flux, excess) = (flux, excess)
        for index in block.indices {
            let input = block[index].bounded * drive
            flux += input * gain - flux * leak
            // The core saturates at 1: flux beyond that induces nothing.
            let beyond = flux - flux / (1 + flux * flux).squareRoot()
            block[index] = (input - (beyond - excess) / gain) / drive
            excess = beyond
        }
        (self.flux, self.excess) = (flux, excess)
    }
}
