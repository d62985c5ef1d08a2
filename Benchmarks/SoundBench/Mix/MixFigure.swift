import Foundation
import LofiScore

/// A figure of the mix table, taken from every song.
struct MixFigure: Sendable {
    let name: String
    let digits: Int
    /// Real tracks, if measured.
    let tracks: TrackFigure?
    /// The range promised for the median of whole songs over 90 s.
    let promise: ClosedRange<Double>?
    /// Shows the mean of songs as a percentage, for shares of songs, in place of quantiles.
    let isShare: Bool
    let value: @Sendable (MixReading) -> Double?

    init(
        _ name: String, digits: Int = 1, tracks: TrackFigure? = nil, promise: ClosedRange<Double>? = nil,
        isShare: Bool = false, _ value: @escaping @Sendable (MixReading) -> Double?
    ) {
        (self.name, self.digits, self.tracks, self.promise) = (name, digits, tracks, promise)
        (self.isShare, self.value) = (isShare, value)
    }

    /// A table of the page.
    struct Group: Sendable {
        let title: String
        let explanation: String
        let figures: [MixFigure]
    }

    static let groups: [Group] = [
        Group(
            title: "Shape",
            explanation: """
                Level range: P95 - P10 of the RMS in windows of 3 s, of those within 20 dB of the loudest. First 5 s: relative
                to the median window. Full level: the first window at most 1 dB below the median. Deepest 6 s: between 0:25 and
                20 s before the end, relative to the median; at most -5 dB is a break. Brightness: standard deviation of the
                logarithm of the power centroids of each 5 s, of those within 20 dB of the loudest.
                """,
            figures: [
                MixFigure("level range dB", tracks: WholeTracks.levelRange, promise: 6...12) { $0.shape.range },
                MixFigure("first 5 s dB", tracks: WholeTracks.opening, promise: -12 ... -5) { $0.shape.openingLevel },
                MixFigure("full level after s", tracks: WholeTracks.secondsToFullLevel) {
                    $0.shape.secondsToFullLevel
                },
                MixFigure("deepest 6 s dB") { $0.shape.deepestBreak },
                MixFigure("with a break %", digits: 0, tracks: WholeTracks.breaks, promise: 66...100, isShare: true) {
                    $0.shape.deepestBreak <= -5 ? 100 : 0
                },
                MixFigure("range LU", tracks: WholeTracks.loudnessRange) { $0.loudnessRange },
                MixFigure("brightness octaves", digits: 2, tracks: WholeTracks.brightnessSpread) {
                    brightnessSpread($0.spectrum.centroids)
                },
            ]),
        Group(
            title: "Spectrum and width",
            explanation: """
                Width: side relative to mid in dB. Above 12 kHz: dB of the total. Like tracks: third-octave bands, of 29, within
                the P10 to P90 range of 30 tracks. Limiting: mean gain of the limiter.
                """,
            figures: zip(["<150", "150-800", "800-4k"], [20.0..<150, 150..<800, 800..<4000]).enumerated().map {
                index, band in
                MixFigure("width \(band.0)", tracks: WholeTracks.widths[index]) { $0.spectrum.width(band.1) }
            } + [
                MixFigure("width 4-12k", tracks: WholeTracks.topWidth, promise: -9 ... -4) {
                    $0.spectrum.width(4000..<12000)
                },
                MixFigure("above 12k dB", tracks: WholeTracks.air, promise: -55...0) {
                    $0.spectrum.share(12000..<20000)
                },
                MixFigure("like tracks", digits: 0) { Double($0.bandsLikeTracks) },
                MixFigure("crest dB", tracks: WholeTracks.crest) { $0.crest },
                MixFigure("limiting dB", digits: 2) { $0.report.limiting },
            ]),
        Group(
            title: "Levels of the roles",
            explanation: """
                Loudness of each role's strip relative to the sum of the strips, in LU, ahead of the buses. Noise: the layers
                relative to the music at the end of the mix.
                """,
            figures: Role.allCases.map { role in MixFigure(role.rawValue) { $0.roleLevels[role] } } + [
                MixFigure("noise LU", promise: -28 ... -24) { $0.noiseLevel }
            ]),
        Group(
            title: "Masking",
            explanation: """
                Percentage of time in which a role is covered: others are more than 4 dB above it in the critical bands that
                hold most of its power (E. Zwicker and H. Fastl, *Psychoacoustics*, 1990). Music's top: covered by the layers
                from 1.5 to 8 kHz.
                """,
            figures: Role.allCases.map { role in
                MixFigure(role.rawValue, digits: 0) { $0.covered[role].map { 100 * $0 } }
            } + [MixFigure("music's top by noise", digits: 0) { $0.coveredTop.map { 100 * $0 } }]),
    ]

    private static func brightnessSpread(_ centroids: [Double]) -> Double {
        let octaves = centroids.map { log2($0) }
        let mean = octaves.reduce(0, +) / Double(max(1, octaves.count))
        return (octaves.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, octaves.count))).squareRoot()
    }
}
