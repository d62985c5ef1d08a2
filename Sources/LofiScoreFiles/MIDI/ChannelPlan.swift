import LofiScore

/// Assigns each part of a score to a port and channel of a MIDI file.
struct ChannelPlan {
    /// A port and channel.
    struct Address: Equatable {
        /// Port, 0…127.
        var port: Int
        /// Channel, 0…15.
        var channel: Int
        /// Whether an earlier part already writes everything the channel carries.
        var isShared = false
    }

    /// One assignment per part.
    private(set) var addresses: [Address] = []

    /// The port number has seven bits.
    private static let lastPort = 127

    /// The first part on each channel in use, by port.
    private var owners: [[Part?]] = []

    init(_ parts: [Part], _ channels: MIDIFileWriter.Channels) {
        // A part with member channels is an MPE zone and needs a port of its own, after those of the other parts.
        let isZone = parts.map { $0.notes.contains { $0.member > 0 } }
        let others = zip(parts, isZone).filter { !$1 }.map(\.0)
        var rest = (channels == .oneEach ? Self.oneEach(others) : others.map { address(of: $0) })[...]
        var port = rest.reduce(0) { max($0, $1.port + 1) }
        addresses = isZone.map { isZone in
            guard isZone else { return rest.removeFirst() }
            defer { port += 1 }
            return Address(port: min(port, Self.lastPort), channel: 0)
        }
    }

    /// Gives each part a channel of its own.
    private static func oneEach(_ parts: [Part]) -> [Address] {
        var (drums, pitched) = (0, 0)
        return parts.map { part in
            if part.isDrums {
                drums += 1
                return Address(port: min(drums - 1, lastPort), channel: 9)
            }
            pitched += 1
            let channel = (pitched - 1) % 15
            return Address(port: min((pitched - 1) / 15, lastPort), channel: channel < 9 ? channel : channel + 1)
        }
    }

    /// The part's own channel, on the first port where it is free or carries the same.
    private mutating func address(of part: Part) -> Address {
        let channel = part.channel & 0x0F
        for port in 0...Self.lastPort {
            if port == owners.count { owners.append(Array(repeating: nil, count: 16)) }
            guard let owner = owners[port][channel] else {
                owners[port][channel] = part
                return Address(port: port, channel: channel)
            }
            if Self.carrySame(owner, part) { return Address(port: port, channel: channel, isShared: true) }
        }
        return Address(port: Self.lastPort, channel: channel)
    }

    private static func carrySame(_ one: Part, _ other: Part) -> Bool {
        (one.program, one.bank, one.isDrums) == (other.program, other.bank, other.isDrums)
            && one.controllers == other.controllers
    }
}
