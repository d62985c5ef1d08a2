import LofiScore

/// A part played through a sampler: bar by bar, sounding notes are cut and retriggered elsewhere in the bar.
struct SlicedPart {
    private let original: [Note]
    /// The original notes in their current state; nil if removed.
    private var left: [Note?]
    private var retriggered: [Note] = []
    /// Indices of the notes that sound in the current bar, in order.
    private var sounding: [Int] = []
    /// Index of the first note that starts after it.
    private var next = 0

    /// - Parameter notes: in order of start.
    init(_ notes: [Note]) {
        original = notes
        left = notes
    }

    /// Moves on to a bar, which must be after the previous ones.
    mutating func go(to bar: MeterMap.Bar) {
        sounding.removeAll { original[$0].endTick <= bar.startTick }
        while next < original.count, original[next].startTick < bar.endTick {
            sounding.append(next)
            next += 1
        }
    }

    /// Returns what sounds in a range of the bar, cut at both ends and retriggered at its start, as by a sampler.
    ///
    /// - Parameter isUncut: whether to slice the part as it was before its first cut.
    func slice(_ range: Range<Int>, isUncut: Bool) -> [Note] {
        sounding.compactMap { index in
            guard let note = isUncut ? original[index] : left[index], note.startTick < range.upperBound,
                note.endTick > range.lowerBound || range.contains(note.startTick)
            else { return nil }
            var cut = note
            cut.startTick = max(note.startTick, range.lowerBound)
            cut.durationTicks = min(note.endTick, range.upperBound) - cut.startTick
            return cut
        }
    }

    /// Replaces what sounds in a range of the same length at `tick` by a slice; notes that started earlier end there.
    mutating func place(_ slice: [Note], of range: Range<Int>, at tick: Int) {
        let target = tick..<(tick + range.count)
        for index in sounding {
            guard let note = left[index] else { continue }
            if target.contains(note.startTick) {
                left[index] = nil
            } else if note.startTick < target.lowerBound, note.endTick > target.lowerBound {
                left[index]?.durationTicks = target.lowerBound - note.startTick
            }
        }
        for note in slice {
            var moved = note
            moved.startTick += tick - range.lowerBound
            retriggered.append(moved)
        }
    }

    /// All notes, in order.
    var notes: [Note] { (left.compactMap { $0 } + retriggered).inOrder }
}

/// The parts that sampler transforms apply to.
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
