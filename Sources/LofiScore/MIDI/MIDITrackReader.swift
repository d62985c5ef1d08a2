/// Reads the events of one track chunk.
///
/// Running status is kept across meta events and system exclusive messages, which the standard forbids and real files
/// need; each track begins without one.
struct MIDITrackReader {
    let bytes: [UInt8]
    let range: Range<Int>
    private(set) var position: Int
    private(set) var warnings: [MIDIWarning] = []

    /// So many warnings tell enough of one track.
    private static let mostWarnings = 20
    /// No song lasts so long; with 32-bit deltas a sum could otherwise overflow.
    private static let greatestTick = 1 << 50

    init(bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        self.range = range
        position = range.lowerBound
    }

    mutating func read() -> MIDIFile.Track {
        var events: [MIDIEvent] = []
        // An event takes at least two bytes: a delta and one data byte.
        events.reserveCapacity(range.count / 4)
        var tick = 0
        var runningStatus: UInt8 = 0
        while position < range.upperBound {
            guard let delta = variableLength() else { return finish(events, tick, truncatedAt: nil) }
            tick = min(tick + delta, Self.greatestTick)
            guard position < range.upperBound else { break }
            let start = position
            var status = bytes[position]
            if status < 0x80 {
                guard runningStatus != 0 else {
                    // Most messages have two data bytes: skipping both finds the next delta again.
                    warn(start, "data without a status byte skipped")
                    position += 1
                    if position < range.upperBound, bytes[position] < 0x80 { position += 1 }
                    continue
                }
                status = runningStatus
            } else {
                position += 1
            }
            switch status {
            case 0x80..<0xF0:
                runningStatus = status
                guard let event = channelMessage(status, tick: tick, start: start) else {
                    return finish(events, tick, truncatedAt: start)
                }
                events.append(event)
            case 0xF0, 0xF7:
                guard let count = variableLength(), count <= range.upperBound - position else {
                    return finish(events, tick, truncatedAt: start)
                }
                position += count
            case 0xFF:
                guard position < range.upperBound else { return finish(events, tick, truncatedAt: start) }
                let type = bytes[position]
                position += 1
                if type == 0x2F {
                    // End of track; its length should be 0.
                    if position < range.upperBound {
                        position += 1 + min(Int(bytes[position]), range.upperBound - position - 1)
                    }
                    return MIDIFile.Track(events: events, endTick: tick)
                }
                guard let count = variableLength(), count <= range.upperBound - position else {
                    return finish(events, tick, truncatedAt: start)
                }
                events.append(
                    MIDIEvent(
                        tick: tick, payloadStart: Int32(position), payloadCount: Int32(count), status: 0xFF,
                        data1: type,
                        data2: 0))
                position += count
            default:
                warn(start, "system message \(Self.hex(status)) has no place in a file; skipped")
                position += status == 0xF2 ? 2 : status == 0xF1 || status == 0xF3 ? 1 : 0
                position = min(position, range.upperBound)
            }
        }
        return finish(events, tick, truncatedAt: nil)
    }

    private mutating func channelMessage(_ status: UInt8, tick: Int, start: Int) -> MIDIEvent? {
        let count = status & 0xE0 == 0xC0 ? 1 : 2
        guard position + count <= range.upperBound else { return nil }
        let data1 = clipped(at: position)
        let data2 = count == 2 ? clipped(at: position + 1) : 0
        position += count
        return MIDIEvent(
            tick: tick, payloadStart: Int32(start), payloadCount: 0, status: status, data1: data1, data2: data2)
    }

    /// A data byte has seven bits; one with eight is taken as the highest value.
    private mutating func clipped(at offset: Int) -> UInt8 {
        let byte = bytes[offset]
        guard byte > 127 else { return byte }
        warn(offset, "data byte \(byte) is above 127; taken as 127")
        return 127
    }

    private mutating func finish(_ events: [MIDIEvent], _ tick: Int, truncatedAt offset: Int?) -> MIDIFile.Track {
        if let offset {
            warn(offset, "the track breaks off within an event")
        } else {
            warn(position, "the track has no end-of-track")
        }
        position = range.upperBound
        return MIDIFile.Track(events: events, endTick: tick)
    }

    /// Seven bits a byte, the highest bit set on all but the last; at most four bytes.
    private mutating func variableLength() -> Int? {
        var value = 0
        for _ in 0..<4 {
            guard position < range.upperBound else { return nil }
            let byte = bytes[position]
            position += 1
            value = value << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return value }
        }
        // What follows cannot be told apart any more; a guess would give hours of silence or wild notes.
        warn(position - 4, "a number of more than four bytes: the rest of the track is ignored")
        position = range.upperBound
        return nil
    }

    private mutating func warn(_ offset: Int, _ message: String) {
        if warnings.count < Self.mostWarnings { warnings.append(MIDIWarning(byteOffset: offset, message: message)) }
    }

    private static func hex(_ byte: UInt8) -> String { "0x" + String(byte, radix: 16, uppercase: true) }
}
