/// A figure of finished lo-fi tracks.
public struct TrackFigure: Sendable {
    /// Median of the tracks.
    public let median: Double
    /// Lower and upper quantile; nil if only the median was kept.
    public let spread: ClosedRange<Double>?
    /// Which quantiles the spread names, and of how many tracks.
    public let source: Source

    /// Where a figure was measured.
    public enum Source: String, Sendable {
        /// 14 tracks of several studios, 130 s of each.
        case fourteen = "P10-P90 of 14"
        /// 30 tracks, of which 20 by one studio.
        case thirty = "P25-P75 of 30"
    }

    init(_ median: Double, _ spread: ClosedRange<Double>? = nil, _ source: Source = .fourteen) {
        (self.median, self.spread, self.source) = (median, spread, source)
    }
}

/// The shape, width and top of real tracks, decoded from lossy files.
public enum WholeTracks {
    /// 3 s levels, P95 - P10 of those within 20 dB of the loudest, in dB.
    public static let levelRange = TrackFigure(9.6, 4.9...14.1)
    /// First 5 s relative to the median 3 s level, in dB.
    public static let opening = TrackFigure(-9.9, -14 ... -4.8)
    /// Seconds to full level.
    public static let secondsToFullLevel = TrackFigure(14)
    /// Percentage of tracks with 6 s more than 5 dB down after 0:25.
    public static let breaks = TrackFigure(50)
    /// Loudness range in LU.
    public static let loudnessRange = TrackFigure(4.1, 2.8...4.8, .thirty)
    /// Crest factor in dB.
    public static let crest = TrackFigure(15.4)
    /// Side relative to mid in dB, 4 to 12 kHz.
    public static let topWidth = TrackFigure(-6.8, -9.4 ... -3.0)
    /// Side relative to mid in dB: below 150 Hz, 150 to 800 Hz, 800 Hz to 4 kHz.
    public static let widths = [
        TrackFigure(-23.8, -29 ... -18, .thirty), TrackFigure(-4, -5.5 ... -2.4, .thirty),
        TrackFigure(-2.8, -5.4 ... -1.2, .thirty),
    ]
    /// Level above 12 kHz in dB of the total.
    public static let air = TrackFigure(-48)
    /// Spread of the 5 s brightness in octaves.
    public static let brightnessSpread = TrackFigure(0.39)
}
