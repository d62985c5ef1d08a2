import LofiPlatform
import LofiPlugin

/// The breath of a cassette or a reel.
///
/// Signal flow: white noise for each channel → the spectrum of the machine → slight modulation → low cut at 200 Hz.
/// J. C. Mallinson, "Maximum signal-to-noise ratio of a tape recorder" (IEEE Trans. Magnetics, 1969): the particles of a
/// coating δ thick give k (1 - e^(-2kδ)) of noise power at the wave number k, before the same replay equaliser (IEC 60094-1),
/// spacing and gap as the music's. What comes out is white up to the equaliser's corner and rises 3 dB an octave above it;
/// type II at 70 µs lies 4.7 dB below type I there.
/// Simplification: no noise that follows the music.
public final class TapeHiss: NoiseLayer {
    public static let kind = "tape-hiss"
    public static let summary = "the breath of a cassette or a reel"
    public static let parameters: [Parameter] = [
        .number("level", -90...0, default: -58, unit: "dBFS", "RMS"),
        .choice("machine", ["custom"] + TapeMachine.names, default: "custom", "its spectrum; custom takes brightness"),
        .number("brightness", 1000...16000, default: 7000, unit: "Hz", "where it falls on a custom machine"),
    ]

    private var noise: WhiteNoise
    private var slow: WhiteNoise
    private let spectrum: FIRFilter
    private var lowCut: Biquad
    private let gain: Float
    private var unevenness = StereoFrame.zero
    private var slope = StereoFrame.zero
    private var count = 0
    private let persistence: Float

    /// Frames between two values of the unevenness.
    private static let stride = 32
    /// Of the unevenness: ±0.5 dB within some 20 ms; the coating is not even.
    private static let spread: Float = 0.056
    private static let lastSeconds = 0.0227

    public init(settings: Settings, context: AudioContext) {
        var random = context.random
        let rate = context.sampleRate
        noise = WhiteNoise(random: random.fork("hiss"))
        slow = WhiteNoise(random: random.fork("unevenness"))
        persistence = Float(exp(-Double(Self.stride) / (Self.lastSeconds * rate)))
        let brightness = settings.number("brightness")
        let machine = TapeMachine(name: settings.text("machine"))
        let response = FIRFilter.Response { hertz in
            // Without a machine, two poles (Butterworth).
            machine?.noise(atHz: hertz) ?? 1 / (1 + pow(hertz / brightness, 4)).squareRoot()
        }
        spectrum = FIRFilter(
            left: response, right: response, taps: 4 * Int((rate / 44100 * 8).rounded(.up)), sampleRate: rate,
            maximumBlockFrames: context.maximumBlockFrames)
        lowCut = Biquad(.highPass(cutoffHz: 200, sampleRate: rate))
        // The low cut takes as much as 222 Hz of the noise's bass, which is flat there.
        let bass = 222 / (rate / 2) * response.magnitude(100) * response.magnitude(100)
        gain = Decibels.amplitude(settings.number("level")) / Float((spectrum.noiseGain.x - bass).squareRoot())
    }

    public func render(into block: AudioBlock) {
        var (noise, lowCut, unevenness, slope, count) = (noise, lowCut, unevenness, slope, count)
        for index in block.indices { block[index] = noise.next() }
        spectrum.process(block)
        for index in block.indices {
            if count == 0 { (slope, count) = (nextSlope(from: unevenness), Self.stride) }
            block[index] = lowCut.next(block[index] * ((unevenness + 1) * gain))
            unevenness += slope
            count -= 1
        }
        (self.noise, self.lowCut, self.unevenness, self.slope, self.count) = (noise, lowCut, unevenness, slope, count)
    }

    private func nextSlope(from unevenness: StereoFrame) -> StereoFrame {
        let fresh = slow.next() * (Self.spread * (1 - persistence * persistence).squareRoot())
        return (unevenness * persistence + fresh - unevenness) / Float(Self.stride)
    }
}
