/// What a Standard MIDI File says of itself before its tracks.
///
/// RP-001, "Standard MIDI Files 1.0" (MIDI Manufacturers Association).
struct MIDIHeader {
    /// How the ticks are counted.
    enum Division: Equatable {
        case ticksPerQuarter(Int)
        /// SMPTE time: frames a second as the header has them (29 stands for 29.97), ticks a frame.
        case smpte(framesPerSecond: Int, ticksPerFrame: Int)
    }

    /// 0, 1 or 2.
    let format: Int
    let division: Division
    /// Where the number of tracks stands, and what it is.
    let claimedTracks: (byteOffset: Int, count: Int)
}
