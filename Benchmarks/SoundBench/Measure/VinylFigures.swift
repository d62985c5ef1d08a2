import Foundation
import LofiDSP
import LofiPlugin

/// Characteristics of a record's noise, measured as on the reference recordings.
public struct VinylFigures: Sendable {
    /// Clicks per minute beyond 6, 10 and 20 sigma.
    public let ratePerSigma: [Int: Double]
    /// The detector at 10 sigma.
    public let detector: ClickDetector
    /// Click peaks in dB above the bed from 100 Hz to 20 kHz, sorted.
    public let heights: [Double]
    /// Time in ms for which each click is within 12 dB of its peak (RMS over 0.25 ms), sorted.
    public let durations: [Double]
    /// Share of a click's energy in dB in the bands from 100 Hz, 500 Hz, 1, 2, 4 and 8 kHz, relative to the whole; for
    /// clicks at least 20 dB above the bed.
    public let bands: [Double]
    /// Median centroid of those clicks.
    public let centroidHz: Double
    /// Crest factor of the mid signal in dB.
    public let crest: Double
    /// Correlation of the channels.
    public let correlation: Double
    private let frames: [StereoFrame]

    /// Centre frequencies of the third-octave bands in Hz.
    public static let thirds = [
        25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150,
        4000, 5000, 6300, 8000, 10000, 12500, 16000.0,
    ]
    private static let edges = [100, 500, 1000, 2000, 4000, 8000, 16000.0]

    /// Measures a recording of record noise.
    public init(_ frames: [StereoFrame], sampleRate: Double = Signals.rate) {
        self.frames = frames
        let detector = ClickDetector(frames, sampleRate: sampleRate)
        self.detector = detector
        ratePerSigma = [
            6: ClickDetector(frames, sampleRate: sampleRate, sigmas: 6).perMinute, 10: detector.perMinute,
            20: ClickDetector(frames, sampleRate: sampleRate, sigmas: 20).perMinute,
        ]
        let bedLevel = 10 * log10(Self.power(100..<20000, Self.medianSpectrum(detector.middle), sampleRate))
        heights = detector.clicks.map { 20 * log10($0.peak) - bedLevel }.sorted()
        durations = detector.clicks.map { Self.duration(of: $0, in: detector) }.sorted()
        let loud = detector.clicks.filter { 20 * log10($0.peak) - bedLevel >= 20 }
        let spectra = loud.map { Self.shares(of: $0, in: detector) }
        bands = (0..<6).map { band in
            10 * log10(spectra.reduce(0) { $0 + $1.bands[band] } / Double(max(1, spectra.count)))
        }
        let centroids = spectra.map(\.centroidHz).sorted()
        centroidHz = centroids.isEmpty ? 0 : centroids[centroids.count / 2]
        let meanSquare = detector.middle.reduce(0) { $0 + $1 * $1 } / Double(frames.count)
        crest = 20 * log10((detector.middle.map { abs($0) }.max() ?? 0) / meanSquare.squareRoot())
        let sums = frames.reduce(SIMD3<Double>.zero) {
            $0 + SIMD3(Double($1.x * $1.y), Double($1.x * $1.x), Double($1.y * $1.y))
        }
        correlation = sums.x / (sums.y * sums.z).squareRoot()
    }

    /// Returns the median spectrum of a surface, in dB per third-octave relative to the whole from 20 Hz to 20 kHz.
    public static func bed(_ frames: [StereoFrame], sampleRate: Double = Signals.rate) -> [Double] {
        let density = medianSpectrum(frames.map { Double($0.x + $0.y) / 2 }, size: 32768)
        let whole = power(20..<20000, density, sampleRate)
        return thirds.map {
            10 * log10(power(($0 / pow(2, 1.0 / 6))..<($0 * pow(2, 1.0 / 6)), density, sampleRate) / whole)
        }
    }

    private static func power(_ band: Range<Double>, _ density: [Double], _ sampleRate: Double) -> Double {
        let binHz = sampleRate / Double(2 * (density.count - 1))
        return density.enumerated().reduce(0) { band.contains(Double($1.offset) * binHz) ? $0 + $1.element : $0 }
    }

    /// Returns a percentile of sorted values; `share` is 0…1.
    public static func percentile(_ share: Double, of sorted: [Double]) -> Double {
        sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }

    /// Returns the intervals between clicks in seconds.
    public static func intervals(_ clicks: [ClickDetector.Click], sampleRate: Double) -> [Double] {
        zip(clicks, clicks.dropFirst()).map { Double($1.frame - $0.frame) / sampleRate }
    }

    private var intervals: [Double] { Self.intervals(detector.clicks, sampleRate: detector.sampleRate) }

    /// Coefficient of variation of the intervals; 1 for a Poisson process.
    public var intervalVariation: Double { Self.deviation(intervals) / Self.mean(intervals) }

    /// Share of the intervals below 10 ms, 0…1.
    public var shareBelow10ms: Double {
        Double(intervals.filter { $0 < 0.01 }.count) / Double(max(1, intervals.count))
    }

    /// Returns the Fano factor of the clicks in windows of the given length (variance over mean); 1 for a Poisson
    /// process.
    public func fano(_ seconds: Double) -> Double {
        var counts = [Double](repeating: 0, count: Int(detector.seconds / seconds))
        for click in detector.clicks {
            let window = Int(Double(click.frame) / detector.sampleRate / seconds)
            if window < counts.count { counts[window] += 1 }
        }
        return pow(Self.deviation(counts), 2) / Self.mean(counts)
    }

    /// Standard deviation of the click heights in dB.
    public var heightDeviation: Double { Self.deviation(heights) }

    /// Pareto exponent of the residual above the threshold (Hill's estimator).
    public var paretoExponent: Double {
        Double(detector.clicks.count) / detector.clicks.reduce(0) { $0 + log($1.excess) }
    }

    /// Returns the clicks per minute at least `decibels` above the bed.
    public func rate(above decibels: Double) -> Double {
        Double(heights.filter { $0 >= decibels }.count) / detector.seconds * 60
    }

    /// Returns the level of the side relative to mid in dB between two frequencies.
    public func sideOverMiddle(_ band: ClosedRange<Double>) -> Double {
        let rate = detector.sampleRate
        var filters = [
            Biquad(.highPass(cutoffHz: band.lowerBound, sampleRate: rate)),
            Biquad(.lowPass(cutoffHz: band.upperBound, sampleRate: rate)),
        ]
        var (side, middle) = (0.0, 0.0)
        for frame in frames {
            var sound = frame
            for index in filters.indices { sound = filters[index].next(sound) }
            side += pow(Double(sound.x - sound.y), 2)
            middle += pow(Double(sound.x + sound.y), 2)
        }
        return 10 * log10(side / middle)
    }

    /// Returns the autocorrelation of the residual's log level in bins of 10 ms.
    public func levelCorrelation(seconds: Double) -> Double {
        let bin = Int(0.01 * detector.sampleRate)
        let levels = stride(from: 0, to: detector.residual.count - bin, by: bin).map { start in
            log(detector.residual[start..<(start + bin)].reduce(1e-20) { $0 + $1 * $1 })
        }
        let mean = Self.mean(levels)
        let lag = Int((seconds / 0.01).rounded())
        let same = (0..<(levels.count - lag)).reduce(0) { $0 + (levels[$1] - mean) * (levels[$1 + lag] - mean) }
        return same / Double(levels.count - lag) / pow(Self.deviation(levels), 2)
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

    private static func deviation(_ values: [Double]) -> Double {
        let mean = mean(values)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count))).squareRoot()
    }

    /// Returns the power per bin of half-overlapping Hann windows: the median over time, which clicks do not affect.
    private static func medianSpectrum(_ sound: [Double], size: Int = 8192) -> [Double] {
        let transform = FourierTransform(count: size)
        let window = (0..<size).map { 0.5 - 0.5 * cos(2 * .pi * (Double($0) + 0.5) / Double(size)) }
        var powers = [[Double]](repeating: [], count: size / 2 + 1)
        for start in stride(from: 0, through: sound.count - size, by: size / 2) {
            var real = (0..<size).map { sound[start + $0] * window[$0] }
            var imaginary = [Double](repeating: 0, count: size)
            transform.forward(real: &real, imaginary: &imaginary)
            for bin in powers.indices {
                powers[bin].append(real[bin] * real[bin] + imaginary[bin] * imaginary[bin])
            }
        }
        // 3/8 is the window's mean square; the median of an exponential distribution is ln 2 times its mean.
        let scale = 2 / (Double(size) * Double(size) * 0.375 * 0.6931)
        return powers.map { $0.sorted()[$0.count / 2] * scale }
    }

    private static func duration(of click: ClickDetector.Click, in detector: ClickDetector) -> Double {
        let rate = detector.sampleRate
        let width = max(1, Int(0.00025 * rate))
        let start = max(0, click.frame - Int(0.004 * rate))
        let end = min(detector.filtered.count - width, click.frame + Int(0.006 * rate))
        guard start < end else { return 0 }
        let envelope = (start..<end).map { position in
            (0..<width).reduce(0) { $0 + pow(detector.filtered[position + $1], 2) }
        }
        guard let top = envelope.indices.max(by: { envelope[$0] < envelope[$1] }) else { return 0 }
        // -12 dB.
        let floor = envelope[top] / 16
        var (first, last) = (top, top)
        while first > 0, envelope[first - 1] > floor { first -= 1 }
        while last < envelope.count - 1, envelope[last + 1] > floor { last += 1 }
        return Double(last - first + 1) / rate * 1000
    }

    private static func shares(of click: ClickDetector.Click, in detector: ClickDetector)
        -> (bands: [Double], centroidHz: Double)
    {
        let (rate, size) = (detector.sampleRate, 4096)
        let start = click.frame - Int(0.0012 * rate)
        let count = Int(0.003 * rate)
        var real = (0..<size).map { index -> Double in
            let position = start + index
            guard index < count, detector.middle.indices.contains(position) else { return 0 }
            return detector.middle[position] * (0.5 - 0.5 * cos(2 * .pi * (Double(index) + 0.5) / Double(count)))
        }
        var imaginary = [Double](repeating: 0, count: size)
        FourierTransform(count: size).forward(real: &real, imaginary: &imaginary)
        var (bands, moment, whole) = ([Double](repeating: 0, count: 6), 0.0, 0.0)
        for bin in 0...(size / 2) {
            let hertz = Double(bin) * rate / Double(size)
            guard let band = edges.indices.dropLast().last(where: { edges[$0] <= hertz }), hertz < 16000 else {
                continue
            }
            let power = real[bin] * real[bin] + imaginary[bin] * imaginary[bin]
            bands[band] += power
            whole += power
            moment += power * hertz
        }
        return (bands.map { $0 / max(whole, 1e-30) }, moment / max(whole, 1e-30))
    }
}
