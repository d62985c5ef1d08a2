import LofiDSP
import LofiPlatform
import LofiPlugin

/// Measures, every 10 ms, how much begins in each of a few frequency bands.
///
/// Spectral flux of a logarithmic filter bank, with a maximum filter over neighbouring bands of the earlier spectrum, so that
/// vibrato, wow and flutter are not taken for onsets (S. Böck and G. Widmer, "Maximum filter vibrato suppression for onset
/// detection", DAFx 2013). Levels are relative to the music of the last seconds, so the volume of a file does not matter.
final class OnsetStrength {
    /// Onset strength of one instant, from the lowest band to the highest.
    typealias Bands = SIMD8<Float>

    /// Instants per second.
    static let rate = 100
    /// Upper edges of the bands in Hz: kick and bass, their overtones, three octaves and a half of melody and chords, snare, hats.
    private static let edgesHz = [110.0, 220, 440, 880, 1760, 3520, 7040, 14_080]
    private static let filtersPerOctave = 12.0
    private static let lowestHz = 30.0
    private static let windowSeconds = 0.046
    /// Instants between the spectra that are compared: with a window of 46 ms, the least that separates them.
    private static let lag = 2
    /// Magnitude, relative to the level of the music, at which the compression of the spectrum turns from linear to logarithmic.
    private static let knee = 0.02
    /// Time constant of the level.
    private static let levelSeconds = 4.0

    /// Measured so far, one for every 10 ms; the first is centred on frame 0.
    private(set) var bands: [Bands] = []

    private let stream: SpectrumStream
    private let filters: [Filter]
    private var spectra: [[Float]] = []
    private var level = 0.0

    private struct Filter {
        let bins: Range<Int>
        let weights: [Double]
        let band: Int
    }

    /// - Parameter sampleRate: in Hz, 8000…192000.
    init(sampleRate: Double) {
        stream = SpectrumStream(sampleRate: sampleRate, seconds: Self.windowSeconds, spectraPerSecond: Self.rate)
        filters = Self.filters(sampleRate: sampleRate, count: stream.windowCount)
    }

    /// Triangles on a logarithmic scale of frequency, each at least two bins wide.
    private static func filters(sampleRate: Double, count: Int) -> [Filter] {
        let binHz = sampleRate / Double(count)
        let highest = min(edgesHz[edgesHz.count - 1], sampleRate * 0.45)
        var centres: [Int] = []
        var hertz = lowestHz
        while hertz < highest {
            let bin = max(1, Int((hertz / binHz).rounded()))
            if bin != centres.last { centres.append(bin) }
            hertz *= pow(2, 1 / filtersPerOctave)
        }
        return (1..<max(2, centres.count - 1)).map { index in
            let (low, middle, high) = (centres[index - 1], centres[index], centres[index + 1])
            let bins = (low + 1)..<high
            let weights = bins.map { bin -> Double in
                bin <= middle
                    ? Double(bin - low) / Double(middle - low) : Double(high - bin) / Double(high - middle)
            }
            let hertz = Double(middle) * binHz
            let band = edgesHz.firstIndex { hertz < $0 } ?? edgesHz.count - 1
            return Filter(bins: bins, weights: weights, band: band)
        }
    }

    /// Analyses the next samples of one channel.
    func add(_ block: UnsafeBufferPointer<Float>) { stream.add(block.lazy.map { Double($0) }, measure: measure) }

    /// Analyses the rest, as if silence followed.
    func finish() { stream.finish(measure: measure) }

    private func measure(_ magnitudes: SpectrumStream.Magnitudes) {
        let now = magnitudes.reduce(0) { $0 + $1 * $1 }.squareRoot()
        // Starts at the first sound; afterwards it follows slowly, and rises faster than it falls.
        let share = 1 / (Self.levelSeconds * Double(Self.rate))
        level = level == 0 ? now : level + (now - level) * (now > level ? 4 * share : share)
        let scale = 1 / (Self.knee * max(level, 2e-6))
        let spectrum = filters.map { filter -> Float in
            var sum = 0.0
            for (weight, bin) in zip(filter.weights, filter.bins) { sum += magnitudes[bin] * weight }
            return Float(log(1 + scale * sum))
        }
        spectra.append(spectrum)
        guard spectra.count > Self.lag else {
            bands.append(.zero)
            return
        }
        let earlier = spectra[spectra.count - 1 - Self.lag]
        var flux = Bands.zero
        for (index, filter) in filters.enumerated() {
            let before = max(earlier[max(0, index - 1)], earlier[index], earlier[min(earlier.count - 1, index + 1)])
            flux[filter.band] += max(0, spectrum[index] - before)
        }
        bands.append(flux)
        if spectra.count > Self.lag + 1 { spectra.removeFirst() }
    }
}
