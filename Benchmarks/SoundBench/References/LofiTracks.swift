/// Measurements of 30 finished lo-fi tracks: 20 from one studio, 10 from others, decoded from lossy files.
public enum LofiTracks {
    /// Centre frequencies of the third-octave bands in Hz.
    public static let thirdOctaves: [Double] = [
        25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150,
        4000, 5000, 6300, 8000, 10000, 12500, 16000,
    ]

    /// P10 of each band in dB relative to the total power from 20 Hz to 20 kHz.
    public static let lowest: [Double] = [
        -44.6, -35.9, -25.4, -17.3, -13.8, -14.1, -17.6, -17.4, -21.1, -21.6, -22.1, -21.2, -21.2, -21.1, -23.2, -25.1,
        -29.2, -31.1, -32.7, -34.8, -36.9, -38.5, -37.9, -39.2, -44.9, -50.8, -58.4, -66.8, -87.7,
    ]
    /// Median of each band.
    public static let median: [Double] = [
        -32.7, -17.9, -13.6, -10.1, -8.0, -9.8, -10.4, -13.1, -16.8, -15.6, -15.6, -13.2, -16.6, -16.8, -19.0, -19.7,
        -22.1, -25.4, -26.6, -26.0, -26.4, -27.6, -30.0, -33.0, -37.1, -41.5, -44.6, -50.2, -66.6,
    ]
    /// P90 of each band.
    public static let highest: [Double] = [
        -22.5, -9.8, -7.6, -6.5, -5.0, -6.6, -7.0, -10.8, -13.5, -11.7, -11.9, -10.7, -11.5, -11.4, -11.8, -15.1, -14.1,
        -16.8, -18.9, -19.9, -19.9, -23.5, -23.7, -25.8, -26.2, -27.3, -30.6, -34.6, -38.6,
    ]

    /// Minimum to maximum of the tracks in LU.
    public static let loudnessRange = 0.9...12.8
    /// Minimum to maximum of the tracks.
    public static let onsetsPerSecond = 1.45...7.24
    /// Side relative to mid in dB: below 150 Hz, to 800 Hz, to 4 kHz, above.
    public static let width = [-41.1 ... -7.4, -14.3...0.2, -11.8...0.2, -30.7...0.7]
    /// Power centroid in Hz.
    public static let centroidHz = 81.0...644
}
