import LofiDSP
import LofiPlatform

/// Measures, every 100 ms, how strongly each pitch sounds: spectral peaks, gathered by semitone.
///
/// The frequency of a peak is interpolated, so one window serves bass and treble. Each instant counts relative to its strongest
/// partial, so that loud passages count no more than quiet ones.
final class PitchSpectrum {
    /// Strength of one instant by pitch class, C first.
    struct Chroma {
        /// Of all pitches, and of the bass alone.
        var all = [Float](repeating: 0, count: 12)
        var bass = [Float](repeating: 0, count: 12)
    }

    /// Instants per second.
    static let rate = 10
    /// The audio is decimated to a rate from this up to twice as much.
    private static let leastRate = 5000.0
    private static let windowSeconds = 0.7
    private static let lowestHz = 32.0, lowestChordHz = 100.0, highestBassHz = 260.0, highestHz = 1200.0
    /// Frequency above which the weight of a peak falls with its frequency. With this and strengths that are magnitudes, the key
    /// of 86 % of 102 pieces was found, with compressed or flattened spectra of 71 to 81 %. Measured 2026-12-01.
    private static let overtoneHz = 500.0

    /// Measured so far; the first is centred on frame 0.
    private(set) var chroma: [Chroma] = []
    /// Sum of the peaks' strengths as unit vectors by their distance from equal temperament at A = 440 Hz.
    private var tuning = (x: 0.0, y: 0.0)

    /// Of the decimated signal, in Hz.
    private let rate: Double
    private let decimator: Decimator
    private let stream: SpectrumStream

    /// - Parameter sampleRate: in Hz, 8000…192000.
    init(sampleRate: Double) {
        let factor = max(1, Int(sampleRate / Self.leastRate))
        decimator = Decimator(factor: factor)
        rate = sampleRate / Double(factor)
        stream = SpectrumStream(sampleRate: rate, seconds: Self.windowSeconds, spectraPerSecond: Self.rate)
    }

    /// How far the music is from A = 440 Hz, in cents, -50…50.
    var tuningCents: Double { tuning == (0, 0) ? 0 : atan2(tuning.y, tuning.x) / (2 * .pi) * 100 }

    /// Analyses the next samples of one channel.
    func add(_ block: UnsafeBufferPointer<Float>) { stream.add(decimator.add(block), measure: measure) }

    /// Analyses the rest, as if silence followed.
    func finish() { stream.finish(measure: measure) }

    private func measure(_ spectrum: SpectrumStream.Magnitudes) {
        var result = Chroma()
        let binHz = rate / Double(stream.windowCount)
        let last = min(spectrum.count - 2, Int(Self.highestHz / binHz))
        let peak = spectrum.max() ?? 0
        for bin in max(2, Int(Self.lowestHz / binHz))...max(2, last) {
            let (a, b, c) = (spectrum[bin - 1], spectrum[bin], spectrum[bin + 1])
            // 50 dB below the strongest partial, noise and side lobes begin.
            guard b > a, b >= c, b > peak * 0.003, b > 2e-6 else { continue }
            // A parabola through the logarithms of the three bins.
            let (x, y, z) = (log(max(a, 1e-12)), log(b), log(max(c, 1e-12)))
            let shift = (x - z) / (2 * (x - 2 * y + z))
            let pitch = 69 + 12 * log2((Double(bin) + shift) * binHz / 440)
            let strength = b / peak
            let semitone = Int(pitch.rounded())
            let distance = pitch - Double(semitone)
            tuning.x += strength * cos(2 * .pi * distance)
            tuning.y += strength * sin(2 * .pi * distance)
            let hertz = (Double(bin) + shift) * binHz
            // The higher, the more likely an overtone: the third, a fifth above the octave, makes keys look like their dominant.
            if hertz > Self.lowestChordHz {
                result.all[semitone % 12] += Float(strength * min(1, Self.overtoneHz / hertz))
            }
            if hertz < Self.highestBassHz {
                result.bass[semitone % 12] += Float(strength.squareRoot() * min(1, Self.lowestChordHz / hertz))
            }
        }
        chroma.append(result)
    }
}
