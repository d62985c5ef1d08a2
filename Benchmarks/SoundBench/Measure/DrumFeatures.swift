import Foundation

/// The figures that tell drums apart.
public struct DrumFeatures: Sendable {
    public let t20Ms: Double
    public let t60Ms: Double
    public let attackMs: Double
    public let crestDecibels: Double
    public let peakHz: Double
    public let centroidHz: Double
    public let magnitudeCentroidHz: Double
    public let rollOff95Hz: Double
    /// dB against the whole, in `DrumFeatures.bands`.
    public let bandLevels: [Double]
    /// The peak of what lies above 1.5 kHz against the peak of all, dB.
    public let clickDecibels: Double
    private let samples: [Float]

    /// Hz.
    public static let bands: [Range<Double>] = [
        20..<60, 60..<150, 150..<400, 400..<1000, 1000..<2500, 2500..<6000, 6000..<12000, 12000..<20000,
    ]

    public init(_ recording: NoteRecording) {
        samples = recording.samples
        let envelope = SoundEnvelope(samples)
        t20Ms = envelope.decayMs(20)
        t60Ms = envelope.decayMs(60)
        attackMs = envelope.attackMs()
        crestDecibels = envelope.crestDecibels
        // One transform over the whole stroke: a window would hide its beginning.
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

    /// How the pitch falls: f = end + (start - end) e^(-t/τ), fitted to the zero crossings between 25 and 400 Hz.
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

    /// For each τ the best line through f over e^(-t/τ); the τ of the least error.
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
