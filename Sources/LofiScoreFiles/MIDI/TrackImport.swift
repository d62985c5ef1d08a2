import LofiScore

/// One track on its way into a score: its name, its channels by port and number, and what it says to them.
struct TrackImport {
    let index: Int
    private(set) var name = ""
    private(set) var instrumentName = ""
    /// In order of first appearance.
    private(set) var channels: [ChannelImport] = []
    /// In order of tick, of all its channels.
    private(set) var messages: [ChannelMessage] = []
    private(set) var systemMessages: [SystemMessage] = []

    /// The port that following events belong to; nil where the track names none.
    private(set) var port: Int?
    private var systemExclusive = SystemExclusiveReader()
    /// For the 16 channels of the port their places in `channels`; -1 where none has appeared.
    private var places = [Int](repeating: -1, count: 16)
    private var placesByKey: [Int: Int] = [:]

    init(index: Int) { self.index = index }

    /// The place of a channel of the port in `channels`.
    @inline(__always)
    mutating func place(of channel: Int, adding pairs: inout NotePairs) -> Int {
        let place = places[channel]
        return place >= 0 ? place : add(channel, &pairs)
    }

    private mutating func add(_ channel: Int, _ pairs: inout NotePairs) -> Int {
        let key = (port ?? 0) * 16 + channel
        places[channel] = channels.count
        placesByKey[key] = channels.count
        channels.append(ChannelImport(key: key))
        pairs.addChannel()
        return channels.count - 1
    }

    /// Takes a message that is no note.
    mutating func add(_ status: UInt8, _ data1: Int, _ data2: Int, to place: Int, tick: Int) {
        messages.append(
            ChannelMessage(
                tick: tick, place: Int32(place), status: status & 0xF0, data1: UInt8(data1), data2: UInt8(data2)))
    }

    /// Takes a packet of a system exclusive message.
    mutating func readSystemExclusive(_ status: UInt8, _ packet: UnsafeBufferPointer<UInt8>, tick: Int) {
        guard let message = systemExclusive.read(status, packet) else { return }
        messages.append(
            ChannelMessage(
                tick: tick, place: Int32(systemMessages.count), status: ChannelMessage.systemExclusive, data1: 0,
                data2: 0))
        systemMessages.append(message)
    }

    /// Takes the meta events that concern the track itself.
    /// - Parameter isFirst: whether they lie at the tick of its first event.
    mutating func read(_ type: UInt8, _ data: UnsafeBufferPointer<UInt8>, isFirst: Bool) {
        switch type {
        case 0x03: if name.isEmpty { name = String(midiText: data) }
        case 0x04: if instrumentName.isEmpty { instrumentName = String(midiText: data) }
        case 0x21: if let port = data.first { choose(Int(port), forAll: isFirst && self.port == nil) }
        default: break
        }
    }

    /// - Parameter forAll: whether what came before belongs to the port, too: some programs write it behind the first program.
    private mutating func choose(_ port: Int, forAll: Bool) {
        self.port = port
        if forAll {
            placesByKey = [:]
            for place in channels.indices {
                channels[place].key = port * 16 + channels[place].number
                placesByKey[channels[place].key] = place
            }
        }
        for channel in 0..<16 { places[channel] = placesByKey[port * 16 + channel] ?? -1 }
    }

    /// Gives each channel its notes, and leaves none.
    /// - Parameter notes: as `NotePairs` leaves them, the place of the channel with the pitch.
    mutating func share(_ notes: inout [Note]) {
        if channels.count == 1 {
            // Not copied: of a track that is one channel's, as most are, they lie where they shall already.
            swap(&channels[0].notes, &notes)
        } else {
            var counts = [Int](repeating: 0, count: channels.count)
            for note in notes { counts[note.pitch >> 7] += 1 }
            for place in channels.indices { channels[place].notes.reserveCapacity(counts[place]) }
            for var note in notes {
                let place = note.pitch >> 7
                note.pitch &= 127
                channels[place].notes.append(note)
            }
            notes = []
        }
        for place in channels.indices { channels[place].sortChords() }
    }
}
