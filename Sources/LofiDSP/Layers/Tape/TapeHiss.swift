import LofiCore

/// The breath of a cassette.
///
/// Signal flow: white noise for each channel → the replay curve of 120 µs, flattened by the ear's treble → slight
/// modulation. IEC 60094-1: above 1326 Hz replay falls, the tape's own noise rises: what is left is nearly white to 4 kHz.
public final class TapeHiss: NoiseLayer {
    public static let kind = "tape-hiss"
    public static let summary = "the breath of a cassette"
    public static let parameters: [Parameter] = [
        .number("level", -90...0, default: -58, unit: "dBFS", "RMS"),
        .number("brightness", 1000...16000, default: 7000, unit: "Hz", "where it falls"),
    ]

    private var noise: WhiteNoise
    private var slow: WhiteNoise
    private var low: Biquad
    private var high: Biquad
    private let gain: Float
    private var unevenness = StereoFrame.zero

    public init(settings: Settings, context: AudioContext) {
        var random = context.random
        noise = WhiteNoise(random: random.fork("hiss"))
        slow = WhiteNoise(random: random.fork("unevenness"))
        let brightness = min(settings.number("brightness"), 0.45 * context.sampleRate)
        low = Biquad(.lowPass(cutoffHz: brightness, sampleRate: context.sampleRate))
        high = Biquad(.highPass(cutoffHz: 200, sampleRate: context.sampleRate))
        // A Butterworth low-pass passes 1.11 × its cut-off of white noise; the low cut takes 222 Hz.
        let share = min(1, (1.11 * brightness - 222) / (context.sampleRate / 2))
        gain = Decibels.amplitude(settings.number("level")) / Float(share.squareRoot())
    }

    public func render(into block: AudioBlock) {
        var (noise, slow, low, high, unevenness) = (noise, slow, low, high, unevenness)
        for index in block.indices {
            // ±0.5 dB within some 20 ms: the coating is not even.
            unevenness = unevenness * 0.999 + slow.next() * 0.0025
            block[index] = high.next(low.next(noise.next())) * (unevenness + 1) * gain
        }
        (self.noise, self.slow, self.low, self.high, self.unevenness) = (noise, slow, low, high, unevenness)
    }
}
