import LofiScore

/// Moves notes into a key's scale, the least justified first (criteria in `KeyRepair`).
struct ScaleRepair {
    private let harmony: Harmony
    private let meterMap: MeterMap
    private let ticksPerQuarter: Int
    private let scale: Set<Int>
    private let strength: Double

    /// - Parameter strength: 0 moves no notes, 1 leaves none outside the scale.
    init(_ score: Score, key: Key, strength: Double) {
        harmony = Harmony(score)
        meterMap = score.meterMap
        ticksPerQuarter = score.ticksPerQuarter
        scale = Set(key.scale)
        self.strength = strength
    }

    private struct BarPitch: Hashable {
        let bar: Int
        let pitch: Int
    }

    /// Returns how many of the notes are outside the key's scale.
    func outside(_ notes: [Note]) -> Int { notes.count { !scale.contains($0.pitch % 12) } }

    /// Returns the notes with those moved that the key does not explain. Of two notes that end up on one pitch at the
    /// same time the longer one stays.
    func repaired(_ notes: [Note]) -> [Note] {
        var result = notes
        var moves: [BarPitch: Int] = [:]
        for index in notes.indices where !scale.contains(notes[index].pitch % 12) {
            let note = notes[index]
            let (before, after) = neighbours(of: index, in: notes)
            let taken = together(with: index, in: result)
            let chord = harmony.chord(at: note.startTick)
            let reason = Self.justification(
                note, before: before, after: after, chord: chord, scale: scale, ticksPerQuarter: ticksPerQuarter)
            guard reason < strength else { continue }
            let bar = note.startTick / meterMap.barLengthTicks(of: meterMap.meter(at: note.startTick))
            let barPitch = BarPitch(bar: bar, pitch: note.pitch)
            let usual = moves[barPitch].flatMap { taken.contains(note.pitch + $0) ? nil : $0 }
            let move =
                usual ?? Self.move(note, before: before, after: after, chord: chord, scale: scale, taken: taken)
            moves[barPitch] = move
            result[index].pitch = Transpose.folded(note.pitch + move)
        }
        return Self.withoutDoubles(result.inOrder)
    }

    /// Returns the pitches that start together with a note.
    private func together(with index: Int, in notes: [Note]) -> Set<Int> {
        let tick = notes[index].startTick
        let before = notes[..<index].reversed().prefix { $0.startTick == tick }
        let after = notes[(index + 1)...].prefix { $0.startTick == tick }
        return Set((Array(before) + after).map(\.pitch))
    }

    private static func withoutDoubles(_ notes: [Note]) -> [Note] {
        var kept: [Note] = []
        for note in notes {
            if let last = kept.last, last.startTick == note.startTick, last.pitch == note.pitch { kept.removeLast() }
            kept.append(note)
        }
        return kept
    }

    /// Returns the previous and next note of the same voice: near in time, not simultaneous, and closest in pitch.
    private func neighbours(of index: Int, in notes: [Note]) -> (before: Note?, after: Note?) {
        let note = notes[index]
        func nearest(_ candidates: ArraySlice<Note>) -> Note? {
            candidates.filter { $0.startTick != note.startTick }.min {
                abs($0.pitch - note.pitch) < abs($1.pitch - note.pitch)
            }
        }
        return (nearest(notes[max(0, index - 6)..<index]), nearest(notes[(index + 1)...].prefix(6)))
    }

    /// Returns how well a note is justified: 0 (a mistake) … 1 (fully).
    static func justification(
        _ note: Note, before: Note?, after: Note?, chord: Chord?, scale: Set<Int>, ticksPerQuarter: Int
    ) -> Double {
        var reason = 0.0
        let comes = before.map { abs($0.pitch - note.pitch) } ?? 12
        let goes = after.map { abs($0.pitch - note.pitch) } ?? 12
        // A passing or neighbour note is left by step; a leading tone rises a semitone into the scale.
        if goes == 1, let after, scale.contains(after.pitch % 12) { reason += 0.45 } else if goes == 2 { reason += 0.2 }
        if comes <= 2 { reason += 0.2 }
        if note.durationTicks <= ticksPerQuarter / 2 { reason += 0.15 }
        if note.startTick % ticksPerQuarter > ticksPerQuarter / 8 { reason += 0.1 }
        // A chord that is in the scale but for this note is borrowed or a secondary dominant.
        if let chord, chord.pitchClasses.contains(note.pitch % 12),
            chord.pitchClasses.count(where: { !scale.contains($0) }) == 1
        {
            reason += 0.35
        }
        return min(0.99, reason)
    }

    /// Returns the semitones to the best tone of the scale.
    private static func move(
        _ note: Note, before: Note?, after: Note?, chord: Chord?, scale: Set<Int>, taken: Set<Int>
    ) -> Int {
        let inScale = [-1, 1, -2, 2].filter { scale.contains((note.pitch + $0 + 12) % 12) }
        // Avoid a note of its own chord, and a semitone from one, if there is another way.
        let clear = inScale.filter { move in !taken.contains { abs($0 - note.pitch - move) <= 1 } }
        let free = inScale.filter { !taken.contains(note.pitch + $0) }
        let candidates = [clear, free, inScale].first { !$0.isEmpty } ?? []
        func cost(_ move: Int) -> Double {
            let pitch = note.pitch + move
            var cost = Double(abs(move))
            if let chord, chord.pitchClasses.contains((pitch + 12) % 12) { cost -= 0.8 }
            // Keep lines moving: no repeated note, no wider leap.
            for other in [before, after].compactMap({ $0 }) {
                cost += other.pitch == pitch ? 0.3 : Double(max(0, abs(other.pitch - pitch) - 2)) * 0.05
            }
            return cost
        }
        return candidates.min { cost($0) < cost($1) } ?? 0
    }
}
