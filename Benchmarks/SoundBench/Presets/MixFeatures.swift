import Foundation
import LofiAudioFile
import LofiDSP
import LofiPlugin

/// Features of a finished mix, measured like those of the real tracks.
public struct MixFeatures: Sendable {
    /// Third-octave levels in dB relative to the total power from 20 Hz to 20 kHz, at `LofiTracks.thirdOctaves`.
    public let thirdOctaves: [Double]
    /// Loudness in LUFS, loudness range in LU, crest factor in dB and true peak in dBTP.
    public let loudness, loudnessRange, crestDecibels, truePeak: Double
    /// Power centroid.
    public let centroidHz: Double
    /// Highest third-octave band less than 60 dB below the loudest, in Hz.
    public let bandwidthHz: Double
    /// Side relative to mid in dB: below 150 Hz, to 800 Hz, to 4 kHz, above.
    public let width: [Double]
    /// Detected onsets per second.
    public let onsetsPerSecond: Double

    /// Measures a mix.
    public init(_ frames: [StereoFrame], rate: Double) {
        let left = Spectrum(frames.map(\.x), sampleRate: rate, size: 16384)
        let right = Spectrum(frames.map(\.y), sampleRate: rate, size: 16384)
        let middle = Spectrum(frames.map { ($0.x + $0.y) / 2 }, sampleRate: rate, size: 16384)
        let side = Spectrum(frames.map { ($0.x - $0.y) / 2 }, sampleRate: rate, size: 16384)
        let total = left.power(20..<20000) + right.power(20..<20000)
        let thirds = LofiTracks.thirdOctaves.map { centre -> Double in
            let half = pow(2, 1.0 / 6)
            let band = (centre / half)..<(centre * half)
            return 10 * log10(max(1e-12, (left.power(band) + right.power(band)) / max(1e-30, total)))
        }
        thirdOctaves = thirds
        let highest = thirds.max() ?? 0
        bandwidthHz = thirds.lastIndex { $0 > highest - 60 }.map { LofiTracks.thirdOctaves[$0] } ?? 0
        centroidHz = (left.centroidHz + right.centroidHz) / 2
        width = [20.0..<150, 150..<800, 800..<4000, 4000..<20000].map { side.level($0) - middle.level($0) }
        let meter = LoudnessMeter(sampleRate: rate)
        let peak = TruePeakMeter()
        var copy = frames
        copy.withUnsafeMutableBufferPointer {
            meter.add($0)
            peak.add($0)
        }
        (loudness, loudnessRange, truePeak) = (meter.integrated, meter.loudnessRange, peak.peakDecibels)
        let square = frames.reduce(0.0) { $0 + Double($1.x * $1.x + $1.y * $1.y) } / Double(max(1, 2 * frames.count))
        let sample = frames.reduce(0.0) { max($0, Double(abs($1.x)), Double(abs($1.y))) }
        crestDecibels = 20 * log10(max(1e-9, sample)) - 10 * log10(max(1e-18, square))
        onsetsPerSecond = Self.onsets(frames, rate: rate)
    }

    /// Number of third-octave bands within the P10 to P90 range of the real tracks.
    public var bandsLikeTracks: Int {
        thirdOctaves.indices.count {
            (LofiTracks.lowest[$0]...LofiTracks.highest[$0]).contains(thirdOctaves[$0])
        }
    }

    /// Counts peaks of the spectral flux (S. Dixon, "Onset detection revisited", 2006): half-wave rectified increases
    /// of the log magnitudes, every 11.6 ms, above the local mean and maximal within 70 ms.
    private static func onsets(_ frames: [StereoFrame], rate: Double) -> Double {
        let size = 1024
        let hop = 512
        let transform = FourierTransform(count: size)
        let window = (0..<size).map { 0.5 - 0.5 * cos(2 * .pi * (Double($0) + 0.5) / Double(size)) }
        var (real, imaginary) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
        var before = [Double](repeating: 0, count: size / 2)
        var flux: [Double] = []
        for start in stride(from: 0, to: frames.count - size, by: hop) {
            for index in 0..<size {
                real[index] = Double(frames[start + index].x + frames[start + index].y) / 2 * window[index]
                imaginary[index] = 0
            }
            real.withUnsafeMutableBufferPointer { re in
                imaginary.withUnsafeMutableBufferPointer { im in
                    guard let re = re.baseAddress, let im = im.baseAddress else { return }
                    transform.forward(real: re, imaginary: im)
                }
            }
            var rise = 0.0
            for bin in 0..<(size / 2) {
                let magnitude = log1p(
                    1000 * (real[bin] * real[bin] + imaginary[bin] * imaginary[bin]).squareRoot() / 256)
                rise += max(0, magnitude - before[bin])
                before[bin] = magnitude
            }
            flux.append(rise)
        }
        let reach = Int(0.07 * rate / Double(hop))
        let wide = Int(0.4 * rate / Double(hop))
        let usual = flux.sorted()[flux.count / 2]
        let count = flux.indices.count { index in
            let near = flux[max(0, index - reach)...min(flux.count - 1, index + reach)]
            let local = flux[max(0, index - wide)...min(flux.count - 1, index + wide)]
            let mean = local.reduce(0, +) / Double(local.count)
            return flux[index] == near.max() && flux[index] > 1.6 * mean && flux[index] > 1.2 * usual
        }
        return Double(count) * rate / Double(max(1, frames.count))
    }
}
