import LofiDSP

/// Loudness of a whole recording by EBU R 128.
public struct ProgrammeLoudness: Sendable, Equatable {
    /// Integrated loudness in LUFS; -infinity for silence and for less than 400 ms.
    public let integrated: Double
    /// Loudness range in LU (EBU Tech 3342); nil for less than 3 s.
    public let range: Double?
    /// True peak in dBTP.
    public let truePeak: Double
    /// Maximum momentary loudness, over 400 ms, in LUFS (EBU Tech 3341).
    public let maximumMomentary: Double
    /// Maximum short-term loudness, over 3 s, in LUFS; -infinity for less than 3 s.
    public let maximumShortTerm: Double

    /// Reads the meters after the last frame.
    package init(_ meter: LoudnessMeter, truePeak: Double) {
        integrated = meter.integrated
        maximumMomentary = meter.momentaryMaximum
        maximumShortTerm = meter.shortTermMaximum
        range = maximumShortTerm.isFinite ? meter.loudnessRange : nil
        self.truePeak = truePeak
    }
}
