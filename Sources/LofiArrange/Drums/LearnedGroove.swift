import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles

/// A groove taken from the drums of a MIDI file: its bars, how often each stroke is played, how hard, and when.
///
/// The strikes are put on the file's own grid of sixteenths, or of triplets where they lie nearer to those. Bars that
/// return after one, two or four are folded into so many: a stroke that is missing from some has a chance. What lies
/// off the grid in every bar is the groove's timing; a file of four bars or fewer that differ is kept as it is.
struct LearnedGroove {
    /// Strokes that come more rarely are slips.
    private static let rarest = 0.15
    /// A snare below this is a ghost, as in the measured drummers' figures.
    private static let ghostVelocity = 50

    /// - Parameter path: relative to the working directory.
    static func read(_ path: String) throws(ArrangementError) -> Groove {
        let bytes: [UInt8]
        do { bytes = try FileBytes.contents(of: path, limit: Self.largestFile) } catch {
            throw .grooveFile(path: path, reason: error.reason)
        }
        let song: MIDISong
        do { song = try MIDISong(bytes) } catch { throw .grooveFile(path: path, reason: "\(error)") }
        guard let groove = learn(song.score, name: path) else {
            throw .grooveFile(path: path, reason: "it has no drums; they have to be on channel 10")
        }
        return groove
    }

    /// A drum part of hours has less; what is larger is something else.
    private static let largestFile = 16 << 20

    /// - Returns: nil where the score has no drums.
    static func learn(_ score: Score, name: String) -> Groove? {
        let step = step(of: score)
        let hits = DrumHit.hits(of: score, step: step)
        guard let first = hits.map(\.bar).min(), let last = hits.map(\.bar).max() else { return nil }
        let meter = score.meterMap.bars(upTo: score.lastNoteEndTick + score.ticksPerQuarter)[first].meter
        let length = meter.beats * 4 * Groove.placesPerQuarter / meter.unit
        // Another meter later on is not this groove.
        let inMeter = hits.filter { $0.place < length }
        var bars = [[DrumHit]](repeating: [], count: last - first + 1)
        for hit in inMeter { bars[hit.bar - first].append(hit) }
        var groove = Groove(name: name, summary: "learned from \(name)")
        let period = period(of: bars.map(places))
        groove.bars["\(meter.beats)/\(meter.unit)"] = (0..<period).map { phase in
            fold(stride(from: phase, to: bars.count, by: period).map { bars[$0] }, length: step)
        }
        groove.learnedTiming = Dictionary(grouping: inMeter, by: \.voice).mapValues { ofVoice in
            Dictionary(grouping: ofVoice, by: \.place).mapValues { $0.map(\.lateMilliseconds).median }
        }
        return groove
    }

    private struct Place: Hashable {
        let voice: DrumVoice
        let place: Int
    }

    private static func places(_ bar: [DrumHit]) -> Set<Place> {
        Set(bar.map { Place(voice: $0.voice, place: $0.place) })
    }

    /// Of the grid that the strikes mean: sixteenths, unless triplets of eighths are clearly nearer to all.
    private static func step(of score: Score) -> Int {
        func distance(_ step: Int) -> Double {
            DrumHit.hits(of: score, step: step).reduce(0) { $0 + abs($1.lateSteps) * Double(step) }
        }
        let (sixteenth, triplet) = (Groove.sixteenth, Groove.placesPerQuarter / 3)
        return distance(triplet) < 0.7 * distance(sixteenth) ? triplet : sixteenth
    }

    /// After how many bars the pattern returns: 1, 2 or 4, or all of a few bars that do not.
    private static func period(of bars: [Set<Place>]) -> Int {
        if bars.count <= 4 {
            return (1..<bars.count).first { period in
                bars.count % period == 0 && bars.indices.allSatisfy { bars[$0] == bars[$0 % period] }
            } ?? bars.count
        }
        var best = (period: 1, doubt: doubt(of: bars, period: 1))
        for period in [2, 4] where bars.count >= 2 * period {
            let doubt = doubt(of: bars, period: period)
            // A longer pattern has to explain clearly more.
            if doubt < 0.7 * best.doubt { best = (period, doubt) }
        }
        return best.period
    }

    /// How many strokes a bar cannot be foretold: the variance of being played, summed over places and freed of the
    /// bias of few repeats.
    private static func doubt(of bars: [Set<Place>], period: Int) -> Double {
        (0..<period).reduce(0) { sum, phase in
            let turns = stride(from: phase, to: bars.count, by: period).map { bars[$0] }
            let count = Double(turns.count)
            let variance = Set(turns.joined()).reduce(0.0) { sum, place in
                let share = Double(turns.count { $0.contains(place) }) / count
                return sum + share * (1 - share)
            }
            return sum + variance * count / max(1, count - 1) / Double(period)
        }
    }

    private static func fold(_ turns: [[DrumHit]], length: Int) -> Groove.Bar {
        let grouped = Dictionary(grouping: turns.joined()) { Place(voice: $0.voice, place: $0.place) }
        let strokes = grouped.compactMap { place, hits -> Groove.Stroke? in
            // A roll within one place is one stroke.
            let share = Double(Set(hits.map(\.bar)).count) / Double(turns.count)
            guard share >= rarest else { return nil }
            let velocity = Int(hits.map { Double($0.velocity) }.median.rounded())
            return Groove.Stroke(
                voice: place.voice, place: place.place, velocity: velocity,
                isGhost: place.voice == .snare && velocity < ghostVelocity, chance: share, length: length)
        }
        return strokes.sorted { ($0.place, $0.voice.key) < ($1.place, $1.voice.key) }
    }
}
