import Foundation
import LofiDSP
import LofiPlugin

/// Power spectrum: the mean of windowed transforms that overlap by half (P. D. Welch, 1967).
public struct Spectrum: Sendable {
    /// Mean square per bin, whose sum is the mean square of the sound; bin k is at k · binHz.
    public let powers: [Double]
    /// Width of a bin.
    public let binHz: Double

    /// - Parameters:
    ///   - samples: at least `size`, otherwise padded with silence.
    ///   - size: a power of two.
    public init(_ samples: [Float], sampleRate: Double, size: Int = 8192) {
        let transform = FourierTransform(count: size)
        // Hann; the mean of its square is 3/8.
        let window = (0..<size).map { 0.5 - 0.5 * cos(2 * .pi * (Double($0) + 0.5) / Double(size)) }
        var powers = [Double](repeating: 0, count: size / 2 + 1)
        var (real, imaginary) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
        var count = 0
        for start in stride(from: 0, through: max(0, samples.count - size), by: size / 2) {
            for index in 0..<size {
                let position = start + index
                real[index] = position < samples.count ? Double(samples[position]) * window[index] : 0
                imaginary[index] = 0
            }
            real.withUnsafeMutableBufferPointer { re in
                imaginary.withUnsafeMutableBufferPointer { im in
                    guard let re = re.baseAddress, let im = im.baseAddress else { return }
                    transform.forward(real: re, imaginary: im)
                }
            }
            for bin in powers.indices {
                let twice = bin == 0 || bin == size / 2 ? 1.0 : 2.0
                powers[bin] += twice * (real[bin] * real[bin] + imaginary[bin] * imaginary[bin])
            }
            count += 1
        }
        let scale = 1 / (Double(count) * Double(size) * Double(size) * 0.375)
        self.powers = powers.map { $0 * scale }
        binHz = sampleRate / Double(size)
    }

    /// Returns the mean square between two frequencies.
    public func power(_ band: Range<Double>) -> Double {
        powers.enumerated().reduce(0) { sum, bin in
            band.contains(Double(bin.offset) * binHz) ? sum + bin.element : sum
        }
    }

    /// Returns the level between two frequencies in dB relative to a full-scale mean square.
    public func level(_ band: Range<Double>) -> Double { 10 * log10(max(1e-30, power(band))) }

    /// Returns the level in dB of the third-octave band around a frequency.
    public func thirdOctave(_ centreHz: Double) -> Double {
        level((centreHz / pow(2, 1.0 / 6))..<(centreHz * pow(2, 1.0 / 6)))
    }

    /// Returns the level in dB of the octave around a frequency.
    public func octave(_ centreHz: Double) -> Double {
        level((centreHz / 2.0.squareRoot())..<(centreHz * 2.0.squareRoot()))
    }

    /// Power centroid.
    public var centroidHz: Double {
        let (sum, weighted) = powers.enumerated().reduce((0.0, 0.0)) { sums, bin in
            (sums.0 + bin.element, sums.1 + bin.element * Double(bin.offset) * binHz)
        }
        return sum > 0 ? weighted / sum : 0
    }

    /// Returns the frequency below which the given share of the power lies.
    public func rollOffHz(_ share: Double) -> Double {
        let total = powers.reduce(0, +)
        var sum = 0.0
        for (bin, power) in powers.enumerated() {
            sum += power
            if sum >= share * total { return Double(bin) * binHz }
        }
        return Double(powers.count - 1) * binHz
    }

    /// Returns the highest level in dBFS of a tone that is not a harmonic, such as an alias: the sum of five
    /// neighbouring bins (the window's main lobe). Excludes harmonics with skirts of sixty bins, where the window has
    /// fallen to -110 dB, and everything below 20 Hz.
    public func loudestBetweenHarmonics(of hertz: Double) -> Double {
        let candidates = powers.indices.filter { bin in
            let frequency = Double(bin) * binHz
            let nearest = (frequency / hertz).rounded() * hertz
            return frequency > 20 && bin >= 2 && bin + 2 < powers.count && abs(frequency - nearest) > 60 * binHz
        }
        let highest = candidates.map { bin in powers[(bin - 2)...(bin + 2)].reduce(0, +) }.max() ?? 0
        // A full-scale sine has a mean square of 1/2 and counts as 0 dBFS.
        return 10 * log10(max(1e-30, 2 * highest))
    }

    /// Returns dB per bin over frequency for a plot, reduced to about 300 points, log-spaced.
    public func curve(from low: Double = 20, to high: Double = 20000) -> [SIMD2<Double>] {
        let steps = 300
        return (0..<steps).compactMap { step in
            let at = low * pow(high / low, Double(step) / Double(steps))
            let next = max(low * pow(high / low, Double(step + 1) / Double(steps)), at + binHz)
            let power = power(at..<next)
            return power > 0 ? SIMD2(at, 10 * log10(power / ((next - at) / binHz))) : nil
        }
    }
}

extension Spectrum {
    /// Returns the spectrum of the left channel.
    public static func left(_ frames: some Collection<StereoFrame>, rate: Double = Signals.rate, size: Int = 8192)
        -> Spectrum
    { Spectrum(frames.map(\.x), sampleRate: rate, size: size) }
}
