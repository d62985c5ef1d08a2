import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles

/// Learns a groove from the drums of a MIDI file: its bars, probabilities, velocities and timing.
///
/// Hits are snapped to the file's own grid of sixteenths, or of triplets if they are closer to those. Bars that repeat
/// after one, two or four are folded into that many: a stroke missing from some of them gets a chance. Consistent
/// offsets from the grid become the groove's timing; a file of four bars or fewer that all differ is kept as it is.
struct LearnedGroove {
    /// Minimum share of the repeats that have a stroke; rarer ones are slips.
    private static let minimumShare = 0.15
    /// A softer snare is a ghost note, as in the figures of the measured drummers.
    private static let ghostVelocity = 50

    /// Learns a groove from the file at `path`.
    ///
    /// - Parameter path: relative to the working directory.
    static func read(_ path: String) throws(ArrangementError) -> Groove {
        let bytes: [UInt8]
        do { bytes = try FileBytes.contents(of: path, limit: Self.maximumFileSize) } catch {
            throw .grooveFile(path: path, reason: error.reason)
        }
        let song: MIDISong
        do { song = try MIDISong(bytes) } catch { throw .grooveFile(path: path, reason: "\(error)") }
        guard let groove = learn(song.score, name: path) else {
            throw .grooveFile(path: path, reason: "no drums found on channel 10")
        }
        return groove
    }

    /// Maximum file size in bytes; even hours of drums need less.
    private static let maximumFileSize = 16 << 20

    /// - Returns: nil if the score has no drums.
    static func learn(_ score: Score, name: String) -> Groove? {
        let step = step(of: score)
        let hits = DrumHit.hits(of: score, step: step)
        guard let first = hits.map(\.bar).min(), let last = hits.map(\.bar).max() else { return nil }
        let meter = score.meterMap.bars(upTo: score.lastNoteEndTick + score.ticksPerQuarter)[first].meter
        let length = meter.beats * 4 * Groove.positionsPerQuarter / meter.unit
        // A later change of meter is not part of this groove.
        let inMeter = hits.filter { $0.position < length }
        var bars = [[DrumHit]](repeating: [], count: last - first + 1)
        for hit in inMeter { bars[hit.bar - first].append(hit) }
        var groove = Groove(name: name, summary: "learned from \(name)")
        let period = period(of: bars.map(positions))
        groove.bars["\(meter.beats)/\(meter.unit)"] = (0..<period).map { phase in
            fold(stride(from: phase, to: bars.count, by: period).map { bars[$0] }, length: step)
        }
        groove.learnedTiming = Dictionary(grouping: inMeter, by: \.voice).mapValues { ofVoice in
            Dictionary(grouping: ofVoice, by: \.position).mapValues { $0.map(\.lateMilliseconds).median }
        }
        return groove
    }

    private struct Position: Hashable {
        let voice: DrumVoice
        let position: Int
    }

    private static func positions(_ bar: [DrumHit]) -> Set<Position> {
        Set(bar.map { Position(voice: $0.voice, position: $0.position) })
    }

    /// Returns the step of the implied grid: sixteenths, unless eighth-note triplets are clearly closer to all hits.
    private static func step(of score: Score) -> Int {
        func distance(_ step: Int) -> Double {
            DrumHit.hits(of: score, step: step).reduce(0) { $0 + abs($1.lateSteps) * Double(step) }
        }
        let (sixteenth, triplet) = (Groove.sixteenth, Groove.positionsPerQuarter / 3)
        return distance(triplet) < 0.7 * distance(sixteenth) ? triplet : sixteenth
    }

    /// Returns the number of bars after which the pattern repeats: 1, 2 or 4, or all of a few bars that do not repeat.
    private static func period(of bars: [Set<Position>]) -> Int {
        if bars.count <= 4 {
            return (1..<bars.count).first { period in
                bars.count % period == 0 && bars.indices.allSatisfy { bars[$0] == bars[$0 % period] }
            } ?? bars.count
        }
        var best = (period: 1, unpredictability: unpredictability(of: bars, period: 1))
        for period in [2, 4] where bars.count >= 2 * period {
            let unpredictability = unpredictability(of: bars, period: period)
            // A longer pattern must explain clearly more.
            if unpredictability < 0.7 * best.unpredictability { best = (period, unpredictability) }
        }
        return best.period
    }

    /// Returns how many strokes of a bar are unpredictable: the variance of being played, summed over positions and
    /// corrected for the bias of few repeats.
    private static func unpredictability(of bars: [Set<Position>], period: Int) -> Double {
        (0..<period).reduce(0) { sum, phase in
            let repeats = stride(from: phase, to: bars.count, by: period).map { bars[$0] }
            let count = Double(repeats.count)
            let variance = Set(repeats.joined()).reduce(0.0) { sum, position in
                let share = Double(repeats.count { $0.contains(position) }) / count
                return sum + share * (1 - share)
            }
            return sum + variance * count / max(1, count - 1) / Double(period)
        }
    }

    private static func fold(_ repeats: [[DrumHit]], length: Int) -> Groove.Bar {
        let grouped = Dictionary(grouping: repeats.joined()) { Position(voice: $0.voice, position: $0.position) }
        let strokes = grouped.compactMap { position, hits -> Groove.Stroke? in
            // A roll at one position is one stroke.
            let share = Double(Set(hits.map(\.bar)).count) / Double(repeats.count)
            guard share >= minimumShare else { return nil }
            let velocity = Int(hits.map { Double($0.velocity) }.median.rounded())
            return Groove.Stroke(
                voice: position.voice, position: position.position, velocity: velocity,
                isGhost: position.voice == .snare && velocity < ghostVelocity, chance: share, length: length)
        }
        return strokes.sorted { ($0.position, $0.voice.key) < ($1.position, $1.voice.key) }
    }
}
