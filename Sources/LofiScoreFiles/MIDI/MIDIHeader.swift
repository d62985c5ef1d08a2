/// Header of a Standard MIDI File.
///
/// RP-001, "Standard MIDI Files 1.0" (MIDI Manufacturers Association).
struct MIDIHeader {
    /// Time division of the ticks.
    enum Division: Equatable {
        case ticksPerQuarter(Int)
        /// SMPTE time: frames per second as in the header (29 stands for 29.97), and ticks per frame.
        case smpte(framesPerSecond: Int, ticksPerFrame: Int)
    }

    /// Format 0, 1 or 2.
    let format: Int
    let division: Division
    /// Number of tracks according to the header, and its position in the file.
    let claimedTracks: (byteOffset: Int, count: Int)
}
