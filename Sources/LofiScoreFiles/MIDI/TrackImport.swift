import LofiScore

/// A track while it is converted: its name, its channels by port and number, and their messages.
struct TrackImport {
    let index: Int
    private(set) var name = ""
    private(set) var instrumentName = ""
    /// Notice of the rights to the song.
    private(set) var copyright = ""
    /// Channels in order of first appearance.
    private(set) var channels: [ChannelImport] = []
    /// Messages of all its channels, in order of tick.
    private(set) var messages: [ChannelMessage] = []
    /// System exclusive messages, in the order they were completed.
    private(set) var systemMessages: [SystemMessage] = []

    /// The port of the following events; nil if the track does not name one.
    private(set) var port: Int?
    private var systemExclusive = SystemExclusiveReader()
    /// Index in `channels` of each of the 16 channels of the port; -1 if it has not appeared.
    private var indices = [Int](repeating: -1, count: 16)
    private var indicesByKey: [Int: Int] = [:]

    init(index: Int) { self.index = index }

    /// Index in `channels` of a channel of the port, which is added if new.
    @inline(__always)
    mutating func index(of channel: Int, adding pairs: inout NotePairs) -> Int {
        let index = indices[channel]
        return index >= 0 ? index : add(channel, &pairs)
    }

    private mutating func add(_ channel: Int, _ pairs: inout NotePairs) -> Int {
        let key = (port ?? 0) * 16 + channel
        indices[channel] = channels.count
        indicesByKey[key] = channels.count
        channels.append(ChannelImport(key: key))
        pairs.addChannel()
        return channels.count - 1
    }

    /// Adds a message other than a note.
    mutating func add(_ status: UInt8, _ data1: Int, _ data2: Int, to index: Int, tick: Int) {
        messages.append(
            ChannelMessage(
                tick: tick, index: Int32(index), status: status & 0xF0, data1: UInt8(data1), data2: UInt8(data2)))
    }

    /// Reads a packet of a system exclusive message.
    mutating func readSystemExclusive(_ status: UInt8, _ packet: UnsafeBufferPointer<UInt8>, tick: Int) {
        guard let message = systemExclusive.read(status, packet) else { return }
        messages.append(
            ChannelMessage(
                tick: tick, index: Int32(systemMessages.count), status: ChannelMessage.systemExclusive, data1: 0,
                data2: 0))
        systemMessages.append(message)
    }

    /// Reads a meta event that concerns the track itself.
    /// - Parameter isFirst: Whether it is at the tick of the track's first event.
    mutating func read(_ type: UInt8, _ data: UnsafeBufferPointer<UInt8>, isFirst: Bool) {
        switch type {
        case 0x02: if copyright.isEmpty { copyright = String(midiText: data) }
        case 0x03: if name.isEmpty { name = String(midiText: data) }
        case 0x04: if instrumentName.isEmpty { instrumentName = String(midiText: data) }
        case 0x21: if let port = data.first { choose(Int(port), forAll: isFirst && self.port == nil) }
        default: break
        }
    }

    /// - Parameter forAll: Whether earlier events belong to the port too: some programs write it after the first
    ///   program.
    private mutating func choose(_ port: Int, forAll: Bool) {
        self.port = port
        if forAll {
            indicesByKey = [:]
            for index in channels.indices {
                channels[index].key = port * 16 + channels[index].number
                indicesByKey[channels[index].key] = index
            }
        }
        for channel in 0..<16 { indices[channel] = indicesByKey[port * 16 + channel] ?? -1 }
    }

    /// Distributes the notes to their channels and empties `notes`.
    /// - Parameter notes: As left by `NotePairs`, with the channel index in the upper bits of the pitch.
    mutating func share(_ notes: inout [Note]) {
        if channels.count == 1 {
            // Most tracks have a single channel, which takes over the array without copying.
            swap(&channels[0].notes, &notes)
        } else {
            var counts = [Int](repeating: 0, count: channels.count)
            for note in notes { counts[note.pitch >> 7] += 1 }
            for index in channels.indices { channels[index].notes.reserveCapacity(counts[index]) }
            for var note in notes {
                let index = note.pitch >> 7
                note.pitch &= 127
                channels[index].notes.append(note)
            }
            notes = []
        }
        for index in channels.indices { channels[index].sortChords() }
    }
}
