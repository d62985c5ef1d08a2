import Foundation
import LofiDSP
import LofiPlugin

/// Powers of a sound in critical bands over time: Hann windows of 4096 frames, one every 8192.
public final class CriticalBands {
    /// Edges of the 24 critical bands in Hz (E. Zwicker and H. Fastl, *Psychoacoustics*, 1990, table 6.1).
    public static let edges: [Double] = [
        0, 100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150, 3700, 4400, 5300,
        6400, 7700, 9500, 12000, 15500,
    ]

    /// Power of left and right by window and band.
    public private(set) var windows: [[Double]] = []

    private static let size = 4096
    private static let hop = 8192
    private let transform = FourierTransform(count: CriticalBands.size)
    private let window: [Double]
    private let bandOfBin: [Int?]
    private var real = [Double](repeating: 0, count: CriticalBands.size)
    private var imaginary = [Double](repeating: 0, count: CriticalBands.size)
    private var position = 0

    /// Creates a meter.
    public init(sampleRate: Double) {
        let size = Self.size
        window = (0..<size).map { 0.5 - 0.5 * cos(2 * .pi * (Double($0) + 0.5) / Double(size)) }
        bandOfBin = (0..<(size / 2)).map { bin in
            Self.edges.lastIndex { $0 <= Double(bin) * sampleRate / Double(size) }.flatMap {
                $0 < Self.edges.count - 1 ? $0 : nil
            }
        }
    }

    /// Measures the next frames; block boundaries make no difference.
    public func add(_ block: some Sequence<StereoFrame>) {
        for frame in block {
            if position < Self.size {
                real[position] = Double(frame.x) * window[position]
                imaginary[position] = Double(frame.y) * window[position]
            }
            position += 1
            if position == Self.size { closeWindow() }
            if position == Self.hop { position = 0 }
        }
    }

    private func closeWindow() {
        real.withUnsafeMutableBufferPointer { re in
            imaginary.withUnsafeMutableBufferPointer { im in
                guard let re = re.baseAddress, let im = im.baseAddress else { return }
                transform.forward(real: re, imaginary: im)
            }
        }
        var powers = [Double](repeating: 0, count: Self.edges.count - 1)
        for bin in 1..<(Self.size / 2) {
            guard let band = bandOfBin[bin] else { continue }
            // The powers of the bins k and -k of left + i right sum to twice those of left and right.
            let mirror = Self.size - bin
            powers[band] +=
                real[bin] * real[bin] + imaginary[bin] * imaginary[bin] + real[mirror] * real[mirror] + imaginary[
                    mirror]
                * imaginary[mirror]
        }
        windows.append(powers)
    }

    /// Returns the share of windows in which this sound is covered by others in a range of bands, of those in which it is
    /// within 20 dB of its loud ones (P95 in all bands); nil if it is silent.
    ///
    /// A band is covered if the others are more than 4 dB above it: a tone is inaudible that far below noise in its
    /// critical band (Zwicker and Fastl, section 4.1.1). A window is covered if its covered bands hold more than half of
    /// its power. Masking of higher bands and of what follows is left out, so the true share is higher.
    public func coveredShare(by others: [CriticalBands], in range: Range<Double> = 0..<15500) -> Double? {
        let bands = Self.edges.indices.dropLast().filter { range.contains(Self.edges[$0]) }
        let totals = windows.map { $0.reduce(0, +) }
        let threshold = Quantiles(totals).at(0.95) / 100
        guard threshold > 1e-12 else { return nil }
        let heard = windows.indices.filter { totals[$0] > threshold }
        let covered = heard.count { index in
            let sum = bands.reduce(0) { $0 + windows[index][$1] }
            let hidden = bands.reduce(0.0) { sum, band in
                let other = others.reduce(0.0) { index < $1.windows.count ? $0 + $1.windows[index][band] : $0 }
                return windows[index][band] < other * 0.398 ? sum + windows[index][band] : sum
            }
            return hidden > sum / 2
        }
        return Double(covered) / Double(heard.count)
    }
}
