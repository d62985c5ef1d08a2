import LofiScore

/// Tells whether a note that is to be added would rub against the melody.
///
/// A semitone, or a minor ninth, against a sounding melody note is a clash where it lasts longer than a sixteenth; a
/// major seventh below it is the sound of lo-fi and none.
struct MelodyClash {
    private let notes: [Note]
    private let longest: Int
    private let sixteenth: Int

    init(_ score: Score) {
        notes = score.parts.filter { $0.role == .melody || $0.role == .counter }.flatMap(\.notes).sorted {
            $0.startTick < $1.startTick
        }
        longest = notes.map(\.durationTicks).max() ?? 0
        sixteenth = score.ticksPerQuarter / 4
    }

    func clashes(_ note: Note) -> Bool {
        var index = notes.partitioningIndex { $0.startTick + longest > note.startTick }
        while index < notes.count, notes[index].startTick < note.endTick {
            let other = notes[index]
            let distance = abs(other.pitch - note.pitch)
            if distance == 1 || distance == 13 {
                let overlap = min(other.endTick, note.endTick) - max(other.startTick, note.startTick)
                if overlap > sixteenth { return true }
            }
            index += 1
        }
        return false
    }
}

extension Array {
    /// The first place from which on the predicate holds, in an array where it never ceases to hold again.
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
