/// A Standard MIDI File as it was written: chunks taken apart, times in ticks, nothing interpreted yet.
///
/// RP-001, "Standard MIDI Files 1.0" (MIDI Manufacturers Association).
public struct MIDIFile: Sendable {
    /// How the ticks are counted.
    public enum Division: Sendable, Equatable {
        case ticksPerQuarter(Int)
        /// SMPTE time: frames a second as the header has them (29 stands for 29.97), ticks a frame.
        case smpte(framesPerSecond: Int, ticksPerFrame: Int)
    }

    public struct Track: Sendable {
        /// In order of tick.
        public let events: [MIDIEvent]
        /// The tick of its end-of-track, or of its last event where there is none.
        public let endTick: Int
    }

    /// 0, 1 or 2.
    public let format: Int
    public let division: Division
    public let tracks: [Track]
    public let warnings: [MIDIWarning]
    /// The file itself, for the payloads of its events.
    let bytes: [UInt8]

    /// The bytes of a meta event.
    func payload(of event: MIDIEvent) -> ArraySlice<UInt8> {
        bytes[Int(event.payloadStart)..<Int(event.payloadStart) + Int(event.payloadCount)]
    }
}

/// One event of a track: a channel message or a meta event.
public struct MIDIEvent: Sendable, Equatable {
    public let tick: Int
    /// Where the payload of a meta event begins; of a channel message the place of its first byte.
    let payloadStart: Int32
    let payloadCount: Int32
    /// 0x80…0xEF with the channel, or 0xFF.
    public let status: UInt8
    /// The first data byte, or the type of the meta event.
    public let data1: UInt8
    public let data2: UInt8

    var isMeta: Bool { status == 0xFF }
    var channel: Int { Int(status & 0x0F) }
    var byteOffset: Int { Int(payloadStart) }
}
