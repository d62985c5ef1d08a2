/// What a system exclusive message says, if it is one that concerns all devices that play MIDI files.
///
/// Universal messages are those of the MIDI 1.0 specification and of GM2; GS is Roland's (SC-88Pro, parameter address map), XG is
/// Yamaha's (XG specifications 1.26).
enum SystemMessage: Equatable {
    /// Whose conventions a device was set to.
    enum Standard { case generalMIDI, generalMIDI2, gs, xg }

    /// Everything back to what it is when the device is switched on.
    case reset(Standard)
    /// 0…1, full volume.
    case masterVolume(Double)
    /// -100…100.
    case masterTuning(cents: Double)
    /// Transposition of all channels but drums.
    case masterTransposition(semitones: Int)
    /// A channel, 0…15, becomes drums or stops being drums.
    case rhythmPart(channel: Int, Bool)

    /// The longest message that is understood here, bytes.
    static let longest = 16

    /// - Parameter bytes: what follows the status byte F0, with or without the F7 at the end.
    init?(_ bytes: some Collection<UInt8>) {
        var message = bytes.map(Int.init)
        if message.last == 0xF7 { message.removeLast() }
        guard message.count >= 4, message.count < Self.longest else { return nil }
        switch message[0] {
        case 0x7E where message[2] == 9: self.init(generalMIDI: message[3])
        case 0x7F where message[2] == 4 && message.count >= 6:
            self.init(deviceControl: message[3], value: message[5] << 7 | message[4])
        // The sum at the end is not checked: real files have wrong ones, and mean what they say.
        case 0x41 where message[2] == 0x42 && message[3] == 0x12 && message.count >= 8:
            self.init(gs: message[4] << 14 | message[5] << 7 | message[6], message[7...])
        case 0x43 where message[1] & 0xF0 == 0x10 && message[2] == 0x4C && message.count >= 7:
            self.init(xg: message[3] << 14 | message[4] << 7 | message[5], message[6...])
        default: return nil
        }
    }

    private init?(generalMIDI mode: Int) {
        switch mode {
        case 1: self = .reset(.generalMIDI)
        case 3: self = .reset(.generalMIDI2)
        default: return nil
        }
    }

    /// - Parameter value: 14 bits.
    private init?(deviceControl parameter: Int, value: Int) {
        switch parameter {
        case 1: self = .masterVolume(Double(min(value, 16383)) / 16383)
        case 3: self = .masterTuning(cents: Double(value - 8192) / 8192 * 100)
        case 4: self = .masterTransposition(semitones: (value >> 7) - 64)
        default: return nil
        }
    }

    private init?(gs address: Int, _ data: ArraySlice<Int>) {
        guard let first = data.first else { return nil }
        switch (address >> 14, address >> 7 & 0x7F, address & 0x7F) {
        case (0x40, 0, 0x7F), (0, 0, 0x7F): self = .reset(.gs)
        case (0x40, 0, 0): self.init(tuningNibbles: data)
        case (0x40, 0, 4): self = .masterVolume(Double(first) / 127)
        case (0x40, 0, 5): self = .masterTransposition(semitones: first - 64)
        case (0x40, let block, 0x15) where block & 0x70 == 0x10:
            // The first block is that of channel 10, the others follow in order.
            let number = block & 0x0F
            self = .rhythmPart(channel: number == 0 ? 9 : number < 10 ? number - 1 : number, first > 0)
        default: return nil
        }
    }

    private init?(xg address: Int, _ data: ArraySlice<Int>) {
        guard let first = data.first else { return nil }
        switch (address >> 14, address >> 7 & 0x7F, address & 0x7F) {
        case (0, 0, 0x7E), (0, 0, 0x7F): self = .reset(.xg)
        case (0, 0, 0): self.init(tuningNibbles: data)
        case (0, 0, 4): self = .masterVolume(Double(first) / 127)
        case (0, 0, 6): self = .masterTransposition(semitones: first - 64)
        case (8, let part, 7) where part < 16: self = .rhythmPart(channel: part, first > 0)
        default: return nil
        }
    }

    /// Tenths of a cent in four bytes of four bits each, around 1024.
    private init?(tuningNibbles data: ArraySlice<Int>) {
        guard data.count >= 4 else { return nil }
        let tenths = data.prefix(4).reduce(0) { $0 << 4 | $1 & 0x0F } - 1024
        guard abs(tenths) <= 1024 else { return nil }
        self = .masterTuning(cents: Double(tenths) / 10)
    }
}
