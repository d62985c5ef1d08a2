/// The diatonic scale that most notes of a score lie in, and what those outside it are.
public struct ScaleFit: Sendable, Equatable {
    /// Of the major and minor key with that scale, the one whose tonic and fifth weigh more.
    public let key: Key
    /// 0…1: the share of the notes in the scale; as muspy's scale consistency.
    public let consistency: Double
    /// 0…1: the share of all notes that lie outside the scale and that nothing explains.
    ///
    /// Explained are notes that resolve by a semitone, that pass by steps, and alterations that a passage keeps to, its natural
    /// form being absent from the eight onsets on either side.
    public let unexplained: Double
    /// Notes that are counted in it.
    private let unexplainedCount: Int

    /// Bounds measured 2026-11-30: of 110 chorales, 172 folk tunes and 92 game pieces without expression none is as even as
    /// generated notes with more than 2 unexplained; unevenly spaced monophony of people reaches 0.076.
    func isOffKey(isEven: Bool) -> Bool {
        let outside = 1 - consistency
        return unexplainedCount >= 3
            && (isEven ? unexplained >= 0.35 * outside : unexplained >= 0.1 && unexplained >= 0.5 * outside)
    }

    public init(_ score: Score) {
        let notes = score.pitchedNotes
        var counts = [Int](repeating: 0, count: 12)
        for note in notes { counts[note.pitch % 12] += 1 }
        let majors = (0..<12).map { Key(tonic: $0, mode: .major) }
        let inside = majors.map { key in key.scale.reduce(0) { $0 + counts[$1] } }
        let best = inside.indices.max { (inside[$0], -$0) < (inside[$1], -$1) } ?? 0
        let (major, minor) = (majors[best], Key(tonic: best + 9, mode: .minor))
        func weight(_ key: Key) -> Int {
            // The last note says as much as a tenth of the others.
            let last = notes.last?.pitch ?? 0
            return 2 * counts[key.tonic] + counts[(key.tonic + 7) % 12]
                + (last % 12 == key.tonic ? notes.count / 10 : 0)
        }
        key = weight(minor) > weight(major) ? minor : major
        consistency = notes.isEmpty ? 1 : Double(inside[best]) / Double(notes.count)
        unexplainedCount = Self.unexplained(Self.onsets(notes), scale: Set(major.scale))
        unexplained = Double(unexplainedCount) / Double(max(1, notes.count))
    }

    private static func onsets(_ notes: [Note]) -> [[Int]] {
        var (onsets, tick): ([[Int]], Int) = ([], -1)
        for note in notes {
            if note.startTick == tick {
                onsets[onsets.count - 1].append(note.pitch)
            } else {
                onsets.append([note.pitch])
            }
            tick = note.startTick
        }
        return onsets
    }

    private static func unexplained(_ onsets: [[Int]], scale: Set<Int>) -> Int {
        var count = 0
        for (index, pitches) in onsets.enumerated() where !pitches.allSatisfy({ scale.contains($0 % 12) }) {
            // How often each pitch class is struck around.
            var around = [Int](repeating: 0, count: 12)
            for near in onsets[max(0, index - 8)..<min(onsets.count, index + 9)] {
                for pitch in near { around[pitch % 12] += 1 }
            }
            for pitch in pitches where !scale.contains(pitch % 12) {
                func distance(_ to: Int) -> Int {
                    guard onsets.indices.contains(to) else { return 12 }
                    return onsets[to].map { abs($0 - pitch) }.min() ?? 12
                }
                let (comes, goes) = (distance(index - 1), distance(index + 1))
                let resolves = goes == 1 || (1...2).contains(goes) && comes <= 2
                let naturals = [pitch + 1, pitch + 11].map { $0 % 12 }.filter(scale.contains)
                let isKept = around[pitch % 12] >= 2 && naturals.contains { around[$0] == 0 }
                count += resolves || isKept ? 0 : 1
            }
        }
        return count
    }
}
