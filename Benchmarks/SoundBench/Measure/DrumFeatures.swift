import Foundation

/// Features that characterise a drum.
public struct DrumFeatures: Sendable {
    /// Decay by 20 dB in ms.
    public let t20Ms: Double
    /// Decay by 60 dB in ms.
    public let t60Ms: Double
    /// Attack time in ms.
    public let attackMs: Double
    /// Crest factor in dB.
    public let crestDecibels: Double
    /// Frequency of the spectral peak.
    public let peakHz: Double
    /// Power centroid of the spectrum.
    public let centroidHz: Double
    /// Magnitude centroid of the spectrum.
    public let magnitudeCentroidHz: Double
    /// Frequency below which 95 % of the power lies.
    public let rollOff95Hz: Double
    /// Band levels in dB relative to the whole, for `DrumFeatures.bands`.
    public let bandLevels: [Double]
    /// Peak above 1.5 kHz in dB relative to the overall peak.
    public let clickDecibels: Double
    private let samples: [Float]

    /// Band edges in Hz.
    public static let bands: [Range<Double>] = [
        20..<60, 60..<150, 150..<400, 400..<1000, 1000..<2500, 2500..<6000, 6000..<12000, 12000..<20000,
    ]

    /// Measures a recording of one drum hit.
    public init(_ recording: NoteRecording) {
        samples = recording.samples
        let envelope = SoundEnvelope(samples)
        t20Ms = envelope.decayMs(20)
        t60Ms = envelope.decayMs(60)
        attackMs = envelope.attackMs()
        crestDecibels = envelope.crestDecibels
        // One transform over the whole hit: a window would hide its attack.
        let spectrum = WholeSpectrum(samples)
        let all = spectrum.power(20..<20000)
        peakHz = spectrum.peakHz
        centroidHz = spectrum.centroidHz
        magnitudeCentroidHz = spectrum.magnitudeCentroidHz
        rollOff95Hz = spectrum.rollOffHz(0.95)
        bandLevels = Self.bands.map { 10 * log10(max(1e-12, spectrum.power($0) / all)) }
        let above = spectrum.filtered(1500..<Signals.rate / 2)
        clickDecibels = 20 * log10(Double((above.map { abs($0) }.max() ?? 0) / max(1e-9, envelope.peak)))
    }

    /// Pitch sweep f = end + (start - end) e^(-t/τ), fitted to the zero crossings between 25 and 400 Hz.
    public var sweep: (startHz: Double, endHz: Double, tauMs: Double) {
        let low = WholeSpectrum(samples).filtered(25..<400)
        let onset = SoundEnvelope(samples).onsetFrame
        let end = min(low.count - 1, onset + Int(0.3 * Signals.rate))
        var crossings: [Double] = []
        for frame in onset..<max(onset, end) where low[frame].sign != low[frame + 1].sign {
            let share = Double(low[frame] / (low[frame] - low[frame + 1]))
            crossings.append((Double(frame - onset) + share) / Signals.rate)
        }
        let points = zip(crossings, crossings.dropFirst()).map { SIMD2(($0 + $1) / 2, 0.5 / ($1 - $0)) }
            .filter { $0.y > 20 && $0.y < 1000 }
        return Self.fit(points)
    }

    /// Fits a regression line of f over e^(-t/τ) for each τ and returns the τ with the smallest error.
    private static func fit(_ points: [SIMD2<Double>]) -> (startHz: Double, endHz: Double, tauMs: Double) {
        guard points.count > 3 else { return (0, 0, 0) }
        var best = (error: Double.infinity, start: 0.0, end: 0.0, tau: 0.0)
        for step in 0..<80 {
            let tau = 0.003 * pow(1.045, Double(step))
            let curve = points.map { SIMD2(exp(-$0.x / tau), $0.y) }
            let slope = Regression.slope(curve)
            let mean = curve.reduce(SIMD2(0, 0), +) / Double(curve.count)
            let end = mean.y - slope * mean.x
            let error = curve.reduce(0.0) { $0 + pow($1.y - end - slope * $1.x, 2) }
            if error < best.error { best = (error, end + slope, end, tau) }
        }
        return (best.start, best.end, 1000 * best.tau)
    }
}
