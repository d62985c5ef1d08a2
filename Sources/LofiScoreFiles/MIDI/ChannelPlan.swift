import LofiScore

/// Which port and channel of a MIDI file each part of a score is written on.
struct ChannelPlan {
    struct Place: Equatable {
        /// 0…127.
        var port: Int
        /// 0…15.
        var channel: Int
        /// An earlier part on the channel has written all that it carries.
        var isShared = false
    }

    /// One for each part.
    private(set) var places: [Place] = []

    /// A port is numbered in seven bits.
    private static let lastPort = 127

    /// The first part on each channel in use.
    private var owners: [[Part?]] = []

    init(_ parts: [Part], _ channels: MIDIFileWriter.Channels) {
        // A part with member channels is an MPE zone, which has a port for itself: the first one where nothing else is there.
        let isZone = parts.map { $0.notes.contains { $0.member > 0 } }
        let others = zip(parts, isZone).filter { !$1 }.map(\.0)
        var rest = (channels == .oneEach ? Self.oneEach(others) : others.map { place(of: $0) })[...]
        var port = rest.reduce(0) { max($0, $1.port + 1) }
        places = isZone.map { isZone in
            guard isZone else { return rest.removeFirst() }
            defer { port += 1 }
            return Place(port: min(port, Self.lastPort), channel: 0)
        }
    }

    private static func oneEach(_ parts: [Part]) -> [Place] {
        var (drums, pitched) = (0, 0)
        return parts.map { part in
            if part.isDrums {
                drums += 1
                return Place(port: min(drums - 1, lastPort), channel: 9)
            }
            pitched += 1
            let channel = (pitched - 1) % 15
            return Place(port: min((pitched - 1) / 15, lastPort), channel: channel < 9 ? channel : channel + 1)
        }
    }

    /// The part's own channel, on the first port where it carries nothing yet or the same.
    private mutating func place(of part: Part) -> Place {
        let channel = part.channel & 0x0F
        for port in 0...Self.lastPort {
            if port == owners.count { owners.append(Array(repeating: nil, count: 16)) }
            guard let owner = owners[port][channel] else {
                owners[port][channel] = part
                return Place(port: port, channel: channel)
            }
            if Self.carrySame(owner, part) { return Place(port: port, channel: channel, isShared: true) }
        }
        return Place(port: Self.lastPort, channel: channel)
    }

    private static func carrySame(_ one: Part, _ other: Part) -> Bool {
        (one.program, one.bank, one.isDrums) == (other.program, other.bank, other.isDrums)
            && one.controllers == other.controllers
    }
}
