/// A system exclusive message that is common to MIDI file players.
///
/// Universal messages follow the MIDI 1.0 specification and GM2; GS is Roland's (SC-88Pro, parameter address map), XG
/// is Yamaha's (XG specifications 1.26).
enum SystemMessage: Equatable {
    /// The standard a device was set to.
    enum Standard { case generalMIDI, generalMIDI2, gs, xg }

    /// Resets everything to its power-on state.
    case reset(Standard)
    /// Master volume, 0…1.
    case masterVolume(Double)
    /// Master tuning, -100…100 cents.
    case masterTuning(cents: Double)
    /// Transposition of all channels except drums.
    case masterTransposition(semitones: Int)
    /// Turns a channel, 0…15, into a drum channel or back.
    case rhythmPart(channel: Int, Bool)

    /// Maximum length of a supported message.
    static let maximumBytes = 16

    /// - Parameter bytes: The bytes after the status byte F0, with or without the final F7.
    init?(_ bytes: some Collection<UInt8>) {
        var message = bytes.map(Int.init)
        if message.last == 0xF7 { message.removeLast() }
        guard message.count >= 4, message.count < Self.maximumBytes else { return nil }
        switch message[0] {
        case 0x7E where message[2] == 9: self.init(generalMIDI: message[3])
        case 0x7F where message[2] == 4 && message.count >= 6:
            self.init(deviceControl: message[3], value: message[5] << 7 | message[4])
        // The checksum is not verified: real files contain wrong ones with valid data.
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

    /// - Parameter value: 14-bit value.
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
            // Block 0 is channel 10; the others follow in order.
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

    /// Four bytes with four bits each, in tenths of a cent, centred at 1024.
    private init?(tuningNibbles data: ArraySlice<Int>) {
        guard data.count >= 4 else { return nil }
        let tenths = data.prefix(4).reduce(0) { $0 << 4 | $1 & 0x0F } - 1024
        guard abs(tenths) <= 1024 else { return nil }
        self = .masterTuning(cents: Double(tenths) / 10)
    }
}
