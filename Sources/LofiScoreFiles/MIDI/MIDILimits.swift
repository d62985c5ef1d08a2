/// Limits beyond which a MIDI file is rejected: far more than music needs, less than would exhaust the machine.
public enum MIDILimits {
    /// Maximum number of tracks, as many as a header can count.
    public static let tracks = 65_535
    /// Maximum number of notes in all tracks.
    public static let notes = 5_000_000
    /// Maximum number of controller, bend and program changes in all parts; one that applies to several parts counts
    /// for each.
    public static let controllers = 5_000_000
    /// Maximum number of tempo, meter and key changes.
    public static let changes = 1_000_000
    /// Maximum length in quarter notes, each of which takes memory in the analysis: 24 hours at 347 beats per minute.
    public static let quarters = 500_000
    /// Maximum number of bars, which take memory likewise.
    public static let bars = 500_000
    /// Maximum time from the beginning to the end of the last note.
    public static let hours = 24.0
    /// Maximum silence between two notes; longer ones indicate a broken file.
    public static let gapHours = 6.0
    /// Maximum warnings kept per track, and as many again for its tempo, meter and key events.
    static let warnings = 20
    /// Maximum file size, since payloads are addressed in 32 bits.
    static let fileBytes = Int(Int32.max)
}
