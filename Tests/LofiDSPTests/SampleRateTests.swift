import LofiDSP
import LofiPlugin
import SoundBench
import Testing

/// Cut-offs, times and colours do not move with the sample rate.
@Suite("Every sample rate")
struct SampleRateTests {
    private static let bands: [Double] = [50, 100, 200, 400, 800, 1600, 3150, 6300]

    private func octaves(_ frames: [StereoFrame], rate: Double) -> [Double] {
        let spectrum = Spectrum(
            frames.map(\.x), sampleRate: rate, size: rate > 100_000 ? 32768 : rate > 50000 ? 16384 : 8192)
        return Self.bands.map { spectrum.octave($0) }
    }

    @Test("An effect colours noise alike at 22.05, 48, 96 and 192 kHz", arguments: standardEffects.map { $0.kind })
    func effects(kind: String) throws {
        // White below 8 kHz and resampled to every rate: at its own rate its peaks would lie between the frames, and what
        // listens to peaks would hear 6 dB less of it than at the others.
        let source = AudioClip(frames: Signals.noise(frames: 16000 * 6, decibels: -18), sampleRate: 16000)
        func colour(_ rate: Double) throws -> [Double] {
            let effect = try Signals.effect(kind, rate: rate)
            let output = Signals.through(effect, source.resampled(to: rate).frames)
            return octaves(Array(output.dropFirst(Int(rate))), rate: rate)
        }
        let wanted = try colour(44100)
        for rate in [22050.0, 48000, 96000, 192_000] {
            for (band, (found, wanted)) in zip(Self.bands, zip(try colour(rate), wanted)) where band < 0.2 * rate {
                #expect(abs(found - wanted) < 1.5, "\(band) Hz at \(rate) Hz: \(found) for \(wanted) dB")
            }
        }
    }

    /// Most of a fire's power lies in some two dozen crackles a minute: `make sound-check` compares four minutes of it.
    private static let steady = standardNoiseLayers.map { $0.kind }.filter { !["fireplace", "campfire"].contains($0) }

    /// Forty seconds hold some eight cars or three thunderstrokes, whose levels are drawn.
    private let few = ["city", "thunder"]

    @Test("A layer has one spectrum at 22.05, 48, 96 and 192 kHz", arguments: steady)
    func layers(kind: String) throws {
        func colour(_ rate: Double) throws -> [Double] {
            octaves(Signals.render(try Signals.layer(kind, rate: rate), frames: Int(40 * rate)), rate: rate)
        }
        let wanted = try colour(44100)
        let tolerance = few.contains(kind) ? 3.0 : 2
        // At 192 kHz the draws of thunder differ by 5 dB at 6.3 kHz, 40 dB below its loudest band.
        for rate in [22050.0, 48000, 96000] + (few.contains(kind) ? [] : [192_000]) {
            for (band, (found, wanted)) in zip(Self.bands, zip(try colour(rate), wanted)) where band < 0.2 * rate {
                #expect(abs(found - wanted) < tolerance, "\(band) Hz at \(rate) Hz: \(found) for \(wanted) dB")
            }
        }
    }
}
