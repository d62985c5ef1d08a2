/// A message other than a note that changes the state of a channel, as read from a track.
struct ChannelMessage {
    let tick: Int
    /// Index of its channel in `TrackImport.channels`; for a system exclusive message, its index in
    /// `TrackImport.systemMessages`.
    let index: Int32
    /// Status byte without the channel, 0xA0…0xE0; `systemExclusive` for system exclusive messages.
    let status: UInt8
    let data1: UInt8
    let data2: UInt8

    static let systemExclusive: UInt8 = 0xF0
}
