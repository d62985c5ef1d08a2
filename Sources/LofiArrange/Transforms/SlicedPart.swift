import LofiScore

/// A part on its way through a sampler: bar by bar what sounds there is cut, and struck again elsewhere in the bar.
struct SlicedPart {
    private let original: [Note]
    /// The original notes as they are left; nil where one was cut away.
    private var left: [Note?]
    private var struck: [Note] = []
    /// Places of the notes that sound in the bar, in order, and of the first that begins behind it.
    private var sounding: [Int] = []
    private var next = 0

    /// - Parameter notes: in order of start.
    init(_ notes: [Note]) {
        original = notes
        left = notes
    }

    /// Goes on to a bar, which must lie behind those before.
    mutating func go(to bar: MeterMap.Bar) {
        sounding.removeAll { original[$0].endTick <= bar.startTick }
        while next < original.count, original[next].startTick < bar.endTick {
            sounding.append(next)
            next += 1
        }
    }

    /// What sounds in a range of the bar, cut off at both of its ends and struck anew at its beginning, as a sampler cuts.
    /// - Parameter isUncut: as the part was before its first cut, not as it is left.
    func slice(_ range: Range<Int>, isUncut: Bool) -> [Note] {
        sounding.compactMap { place in
            guard let note = isUncut ? original[place] : left[place], note.startTick < range.upperBound,
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
        for place in sounding {
            guard let note = left[place] else { continue }
            if target.contains(note.startTick) {
                left[place] = nil
            } else if note.startTick < target.lowerBound, note.endTick > target.lowerBound {
                left[place]?.durationTicks = target.lowerBound - note.startTick
            }
        }
        for note in slice {
            var moved = note
            moved.startTick += tick - range.lowerBound
            struck.append(moved)
        }
    }

    /// All notes, in order.
    var notes: [Note] { (left.compactMap { $0 } + struck).inOrder }
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
