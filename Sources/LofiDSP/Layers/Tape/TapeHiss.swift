import LofiPlatform
import LofiPlugin

/// The hiss of a cassette or an open-reel tape.
///
/// Signal flow: white noise per channel → the machine's noise spectrum → slight modulation → low cut at 200 Hz → fade-in.
/// J. C. Mallinson, "Maximum signal-to-noise ratio of a tape recorder" (IEEE Trans. Magnetics, 1969): the particles of
/// a coating of thickness δ produce noise power k (1 - e^(-2kδ)) at the wave number k, before the same replay equaliser
/// (IEC 60094-1), spacing and gap as the music. The result is white up to the equaliser's corner and rises by 3 dB per
/// octave above it; type II at 70 µs is 4.7 dB below type I there.
/// Simplification: no modulation noise that follows the music.
package final class TapeHiss: NoiseLayer {
    package static let kind = "tape-hiss"
    package static let summary = "hiss of a cassette or open-reel tape"
    package static let parameters: [Parameter] = [
        .number("level", -90...0, default: -58, unit: "dBFS", "RMS level"),
        .choice("machine", ["custom"] + TapeMachine.names, default: "custom", "noise spectrum; custom uses brightness"),
        .number("brightness", 1000...16000, default: 7000, unit: "Hz", "treble cutoff of a custom machine"),
    ]

    private var noise: WhiteNoise
    private var slow: WhiteNoise
    private let spectrum: FIRFilter
    private var lowCut: Biquad
    private let gain: Float
    private var modulation = StereoFrame.zero
    private var slope = StereoFrame.zero
    private var count = 0
    private let persistence: Float
    private var fadeIn: FadeIn

    /// Frames between two values of the modulation.
    private static let stride = 32
    /// Standard deviation of the modulation: ±0.5 dB within about 20 ms, since the coating is not uniform.
    private static let spread: Float = 0.056
    /// Time constant of the modulation.
    private static let modulationSeconds = 0.0227

    package init(settings: Settings, context: AudioContext) {
        var random = context.random
        let rate = context.sampleRate
        fadeIn = FadeIn(sampleRate: rate)
        noise = WhiteNoise(random: random.fork("hiss"))
        slow = WhiteNoise(random: random.fork("unevenness"))
        persistence = Float(exp(-Double(Self.stride) / (Self.modulationSeconds * rate)))
        let brightness = settings.number("brightness")
        let machine = TapeMachine(name: settings.text("machine"))
        let response = FIRFilter.Response { hertz in
            // Without a machine: two-pole Butterworth.
            machine?.noise(atHz: hertz) ?? 1 / (1 + pow(hertz / brightness, 4)).squareRoot()
        }
        spectrum = FIRFilter(
            left: response, right: response, taps: 4 * Int((rate / 44100 * 8).rounded(.up)), sampleRate: rate,
            maximumBlockFrames: context.maximumBlockFrames)
        lowCut = Biquad(.highPass(cutoffHz: 200, sampleRate: rate))
        // The low cut removes as much power as the lowest 222 Hz of the noise, which is flat there.
        let bass = 222 / (rate / 2) * response.magnitude(100) * response.magnitude(100)
        gain = Decibels.amplitude(settings.number("level")) / Float((spectrum.noiseGain.x - bass).squareRoot())
    }

    package func render(into block: AudioBlock) {
        var (noise, lowCut, modulation, slope, count) = (noise, lowCut, modulation, slope, count)
        for index in block.indices { block[index] = noise.next() }
        spectrum.process(block)
        for index in block.indices {
            if count == 0 { (slope, count) = (nextSlope(from: modulation), Self.stride) }
            block[index] = lowCut.next(block[index] * ((modulation + 1) * gain))
            modulation += slope
            count -= 1
        }
        (self.noise, self.lowCut, self.modulation, self.slope, self.count) = (noise, lowCut, modulation, slope, count)
        fadeIn.process(block)
    }

    private func nextSlope(from modulation: StereoFrame) -> StereoFrame {
        let fresh = slow.next() * (Self.spread * (1 - persistence * persistence).squareRoot())
        return (modulation * persistence + fresh - modulation) / Float(Self.stride)
    }
}
