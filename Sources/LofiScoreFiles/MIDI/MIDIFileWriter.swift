import LofiScore

/// Writes a score as a Standard MIDI File, format 1: a tempo and meter track, then one track per part.
public enum MIDIFileWriter {
    /// How parts are assigned to MIDI channels.
    public enum Channels: Sendable {
        /// Channels as in the score; parts that share a channel but differ in its controllers or program go to further
        /// ports.
        case asInScore
        /// A channel for each part, as players and DAWs expect: drums on channel 10, further ports if 16 are not
        /// enough.
        case oneEach
    }

    /// Maximum ticks per quarter of the format; finer grids are written at half, a third, … of their resolution.
    private static let finestDivision = 0x7FFF

    /// Encodes a score as the bytes of a MIDI file.
    /// - Parameters:
    ///   - score: The score to write.
    ///   - channels: How parts are assigned to channels.
    ///   - keepsOverlaps: If true, a key struck again before its release keeps both durations, as seen by readers that
    ///     pair notes first in, first out; otherwise the first note ends there, as in performance.
    public static func bytes(
        _ score: Score, channels: Channels = .asInScore, keepsOverlaps: Bool = false
    ) -> [UInt8] {
        let divisor = (score.ticksPerQuarter + finestDivision - 1) / finestDivision
        var file = Array("MThd".utf8)
        file += big(6, 4) + big(1, 2) + big(score.parts.count + 1, 2) + big(score.ticksPerQuarter / divisor, 2)
        file += chunk(conductor(score), divisor)
        for (part, address) in zip(score.parts, ChannelPlan(score.parts, channels).addresses) {
            file += chunk(PartTrack(part, on: address, keepsOverlaps: keepsOverlaps).events, divisor)
        }
        return file
    }

    /// An event; at one tick, lower ranks come first, so that note-offs precede note-ons.
    typealias TimedBytes = (tick: Int, rank: Int, bytes: [UInt8])

    private static func conductor(_ score: Score) -> [TimedBytes] {
        // The notice comes first by the standard.
        var events: [TimedBytes] =
            score.copyright.isEmpty ? [] : [(0, 0, meta(0x02, Array(score.copyright.utf8)))]
        events.append((0, 0, meta(0x03, Array(score.title.utf8))))
        for change in score.tempoMap.changes {
            let micros = max(1, min(0xFF_FFFF, (change.picosecondsPerQuarter + 500_000) / 1_000_000))
            events.append((change.tick, 0, meta(0x51, big(Int(micros), 3))))
        }
        for change in score.meterMap.changes {
            let unit = UInt8(change.meter.unit.trailingZeroBitCount)
            events.append((change.tick, 0, meta(0x58, [UInt8(change.meter.beats), unit, 24, 8])))
        }
        for signature in score.keySignatures {
            // Fifths from C, each seven semitones; a minor key has the signature of the major key three semitones
            // above.
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
