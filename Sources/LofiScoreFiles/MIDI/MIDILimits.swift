/// How much a MIDI file may hold before it is refused: far more than music has, and less than a machine chokes on.
public enum MIDILimits {
    /// As many as a header can count.
    public static let tracks = 65_535
    /// Struck in all tracks together.
    public static let notes = 5_000_000
    /// Movements of controllers and bends, changes of program: over all parts, those that a track sets for others too.
    public static let controllers = 5_000_000
    /// Of tempo, meter and key together.
    public static let changes = 1_000_000
    /// Each of them, and each quarter note, costs memory wherever the song is heard: 24 hours at 347 beats a minute.
    public static let quarters = 500_000
    public static let bars = 500_000
    /// From the beginning to the end of the last note.
    public static let hours = 24.0
    /// Longer silences between two notes are taken for a broken file.
    public static let gapHours = 6.0
    /// Kept of one track, and as many of what its tempo, meter and key are worth: so many tell enough.
    static let warnings = 20
    /// Payloads are addressed in 32 bits.
    static let fileBytes = Int(Int32.max)
}
