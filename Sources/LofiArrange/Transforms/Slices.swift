import LofiScore

extension Part {
    /// What sounds in the range, cut off at both of its ends and struck anew at its beginning, as a sampler cuts.
    func slice(_ range: Range<Int>) -> [Note] {
        notes.compactMap { note in
            guard note.startTick < range.upperBound,
                note.endTick > range.lowerBound || range.contains(note.startTick)
            else { return nil }
            var cut = note
            cut.startTick = max(note.startTick, range.lowerBound)
            cut.durationTicks = min(note.endTick, range.upperBound) - cut.startTick
            return cut
        }
    }

    /// Puts a slice in place of what sounds in the range of its length that begins at `tick`; what was struck before it
    /// ends there.
    mutating func place(_ slice: [Note], of range: Range<Int>, at tick: Int) {
        let target = tick..<(tick + range.count)
        notes = notes.compactMap { note in
            if target.contains(note.startTick) { return nil }
            guard note.startTick < target.lowerBound, note.endTick > target.lowerBound else { return note }
            var shortened = note
            shortened.durationTicks = target.lowerBound - note.startTick
            return shortened
        }
        for note in slice {
            var moved = note
            moved.startTick += tick - range.lowerBound
            notes.append(moved)
        }
    }
}

/// Which parts a sampler's tricks are played on.
enum SampledRoles: String, CaseIterable {
    case chords, melody, both

    func contain(_ part: Part) -> Bool {
        guard !part.isDrums else { return false }
        return switch self {
        case .chords: part.role == .chords || part.role == .pad
        case .melody: part.role == .melody || part.role == .counter
        case .both: part.role != .bass
        }
    }
}
