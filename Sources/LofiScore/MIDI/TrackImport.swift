/// One track on its way into a score: its name, and its channels by port and number.
struct TrackImport {
    let index: Int
    private(set) var name = ""
    private(set) var instrumentName = ""
    /// In order of first appearance.
    private(set) var channels: [ChannelImport] = []

    /// The port that following events belong to.
    private var port = 0
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
        let key = port * 16 + channel
        places[channel] = channels.count
        placesByKey[key] = channels.count
        channels.append(ChannelImport(key: key))
        pairs.addChannel()
        return channels.count - 1
    }

    /// A controller, a bend or a program.
    /// - Returns: how many changes of the channel came of it.
    mutating func change(_ place: Int, _ status: UInt8, _ data1: Int, _ data2: Int, tick: Int) -> Int {
        let before = channels[place].changes.count
        channels[place].read(status, data1, data2, tick: tick)
        return channels[place].changes.count - before
    }

    /// Takes the meta events that concern the track itself.
    mutating func read(_ type: UInt8, _ data: UnsafeBufferPointer<UInt8>) {
        switch type {
        case 0x03: if name.isEmpty { name = String(midiText: data) }
        case 0x04: if instrumentName.isEmpty { instrumentName = String(midiText: data) }
        case 0x21: if let port = data.first, self.port != port { choose(Int(port)) }
        default: break
        }
    }

    private mutating func choose(_ port: Int) {
        self.port = port
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
