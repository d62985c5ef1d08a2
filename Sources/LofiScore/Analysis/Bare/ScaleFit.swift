/// The diatonic scale that fits most notes of a score, and an account of the notes outside it.
public struct ScaleFit: Sendable, Equatable {
    /// The relative major or minor key of that scale, whichever tonic and fifth weigh more.
    public let key: Key
    /// Share of the notes inside the scale, 0…1; the same as muspy's scale consistency.
    public let consistency: Double
    /// Share of all notes that lie outside the scale without an explanation, 0…1.
    ///
    /// A note is explained if it resolves by semitone or passes by step (within a chord: moves by at most a semitone in
    /// and out), or if it belongs to another scale that the eight onsets on either side keep to.
    public let unexplained: Double
    /// Mean share of 24 consecutive notes explained by the best major or harmonic minor scale for them, 0…1:
    /// modulations and chromatic chords keep it high, mistakes do not.
    public let localConsistency: Double

    /// Whether the notes outside the scale are mistakes.
    ///
    /// Thresholds set 2026-11-30. Of some 600 real pieces without expression, nine are as even as a generator's output;
    /// the closest of them have an unexplained share of the outside notes of 0.23 at a local consistency of 0.92, and
    /// 0.47 at 0.95. Random walks over loops, noise and off-key tunes have 0.25 or more at 0.94 or less. Unevenly
    /// spaced tunes by people reach 0.076 of all notes.
    ///
    /// - Parameters:
    ///   - isEven: Whether the notes are evenly spaced, as a generator writes them.
    ///   - isSolo: Whether the score is a single unaccompanied voice.
    func isOffKey(isEven: Bool, isSolo: Bool) -> Bool {
        let share = unexplained / max(1e-9, 1 - consistency)
        guard isEven else {
            return isSolo && unexplained >= 0.1 && share >= 0.5 && localConsistency < 0.94
        }
        // Chords leave the scale more often than a melody does.
        guard isMonophonic else {
            let isShort = noteCount <= 96 && unexplained > 0
            return unexplained >= 0.02 && share >= 0.25 && localConsistency < (isShort ? 0.94 : 0.9)
        }
        let isMuch = unexplained >= 0.02 && share >= 0.25 && localConsistency < 0.94
        // A human-written even melody hardly ever has a few stray notes.
        let isOdd = consistency >= 0.85 && localConsistency < 0.94 && (unexplained >= 0.015 || noteCount <= 48)
        return isMuch || isOdd || unexplained >= 0.015 && share >= 0.6
    }

    /// Whether at most one onset in twenty has several notes.
    private let isMonophonic: Bool
    private let noteCount: Int

    /// Finds the best-fitting scale of all pitched notes in `score`.
    public init(_ score: Score) {
        let notes = score.pitchedNotes
        var counts = [Int](repeating: 0, count: 12)
        for note in notes { counts[note.pitch % 12] += 1 }
        let majors = (0..<12).map { Key(tonic: $0, mode: .major) }
        let inside = majors.map { key in key.scale.reduce(0) { $0 + counts[$1] } }
        let best = inside.indices.max { (inside[$0], -$0) < (inside[$1], -$1) } ?? 0
        let (major, minor) = (majors[best], Key(tonic: best + 9, mode: .minor))
        func weight(_ key: Key) -> Int {
            // The last note weighs as much as a tenth of the others.
            let last = notes.last?.pitch ?? 0
            return 2 * counts[key.tonic] + counts[(key.tonic + 7) % 12]
                + (last % 12 == key.tonic ? notes.count / 10 : 0)
        }
        key = weight(minor) > weight(major) ? minor : major
        consistency = notes.isEmpty ? 1 : Double(inside[best]) / Double(notes.count)
        noteCount = notes.count
        let onsets = Self.onsets(notes)
        isMonophonic = onsets.count { $0.count > 1 } * 20 <= onsets.count
        let count = Self.unexplained(onsets, scale: Set(major.scale))
        unexplained = Double(count) / Double(max(1, notes.count))
        localConsistency = Self.localConsistency(notes.map { $0.pitch % 12 })
    }

    private static func localConsistency(_ classes: [Int]) -> Double {
        let window = 24, step = 6
        let starts = stride(from: 0, through: max(0, classes.count - window), by: step)
        let shares = starts.map { start in
            var counts = [Int](repeating: 0, count: 12)
            for pitchClass in classes[start..<min(classes.count, start + window)] { counts[pitchClass] += 1 }
            let best = scales.map { count(counts, $0) }.max() ?? 0
            return Double(best) / Double(max(1, counts.reduce(0, +)))
        }
        return shares.reduce(0, +) / Double(max(1, shares.count))
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
        var result = 0
        for (index, pitches) in onsets.enumerated() where !pitches.allSatisfy({ scale.contains($0 % 12) }) {
            // Pitch-class counts over the eight onsets on either side.
            var around = [Int](repeating: 0, count: 12)
            for near in onsets[max(0, index - 8)..<min(onsets.count, index + 9)] {
                for pitch in near { around[pitch % 12] += 1 }
            }
            let passage = scales.max { count(around, $0) < count(around, $1) } ?? []
            let isPassage = count(around, passage) * 20 >= around.reduce(0, +) * 19
            let isChord = pitches.count > 2
            for pitch in pitches where !scale.contains(pitch % 12) {
                func distance(_ to: Int) -> Int {
                    guard onsets.indices.contains(to) else { return 12 }
                    return onsets[to].map { abs($0 - pitch) }.min() ?? 12
                }
                let (comes, goes) = (distance(index - 1), distance(index + 1))
                let resolves =
                    isChord ? goes == 1 && comes <= 1 : goes == 1 || (1...2).contains(goes) && comes <= 2
                result += resolves || isPassage && passage.contains(pitch % 12) ? 0 : 1
            }
        }
        return result
    }

    /// Every major and harmonic minor scale.
    private static let scales: [Set<Int>] = (0..<12).flatMap { tonic in
        [[0, 2, 4, 5, 7, 9, 11], [0, 2, 3, 5, 7, 8, 11]].map { steps in Set(steps.map { ($0 + tonic) % 12 }) }
    }

    /// Number of notes whose pitch class is in `scale`, given the counts by pitch class.
    private static func count(_ counts: [Int], _ scale: Set<Int>) -> Int { scale.reduce(0) { $0 + counts[$1] } }
}
