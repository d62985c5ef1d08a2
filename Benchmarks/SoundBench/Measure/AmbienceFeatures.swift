import Foundation
import LofiDSP
import LofiPlugin

/// Features measured on recorded ambiences, and in the same way on synthesised ones.
public struct AmbienceFeatures: Sendable {
    /// Levels of the octaves around 63 … 8000 Hz in dB relative to the whole from 20 Hz to 20 kHz.
    public let octaves: [Double]
    /// Modulation power per band of rates in dB relative to the squared mean of the envelope.
    public let modulation: [Double]
    /// The same for 2–8 kHz.
    public let trebleModulation: [Double]
    /// Left/right correlation at 40–200, 200–800, 800–3000 and 3000–12000 Hz.
    public let correlations: [Double]
    /// Crest factor of the mono sum.
    public let crestDecibels: Double
    /// Standard deviation of the second-by-second level in dB.
    public let levelSpread: Double
    /// Drops, crackles and the like.
    public let events: AmbienceEvents

    /// Centre frequencies of `octaves`.
    public static let octaveCentresHz: [Double] = [63, 125, 250, 500, 1000, 2000, 4000, 8000]
    /// Band edges of `modulation`.
    public static let modulationEdgesHz: [Double] = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.3, 12.5, 20]

    /// - Parameter events: detection parameters for events.
    public init(_ frames: [StereoFrame], sampleRate: Double = Signals.rate, events: AmbienceEvents.Detection = .drops) {
        octaves = Self.octaves(frames, sampleRate: sampleRate)
        let mono = frames.map { ($0.x + $0.y) / 2 }
        modulation = Self.modulation(mono, sampleRate: sampleRate)
        trebleModulation = Self.modulation(
            Self.passed(frames, 2000...8000, sampleRate).map { ($0.x + $0.y) / 2 }, sampleRate: sampleRate)
        correlations = [40.0...200, 200...800, 800...3000, 3000...12000].map {
            Self.correlation(Self.passed(frames, $0, sampleRate))
        }
        let power = mono.reduce(0.0) { $0 + Double($1 * $1) } / Double(mono.count)
        crestDecibels = 20 * log10(Double(mono.map { abs($0) }.max() ?? 0) / power.squareRoot())
        let second = Int(sampleRate)
        let levels = stride(from: 0, through: mono.count - second, by: second).map { start in
            10 * log10(mono[start..<(start + second)].reduce(1e-15) { $0 + Double($1 * $1) } / Double(second))
        }
        levelSpread = Self.deviation(levels)
        self.events = AmbienceEvents(frames, sampleRate: sampleRate, events)
    }

    /// Returns the octave levels in dB relative to the whole from 20 Hz to 20 kHz.
    public static func octaves(_ frames: [StereoFrame], sampleRate: Double = Signals.rate) -> [Double] {
        let spectra = [
            Spectrum(frames.map(\.x), sampleRate: sampleRate), Spectrum(frames.map(\.y), sampleRate: sampleRate),
        ]
        func power(_ band: Range<Double>) -> Double { spectra.reduce(1e-30) { $0 + $1.power(band) } }
        let whole = power(20..<20000)
        return octaveCentresHz.map { 10 * log10(power(($0 / 2.0.squareRoot())..<($0 * 2.0.squareRoot())) / whole) }
    }

    /// Modulation spectrum of the RMS in 10 ms steps.
    private static func modulation(_ samples: [Float], sampleRate: Double) -> [Double] {
        let step = Int(sampleRate / 100)
        let envelope = stride(from: 0, through: samples.count - step, by: step).map { start in
            (samples[start..<(start + step)].reduce(0.0) { $0 + Double($1 * $1) } / Double(step)).squareRoot()
        }
        let mean = envelope.reduce(0, +) / Double(envelope.count)
        var size = 2
        while size < envelope.count { size *= 2 }
        var real = envelope.map { $0 - mean } + [Double](repeating: 0, count: size - envelope.count)
        var imaginary = [Double](repeating: 0, count: size)
        real.withUnsafeMutableBufferPointer { re in
            imaginary.withUnsafeMutableBufferPointer { im in
                guard let re = re.baseAddress, let im = im.baseAddress else { return }
                FourierTransform(count: size).forward(real: re, imaginary: im)
            }
        }
        return zip(modulationEdgesHz, modulationEdgesHz.dropFirst()).map { low, high in
            let power = (1..<(size / 2)).reduce(0.0) { sum, bin in
                let hertz = Double(bin) * 100 / Double(size)
                return (low..<high).contains(hertz)
                    ? sum + real[bin] * real[bin] + imaginary[bin] * imaginary[bin] : sum
            }
            return 10 * log10(max(1e-12, 2 * power / (Double(size) * Double(envelope.count) * mean * mean)))
        }
    }

    private static func correlation(_ frames: [StereoFrame]) -> Double {
        let sums = frames.reduce(SIMD3<Double>(0, 1e-30, 1e-30)) {
            $0 + SIMD3(Double($1.x * $1.y), Double($1.x * $1.x), Double($1.y * $1.y))
        }
        return sums.x / (sums.y * sums.z).squareRoot()
    }

    /// Filters with fourth-order Butterworth slopes on both sides of the band.
    static func passed(_ frames: [StereoFrame], _ band: ClosedRange<Double>, _ sampleRate: Double) -> [StereoFrame] {
        // Q of the two sections.
        var filters = [0.5412, 1.3066].flatMap { q in
            [
                Biquad(.highPass(cutoffHz: band.lowerBound, q: q, sampleRate: sampleRate)),
                Biquad(.lowPass(cutoffHz: min(band.upperBound, 0.45 * sampleRate), q: q, sampleRate: sampleRate)),
            ]
        }
        return frames.map { frame in
            var frame = frame
            for index in filters.indices { frame = filters[index].next(frame) }
            return frame
        }
    }

    static func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count))).squareRoot()
    }
}
