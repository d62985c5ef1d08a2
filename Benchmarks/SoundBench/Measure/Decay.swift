import Foundation
import LofiDSP
import LofiPlugin

/// Reverberation measurements from impulse responses.
public struct Decay: Sendable {
    /// Impulse responses from left and from right to left and to right, treated as separate listening positions.
    private let responses: [[Double]]
    private let sampleRate: Double

    /// - Parameter effect: creates the reverb.
    public init(
        seconds: Double, sampleRate: Double = Signals.rate, of effect: () throws -> any AudioEffect
    ) rethrows {
        let impulse = Signals.impulse(frames: Int(seconds * sampleRate))
        responses = try [StereoFrame(1, 0), StereoFrame(0, 1)].flatMap { side -> [[Double]] in
            let response = Signals.through(try effect(), impulse.map { $0 * side })
            return [response.map { Double($0.x) }, response.map { Double($0.y) }]
        }
        self.sampleRate = sampleRate
    }

    /// Returns the reverberation time in seconds (60 dB) in the octave around a frequency: the slope between -5 and -25
    /// dB of the energy decay curve (M. R. Schroeder, 1965), averaged over all positions (ISO 3382).
    public func time(octaveHz centre: Double) -> Double {
        let curve = energies(centre)
        guard let first = curve.firstIndex(where: { $0 < -5 }), let last = curve.firstIndex(where: { $0 < -25 }) else {
            return 0
        }
        // Linear regression.
        let middle = Double(first + last) / 2
        let mean = curve[first...last].reduce(0, +) / Double(last - first + 1)
        var (above, below) = (0.0, 0.0)
        for index in first...last {
            above += (Double(index) - middle) * (curve[index] - mean)
            below += (Double(index) - middle) * (Double(index) - middle)
        }
        return -60 / (above / below) / sampleRate
    }

    /// Returns the energy decay curve of one octave in dB, every 10 ms.
    public func curve(octaveHz centre: Double) -> [SIMD2<Double>] {
        energies(centre).enumerated().filter { $0.offset % Int(sampleRate / 100) == 0 }.map {
            SIMD2(Double($0.offset) / sampleRate, $0.element)
        }
    }

    private func energies(_ centre: Double) -> [Double] {
        var sums = [Double](repeating: 0, count: responses[0].count)
        for response in responses {
            var energy = 0.0
            for (index, sample) in octave(centre, of: response).enumerated().reversed() {
                energy += sample * sample
                sums[index] += energy
            }
        }
        return sums.map { 10 * log10(max(1e-30, $0 / sums[0])) }
    }

    /// Returns how many dB the strongest mode between 100 Hz and 10 kHz stands above the mean around it (±60 Hz),
    /// within the given time, in either channel, with both inputs excited.
    public func strongestMode(from start: Double = 0.2, seconds: Double) -> Double {
        let both = [0, 1].map { side in zip(responses[side], responses[side + 2]).map { $0 + $1 } }
        return both.map { strongestMode(of: $0, from: start, seconds: seconds) }.max() ?? 0
    }

    private func strongestMode(of samples: [Double], from start: Double, seconds: Double) -> Double {
        let size = 1 << 16
        let (first, count) = (Int(start * sampleRate), min(size, Int(seconds * sampleRate)))
        let windowed = (0..<size).map { index -> Double in
            guard index < count, first + index < samples.count else { return 0 }
            return samples[first + index] * (0.5 - 0.5 * cos(2 * .pi * (Double(index) + 0.5) / Double(count)))
        }
        let powers = Response(windowed, sampleRate: sampleRate).decibels.map { pow(10, $0 / 10) }
        let binHz = sampleRate / Double(size)
        let reach = Int(60 / binHz)
        var sums = [0.0]
        for power in powers { sums.append(sums[sums.count - 1] + power) }
        return (Int(100 / binHz)...Int(10000 / binHz)).map { bin in
            let mean = (sums[bin + reach + 1] - sums[bin - reach]) / Double(2 * reach + 1)
            return 10 * log10(powers[bin] / mean)
        }.max() ?? 0
    }

    /// Returns the share of values beyond one standard deviation, normalised to 1 for Gaussian noise, in the 20 ms
    /// around a time (J. S. Abel and P. Huang, "A Simple, Robust Measure of Reverberation Echo Density", AES 2006).
    public func echoDensity(at seconds: Double) -> Double {
        let half = Int(0.01 * sampleRate)
        let middle = Int(seconds * sampleRate)
        let shares = responses.map { samples -> Double in
            let window = samples[max(0, middle - half)..<min(samples.count, middle + half)]
            let deviation = (window.reduce(0) { $0 + $1 * $1 } / Double(window.count)).squareRoot()
            return Double(window.count(where: { abs($0) > deviation })) / Double(window.count)
        }
        return shares.reduce(0, +) / Double(shares.count) / erfc(0.5.squareRoot())
    }

    /// Filters one octave in the frequency domain; edges a fifth of an octave wide keep it from ringing.
    private func octave(_ centre: Double, of samples: [Double]) -> [Double] {
        var size = 2
        while size < 2 * samples.count { size *= 2 }
        let transform = FourierTransform(count: size)
        var real = samples + [Double](repeating: 0, count: size - samples.count)
        var imaginary = [Double](repeating: 0, count: size)
        real.withUnsafeMutableBufferPointer { re in
            imaginary.withUnsafeMutableBufferPointer { im in
                guard let re = re.baseAddress, let im = im.baseAddress else { return }
                transform.forward(real: re, imaginary: im)
                for bin in 0..<size {
                    let hertz = Double(min(bin, size - bin)) * sampleRate / Double(size)
                    let octaves = abs(log2(max(1e-3, hertz) / centre))
                    let share = max(0, min(1, (0.6 - octaves) / 0.2))
                    let weight = 0.5 - 0.5 * cos(.pi * share)
                    re[bin] *= weight
                    im[bin] *= weight
                }
                transform.inverse(real: re, imaginary: im)
            }
        }
        return Array(real.prefix(samples.count))
    }
}
