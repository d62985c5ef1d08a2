/// A message that changes a channel's state, as a track has it: everything but notes.
struct ChannelMessage {
    let tick: Int
    /// The place of its channel in `TrackImport.channels`; of a system exclusive message the place in
    /// `TrackImport.systemMessages`.
    let place: Int32
    /// Without the channel: 0xA0…0xE0; `systemExclusive` for the others.
    let status: UInt8
    let data1: UInt8
    let data2: UInt8

    static let systemExclusive: UInt8 = 0xF0
}
