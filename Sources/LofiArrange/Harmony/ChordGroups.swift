import LofiScore

/// Groups a part's notes into chords: notes that start within an eighth of a beat, as a hand plays them.
struct ChordGroups {
    /// The groups in order of start, each sorted by start.
    let groups: [[Note]]

    init(_ notes: [Note], ticksPerQuarter: Int) {
        var groups: [[Note]] = []
        for note in notes.inOrder {
            if let first = groups.last?.first, note.startTick - first.startTick <= ticksPerQuarter / 8 {
                groups[groups.count - 1].append(note)
            } else {
                groups.append([note])
            }
        }
        self.groups = groups
    }
}
