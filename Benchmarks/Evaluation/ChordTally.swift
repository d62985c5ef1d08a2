/// For how long two rows of chords agree, reduced to the root, and to the root with a major or minor third.
struct ChordTally {
    private struct Reduced {
        /// Pitch class; -1 is no chord.
        let root: Int
        /// nil is neither major nor minor (sus, diminished, augmented).
        let isMinor: Bool?
    }

    private var seconds = 0.0, rootSeconds = 0.0
    private var majMinSeconds = 0.0, majMinRight = 0.0
    private var chordSeconds = 0.0, chordRootSeconds = 0.0
    private var chordMajMinSeconds = 0.0, chordMajMinRight = 0.0

    var rootShare: Double { rootSeconds / max(seconds, 1e-9) }
    var majMinShare: Double { majMinRight / max(majMinSeconds, 1e-9) }
    /// Where a chord is annotated.
    var rootShareOfChords: Double { chordRootSeconds / max(chordSeconds, 1e-9) }
    var majMinShareOfChords: Double { chordMajMinRight / max(chordMajMinSeconds, 1e-9) }

    init(_ truth: [AnnotatedSong.Span], _ own: [AnnotatedSong.Span]) {
        var first = 0
        for span in truth {
            let wanted = Self.reduced(span.label)
            var covered = 0.0
            while first < own.count, own[first].end <= span.start { first += 1 }
            for other in own[first...] {
                if other.start >= span.end { break }
                let length = min(span.end, other.end) - max(span.start, other.start)
                guard length > 0 else { continue }
                covered += length
                add(length, wanted, Self.reduced(other.label))
            }
            // Before the first and behind the last note nothing sounds.
            add(max(0, span.end - span.start - covered), wanted, Reduced(root: -1, isMinor: nil))
        }
    }

    private mutating func add(_ length: Double, _ wanted: Reduced, _ found: Reduced) {
        let sameRoot = wanted.root == found.root
        seconds += length
        rootSeconds += sameRoot ? length : 0
        guard wanted.root >= 0 else {
            majMinSeconds += length
            majMinRight += sameRoot ? length : 0
            return
        }
        chordSeconds += length
        chordRootSeconds += sameRoot ? length : 0
        guard let minor = wanted.isMinor else { return }
        let right = sameRoot && found.isMinor == minor ? length : 0
        majMinSeconds += length
        majMinRight += right
        chordMajMinSeconds += length
        chordMajMinRight += right
    }

    /// `Eb:min7/b3` is the root Eb with a minor third.
    private static func reduced(_ label: String) -> Reduced {
        let halves = label.split(separator: "/")[0].split(separator: ":")
        let steps: [Character: Int] = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11]
        guard let letter = halves[0].first, let natural = steps[letter] else { return Reduced(root: -1, isMinor: nil) }
        let root = halves[0].dropFirst().reduce(natural) { $0 + ($1 == "#" ? 1 : -1) }
        let quality = halves.count > 1 ? halves[1] : "maj"
        let isMinor: Bool? =
            ["dim", "dim7", "hdim7", "aug"].contains(quality) || quality.hasPrefix("sus")
            ? nil : quality.hasPrefix("min")
        return Reduced(root: (root + 12) % 12, isMinor: isMinor)
    }
}
