import LofiDSP
import LofiPlugin

/// A figure of vinyl noise with its quartiles over 33 recordings (REFERENCES: vinyl noise).
struct VinylReference: Sendable {
    let name: String
    let range: ClosedRange<Double>
    let unit: String
    let digits: Int
    let figure: @Sendable (VinylFigures) -> Double

    init(
        _ name: String, _ range: ClosedRange<Double>, _ unit: String, digits: Int = 1,
        _ figure: @escaping @Sendable (VinylFigures) -> Double
    ) {
        (self.name, self.range, self.unit, self.digits, self.figure) = (name, range, unit, digits, figure)
    }
}

/// Compares any recording of vinyl noise with the same quartiles.
public enum VinylComparison {
    /// Returns the rows of a Markdown table.
    public static func rows(_ frames: [StereoFrame], sampleRate: Double) -> [String] {
        let figures = VinylFigures(frames, sampleRate: sampleRate)
        return vinylReferences.map { reference in
            func text(_ number: Double) -> String { Signals.text(number, digits: reference.digits) }
            let value = reference.figure(figures)
            let range = "\(text(reference.range.lowerBound)) to \(text(reference.range.upperBound)) \(reference.unit)"
            return
                "| \(reference.name) | \(range) | \(text(value)) | \(reference.range.contains(value) ? "ok" : "outside") |"
        }
    }
}

let vinylReferences: [VinylReference] =
    [
        VinylReference("clicks per minute beyond 6 sigma", 1220...2710, "") { $0.ratePerSigma[6] ?? 0 },
        VinylReference("clicks per minute beyond 10 sigma", 508...1600, "") { $0.ratePerSigma[10] ?? 0 },
        VinylReference("clicks per minute beyond 20 sigma", 195...765, "") { $0.ratePerSigma[20] ?? 0 },
        VinylReference("ratio of rates at 18 and 24 dB above the bed", 1.5...2.5, "") {
            $0.rate(above: 18) / $0.rate(above: 24)
        },
        VinylReference("ratio of rates at 24 and 30 dB above the bed", 1.5...2.8, "") {
            $0.rate(above: 24) / $0.rate(above: 30)
        },
        VinylReference("rate at 24 dB above the bed", 219...576, "per minute") { $0.rate(above: 24) },
        VinylReference("rate at 30 dB above the bed", 70...314, "per minute") { $0.rate(above: 30) },
        VinylReference("rate at 36 dB above the bed", 22...136, "per minute") { $0.rate(above: 36) },
        VinylReference("click peaks, P10", 11.4...16.2, "dB above the bed") {
            VinylFigures.percentile(0.1, of: $0.heights)
        },
        VinylReference("click peaks, P50", 19.8...25.1, "dB above the bed") {
            VinylFigures.percentile(0.5, of: $0.heights)
        },
        VinylReference("click peaks, P90", 30.3...36.7, "dB above the bed") {
            VinylFigures.percentile(0.9, of: $0.heights)
        },
        VinylReference("click peaks, P99", 38.3...48.2, "dB above the bed") {
            VinylFigures.percentile(0.99, of: $0.heights)
        },
        VinylReference("click peaks, deviation", 6.6...9.9, "dB") { $0.heightDeviation },
        VinylReference("Pareto exponent of the residual", 1.0...1.6, "", digits: 2) { $0.paretoExponent },
        VinylReference("click length, P10", 0.315...0.345, "ms", digits: 2) {
            VinylFigures.percentile(0.1, of: $0.durations)
        },
        VinylReference("click length, P50", 0.45...0.52, "ms", digits: 2) {
            VinylFigures.percentile(0.5, of: $0.durations)
        },
        VinylReference("click length, P90", 0.95...1.29, "ms", digits: 2) {
            VinylFigures.percentile(0.9, of: $0.durations)
        },
        VinylReference("click centroid", 2460...3380, "Hz", digits: 0) { $0.centroidHz },
    ]
    + zip(
        ["0.1–0.5", "0.5–1", "1–2", "2–4", "4–8", "8–16"],
        [-11.1 ... -8.2, -11.5 ... -8.8, -8.5 ... -6.2, -6.0 ... -5.1, -7.3 ... -5.1, -17.3 ... -11.7]
    )
    .enumerated().map { band, figure in
        VinylReference("click energy, \(figure.0) kHz", figure.1, "dB") { $0.bands[band] }
    }
    + [
        VinylReference("interval variation", 1.07...1.34, "", digits: 2) { $0.intervalVariation },
        VinylReference("Fano factor, 50 ms", 1.23...1.54, "", digits: 2) { $0.fano(0.05) },
        VinylReference("Fano factor, 250 ms", 1.29...2.86, "", digits: 2) { $0.fano(0.25) },
        VinylReference("Fano factor, 1 s", 1.22...3.68, "", digits: 2) { $0.fano(1) },
        VinylReference("intervals below 10 ms", 0.18...0.33, "", digits: 2) { $0.shareBelow10ms },
        VinylReference("level correlation after one turn", 0.10...0.62, "", digits: 2) {
            $0.levelCorrelation(seconds: 1.8)
        },
        VinylReference("crest", 29.2...41.7, "dB") { $0.crest },
        VinylReference("correlation of the channels", -0.46 ... -0.07, "", digits: 2) { $0.correlation },
        VinylReference("side over mid, 30–200 Hz", -1.6...3.4, "dB") { $0.sideOverMiddle(30...200) },
        VinylReference("side over mid, 0.2–1 kHz", -1.0...1.8, "dB") { $0.sideOverMiddle(200...1000) },
        VinylReference("side over mid, 1–5 kHz", -1.2...0.2, "dB") { $0.sideOverMiddle(1000...5000) },
        VinylReference("side over mid, 5–15 kHz", -1.7...0.3, "dB") { $0.sideOverMiddle(5000...15000) },
    ]

/// The record noise measured by the same detector: the median of seven, as the recordings' figures are medians too.
let vinylReferenceChecks: [SoundCheck] =
    vinylReferences.map { reference in
        SoundCheck(
            "vinyl", "recordings: \(reference.name)", within: reference.range, unit: reference.unit,
            digits: reference.digits, isQuick: false
        ) {
            let figures = try measured.get().map(reference.figure).sorted()
            return figures[figures.count / 2]
        }
    }
    + [
        SoundCheck(
            "vinyl", "recordings: bed from 25 Hz to 8 kHz", promise: "26 of 26 third-octaves within the quartiles",
            isQuick: false
        ) {
            let bed = try bed.get()
            let inside = bedQuartiles.enumerated().filter { $0.element.contains(bed[$0.offset]) }.count
            return SoundCheck.Finding("\(inside) of 26", holds: inside == 26)
        },
        // The loops behind the figures below end at 11 kHz; these come from the six at 44.1 kHz.
        bedTop(10, -1.0...3.8, 26),
        bedTop(12.5, -1.1...3.8, 27),
        bedTop(16, -0.1...3.2, 28),
    ]

let vinylReferencePictures: [SoundPicture] = [
    SoundPicture("vinyl-bed") {
        let bed = try bed.get()
        let middles = VinylFigures.thirds
        func points(_ levels: [Double]) -> [SIMD2<Double>] { zip(middles, levels).map { SIMD2($0, $1) } }
        return LinePlot(
            title: "vinyl: the surface between its clicks, and 33 recordings", x: "Hz", 20...20000,
            isLogarithmic: true, y: "dB per third-octave", -32...0,
            curves: [
                LinePlot.Curve("vinyl", points(bed)),
                LinePlot.Curve("recordings, P25", points(bedQuartiles.map(\.lowerBound)), isReference: true),
                LinePlot.Curve("recordings, P75", points(bedQuartiles.map(\.upperBound)), isReference: true),
            ])
    }
]

/// Quartiles in dB relative to the whole, 25 Hz to 8 kHz (REFERENCES: vinyl noise, bed).
private let bedQuartiles: [ClosedRange<Double>] = [
    -7.4 ... -5.1, -9 ... -7, -11.9 ... -10.1, -13.6 ... -11.7, -14.6 ... -12.3, -17.9 ... -15, -18.3 ... -15.2,
    -19.3 ... -14.5, -20.6 ... -16.3, -20.2 ... -16.9, -22.1 ... -18.6, -23.1 ... -19.6, -23.9 ... -20.8,
    -23.9 ... -21.4,
    -25.7 ... -21.3, -26.1 ... -21.2, -25.7 ... -20.8, -25.6 ... -20.1, -25.4 ... -19.1, -25.1 ... -17.8,
    -25.1 ... -17.8,
    -25.4 ... -16.9, -25.8 ... -16.2, -26.7 ... -16.3, -27.8 ... -16.5, -29.1 ... -16.8,
]

/// Seven records as dusty as the recorded ones, as long as the longest of those, at the sample rate of 24 of them;
/// measured once.
private let measured: Result<[VinylFigures], any Error> = Result {
    try (UInt64(1)...7).map { seed in
        let layer = try Signals.layer(
            "vinyl", asRecorded.merging(["crackle": .number(1200)]) { $1 }, rate: 22050,
            seed: 7 * (Signals.seed - 1) + seed)
        return VinylFigures(Signals.render(layer, frames: 25 * 22050), sampleRate: 22050)
    }
}

/// The surface without its clicks, since dense crackle would fill every window of the spectrum.
private let bed: Result<[Double], any Error> = Result {
    VinylFigures.bed(try vinyl(["crackle": .number(0), "pops": .number(0)], seconds: 60))
}

private func bedTop(_ kilohertz: Double, _ range: ClosedRange<Double>, _ third: Int) -> SoundCheck {
    SoundCheck(
        "vinyl", "recordings: bed at \(kilohertz) kHz re 1 kHz", within: range, unit: "dB", isQuick: false
    ) {
        let bed = try bed.get()
        return bed[third] - bed[16]
    }
}
