import Foundation
import LofiDSP

/// A single transform of a whole sound.
struct WholeSpectrum {
    private var real: [Double]
    private var imaginary: [Double]
    private let transform: FourierTransform
    private let length: Int
    private let binHz: Double

    init(_ samples: [Float]) {
        let size = 1 << Int(log2(Double(max(2, samples.count))).rounded(.up))
        transform = FourierTransform(count: size)
        real = samples.map(Double.init) + [Double](repeating: 0, count: size - samples.count)
        imaginary = [Double](repeating: 0, count: size)
        length = samples.count
        binHz = Signals.rate / Double(size)
        forward()
    }

    private mutating func forward() {
        let transform = transform
        real.withUnsafeMutableBufferPointer { re in
            imaginary.withUnsafeMutableBufferPointer { im in
                guard let re = re.baseAddress, let im = im.baseAddress else { return }
                transform.forward(real: re, imaginary: im)
            }
        }
    }

    private func power(_ bin: Int) -> Double { real[bin] * real[bin] + imaginary[bin] * imaginary[bin] }

    /// Power of each bin up to half the sample rate.
    var powers: [Double] { (0...(real.count / 2)).map { power($0) } }

    private func bins(_ band: Range<Double>) -> Range<Int> {
        let last = real.count / 2
        return min(
            last, Int((band.lowerBound / binHz).rounded(.up)))..<min(
                last, Int((band.upperBound / binHz).rounded(.up)))
    }

    /// Power between two frequencies.
    func power(_ band: Range<Double>) -> Double { bins(band).reduce(0) { $0 + power($1) } }

    /// Frequency of the peak, smoothed over 5 Hz, or a long noise could have its peak anywhere.
    var peakHz: Double {
        let reach = max(1, Int(2.5 / binHz))
        let smooth = bins(20..<20000).map { bin in
            (max(0, bin - reach)...(bin + reach)).reduce(0.0) { $0 + power(min($1, real.count - 1)) }
        }
        let best = smooth.indices.max { smooth[$0] < smooth[$1] } ?? 0
        return Double(best + bins(20..<20000).lowerBound) * binHz
    }

    /// Power centroid from 20 Hz to 20 kHz.
    var centroidHz: Double {
        let range = bins(20..<20000)
        let (sum, weighted) = range.reduce((0.0, 0.0)) { ($0.0 + power($1), $0.1 + power($1) * Double($1) * binHz) }
        return sum > 0 ? weighted / sum : 0
    }

    /// Magnitude centroid, which weights the quiet treble more than a power centroid does.
    var magnitudeCentroidHz: Double {
        let (sum, weighted) = bins(20..<20000).reduce((0.0, 0.0)) {
            let magnitude = power($1).squareRoot()
            return ($0.0 + magnitude, $0.1 + magnitude * Double($1) * binHz)
        }
        return sum > 0 ? weighted / sum : 0
    }

    /// Returns the frequency below which the given share of the power lies.
    func rollOffHz(_ share: Double) -> Double {
        let range = bins(20..<Signals.rate / 2)
        let goal = share * range.reduce(0) { $0 + power($1) }
        var sum = 0.0
        for bin in range {
            sum += power(bin)
            if sum >= goal { return Double(bin) * binHz }
        }
        return Signals.rate / 2
    }

    /// Spectral flatness of a band: geometric over arithmetic mean of the power; 0.56 for white noise, 0 for tones.
    func flatness(_ band: Range<Double>) -> Double {
        let powers = bins(band).map { max(1e-30, power($0)) }
        let logarithm = powers.reduce(0) { $0 + log($1) } / Double(powers.count)
        return exp(logarithm) / (powers.reduce(0, +) / Double(powers.count))
    }

    /// Returns the sound band-limited to two frequencies, without a time shift.
    func filtered(_ band: Range<Double>) -> [Float] {
        var copy = self
        let kept = bins(band)
        for bin in 0...(real.count / 2) where !kept.contains(bin) {
            for index in [bin, (real.count - bin) % real.count] { (copy.real[index], copy.imaginary[index]) = (0, 0) }
        }
        copy.real.withUnsafeMutableBufferPointer { re in
            copy.imaginary.withUnsafeMutableBufferPointer { im in
                guard let re = re.baseAddress, let im = im.baseAddress else { return }
                transform.inverse(real: re, imaginary: im)
            }
        }
        return copy.real.prefix(length).map { Float($0) }
    }
}
