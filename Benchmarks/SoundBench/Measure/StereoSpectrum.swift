import Foundation
import LofiDSP
import LofiPlugin

/// Power spectra of left, right, mid and side, and the brightness over time: Hann windows of 16384 frames that overlap by
/// half, left and right in one complex transform.
public struct StereoSpectrum: Sendable {
    /// Mean power of left and right, of mid and of side, by bin.
    private let both, mid, side: [Double]
    private let binHz: Double
    /// Power centroids in Hz of each 5 s within 20 dB of the loudest.
    public let centroids: [Double]

    private static let size = 16384

    /// Measures a sound.
    public init(_ frames: [StereoFrame], rate: Double) {
        let (size, bins) = (Self.size, Self.size / 2)
        let transform = FourierTransform(count: size)
        let window = (0..<size).map { 0.5 - 0.5 * cos(2 * .pi * (Double($0) + 0.5) / Double(size)) }
        var (real, imaginary) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
        var (both, mid, side) = (
            [Double](repeating: 0, count: bins), [Double](repeating: 0, count: bins),
            [Double](repeating: 0, count: bins)
        )
        var groups: [[Double]] = []
        for start in stride(from: 0, through: max(0, frames.count - size), by: size / 2) {
            for index in 0..<size {
                let frame = start + index < frames.count ? frames[start + index] : .zero
                (real[index], imaginary[index]) = (Double(frame.x) * window[index], Double(frame.y) * window[index])
            }
            real.withUnsafeMutableBufferPointer { re in
                imaginary.withUnsafeMutableBufferPointer { im in
                    guard let re = re.baseAddress, let im = im.baseAddress else { return }
                    transform.forward(real: re, imaginary: im)
                }
            }
            let group = Int(Double(start) / rate / 5)
            if groups.count <= group { groups.append([Double](repeating: 0, count: bins)) }
            for bin in 1..<bins {
                // Left and right are the even and the odd part of the transform.
                let (a, b, c, d) = (real[bin], imaginary[bin], real[size - bin], -imaginary[size - bin])
                let (left, right) = (SIMD2(a + c, b + d), SIMD2(b - d, c - a))
                let (sum, difference) = (left + right, left - right)
                let power = (left * left + right * right).sum()
                both[bin] += power
                groups[groups.count - 1][bin] += power
                mid[bin] += (sum * sum).sum()
                side[bin] += (difference * difference).sum()
            }
        }
        (self.both, self.mid, self.side) = (both, mid, side)
        binHz = rate / Double(size)
        let totals = groups.map { $0.reduce(0, +) }
        let threshold = (totals.max() ?? 0) / 100
        centroids = zip(groups, totals).filter { $0.1 > threshold }.map { [binHz] powers, total in
            powers.enumerated().reduce(0) { $0 + $1.element * Double($1.offset) * binHz } / total
        }
    }

    private func power(_ powers: [Double], _ band: Range<Double>) -> Double {
        let first = min(powers.count, Int((band.lowerBound / binHz).rounded(.up)))
        let end = min(powers.count, Int((band.upperBound / binHz).rounded(.up)))
        return powers[first..<max(first, end)].reduce(0, +)
    }

    /// Returns the level of a band in dB relative to the total from 20 Hz to 20 kHz.
    public func share(_ band: Range<Double>) -> Double {
        10 * log10(max(1e-12, power(both, band) / max(1e-30, power(both, 20..<20000))))
    }

    /// Returns side relative to mid in dB.
    public func width(_ band: Range<Double>) -> Double {
        10 * log10(max(1e-12, power(side, band)) / max(1e-12, power(mid, band)))
    }
}
