/// Writes a score as a Standard MIDI File of format 1: tempo and meter in a track of their own, then a track for each part.
public enum MIDIFileWriter {
    /// How the parts come to their channels.
    public enum Channels: Sendable {
        /// As the score has them.
        case asInScore
        /// Each part alone on one, as a player or a workstation wants it: drums on channel 10; ports where 16 do not do.
        case oneEach
    }

    /// Grids finer than a file can say are written at half, a third … of their resolution.
    private static let finestDivision = 0x7FFF

    /// - Parameter keepsOverlaps: a key that is struck again before it was let go keeps both lengths, as readers see them
    ///   that pair notes first in, first out; else the first note ends there, as it does when it is played.
    public static func bytes(
        _ score: Score, channels: Channels = .asInScore, keepsOverlaps: Bool = false
    ) -> [UInt8] {
        let divisor = (score.ticksPerQuarter + finestDivision - 1) / finestDivision
        var file = Array("MThd".utf8)
        file += big(6, 4) + big(1, 2) + big(score.parts.count + 1, 2) + big(score.ticksPerQuarter / divisor, 2)
        file += chunk(conductor(score), divisor)
        for (part, place) in zip(score.parts, places(score.parts, channels)) {
            file += chunk(
                events(of: part, port: place.port, channel: UInt8(place.channel), keepsOverlaps), divisor)
        }
        return file
    }

    private static func places(_ parts: [Part], _ channels: Channels) -> [(port: Int, channel: Int)] {
        guard channels == .oneEach else { return parts.map { (0, $0.channel & 0x0F) } }
        var (drums, pitched) = (0, 0)
        return parts.map { part in
            if part.isDrums {
                drums += 1
                return (drums - 1, 9)
            }
            pitched += 1
            let place = (pitched - 1) % 15
            return ((pitched - 1) / 15, place < 9 ? place : place + 1)
        }
    }

    /// Of events at one tick those of lower rank come first: ends before beginnings.
    private typealias TimedBytes = (tick: Int, rank: Int, bytes: [UInt8])

    private static func conductor(_ score: Score) -> [TimedBytes] {
        var events: [TimedBytes] = [(0, 0, meta(0x03, Array(score.title.utf8)))]
        for change in score.tempoMap.changes {
            let micros = max(1, min(0xFF_FFFF, (change.picosecondsPerQuarter + 500_000) / 1_000_000))
            events.append((change.tick, 0, meta(0x51, big(Int(micros), 3))))
        }
        for change in score.meterMap.changes {
            let unit = UInt8(change.meter.unit.trailingZeroBitCount)
            events.append((change.tick, 0, meta(0x58, [UInt8(change.meter.beats), unit, 24, 8])))
        }
        for signature in score.keySignatures {
            // Fifths from C: seven semitones each, the minor key three semitones above its relative's.
            let major = (signature.key.tonic + (signature.key.mode == .minor ? 3 : 0)) % 12
            let fifths = (major * 7 + 5) % 12 - 5
            events.append(
                (
                    signature.tick, 0,
                    meta(0x59, [UInt8(bitPattern: Int8(fifths)), signature.key.mode == .minor ? 1 : 0])
                ))
        }
        return events
    }

    private static func events(of part: Part, port: Int, channel: UInt8, _ keepsOverlaps: Bool) -> [TimedBytes] {
        var events: [TimedBytes] = [(0, 0, meta(0x03, Array(part.name.utf8)))]
        if port > 0 { events.append((0, 0, meta(0x21, [UInt8(min(port, 127))]))) }
        events.append((0, 1, [0xB0 | channel, 0, UInt8(part.bank >> 7 & 0x7F)]))
        events.append((0, 1, [0xB0 | channel, 32, UInt8(part.bank & 0x7F)]))
        events.append((0, 1, [0xC0 | channel, UInt8(part.program & 0x7F)]))
        let range = bendRangeSemitones(part)
        if range > 0 {
            for (controller, value) in [(101, 0), (100, 0), (6, range), (38, 0)] {
                events.append((0, 1, [0xB0 | channel, UInt8(controller), UInt8(value)]))
            }
        }
        for event in part.controllers {
            switch event.change {
            case .controller(let number, let value):
                events.append((event.tick, 3, [0xB0 | channel, UInt8(number & 0x7F), UInt8(max(0, min(127, value)))]))
            case .program(let program): events.append((event.tick, 3, [0xC0 | channel, UInt8(program & 0x7F)]))
            case .pitchBend(let cents):
                let wheel = max(0, min(16383, Int((8192 + cents / Double(range * 100) * 8192).rounded())))
                events.append((event.tick, 3, [0xE0 | channel, UInt8(wheel & 0x7F), UInt8(wheel >> 7)]))
            }
        }
        for note in keepsOverlaps ? part.notes : apart(part.notes) {
            let pitch = UInt8(note.pitch & 0x7F)
            events.append((note.startTick, 4, [0x90 | channel, pitch, UInt8(max(1, min(127, note.velocity)))]))
            // A note without length ends behind its own beginning.
            events.append((note.endTick, note.durationTicks > 0 ? 2 : 5, [0x80 | channel, pitch, 64]))
        }
        return events
    }

    /// A key is struck again before it was let go: a file cannot say which end belongs to which, so the first ends there,
    /// as it does when it is played. Of two struck at once the longer stays.
    private static func apart(_ notes: [Note]) -> [Note] {
        var kept: [Note] = []
        var last = [Int?](repeating: nil, count: 128)
        for note in notes.sorted(by: { ($0.startTick, -$0.durationTicks) < ($1.startTick, -$1.durationTicks) }) {
            if let before = last[note.pitch & 0x7F], kept[before].endTick > note.startTick {
                if kept[before].startTick == note.startTick { continue }
                kept[before].durationTicks = note.startTick - kept[before].startTick
            }
            last[note.pitch & 0x7F] = kept.count
            kept.append(note)
        }
        return kept
    }

    /// As many semitones as the widest bend needs; 0 without bends.
    private static func bendRangeSemitones(_ part: Part) -> Int {
        let bends = part.controllers.compactMap { event in
            if case .pitchBend(let cents) = event.change { abs(cents) } else { nil }
        }
        guard let widest = bends.max() else { return 0 }
        return max(2, min(127, Int((widest / 100).rounded(.up))))
    }

    private static func chunk(_ events: [TimedBytes], _ divisor: Int) -> [UInt8] {
        let order = events.indices.sorted {
            (events[$0].tick, events[$0].rank, $0) < (events[$1].tick, events[$1].rank, $1)
        }
        var body: [UInt8] = []
        var last = 0
        for index in order {
            let tick = events[index].tick / divisor
            body += variableLength(tick - last) + events[index].bytes
            last = tick
        }
        body += [0] + meta(0x2F, [])
        return Array("MTrk".utf8) + big(body.count, 4) + body
    }

    private static func meta(_ type: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0xFF, type] + variableLength(payload.count) + payload
    }

    private static func variableLength(_ value: Int) -> [UInt8] {
        var value = min(value, 0x0FFF_FFFF)
        var bytes = [UInt8(value & 0x7F)]
        while value > 0x7F {
            value >>= 7
            bytes.insert(UInt8(value & 0x7F) | 0x80, at: 0)
        }
        return bytes
    }

    private static func big(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
    }
}
