import LofiScore

/// The notes of a part by what is struck together: within an eighth of a beat, as a hand does it.
struct ChordGroups {
    /// Each in order of start; so are the groups.
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
