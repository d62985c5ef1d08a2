import LofiScore

/// Writes a score as a Standard MIDI File of format 1: tempo and meter in a track of their own, then a track for each part.
public enum MIDIFileWriter {
    /// How the parts come to their channels.
    public enum Channels: Sendable {
        /// As the score has them; on further ports where parts on one channel differ in what it carries.
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
        for (part, place) in zip(score.parts, ChannelPlan(score.parts, channels).places) {
            file += chunk(PartTrack(part, on: place, keepsOverlaps: keepsOverlaps).events, divisor)
        }
        return file
    }

    /// Of events at one tick those of lower rank come first: ends before beginnings.
    typealias TimedBytes = (tick: Int, rank: Int, bytes: [UInt8])

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

    static func meta(_ type: UInt8, _ payload: [UInt8]) -> [UInt8] {
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
