import LofiScore

extension Sketch {
    /// From so much likeness on a bar takes up another: as where the rhythm and a ninth of the notes are the same.
    private static let leastLikeness = 1.0 / 3
    /// Of likeness: where who plays, whatever the notes.
    private static let rhythmShare = 0.25

    /// The bar that a bar would take up: an index into all bars, nil where there is none.
    /// - Parameters:
    ///   - sections: those before and the one that the bar is in, by letter and number of the first bar.
    ///   - bar: its index in all bars.
    package static func reference(
        _ likeness: Likeness, of bar: Int, sections: [(letter: Int, firstBar: Int)]
    ) -> Int? {
        if let back = likeness.barsBack { return bar >= back ? bar - back : nil }
        guard likeness == .section, let own = sections.last,
            let index = sections.dropLast().lastIndex(where: { $0.letter == own.letter })
        else { return nil }
        let place = sections[index].firstBar + (bar - own.firstBar)
        return place < sections[index + 1].firstBar ? place : nil
    }

    /// For each bar the earlier one that its accompaniment is most like, and the one that its tune is most like. Of equals the
    /// same place of an earlier section comes first, since that is what a listener remembers, then the nearest.
    package mutating func findLikenesses() {
        let accompaniments = bars.map { bar in Heard(bar.notes.filter { $0.voice != .melody }) }
        let tunes = bars.map { bar in Heard(bar.notes.filter { $0.voice == .melody }) }
        var index = 0
        var before: [(letter: Int, firstBar: Int)] = []
        for section in sections.indices {
            before.append((sections[section].letter, index))
            for bar in sections[section].bars.indices {
                sections[section].bars[bar].likeness = Self.closest(index, accompaniments, before)
                sections[section].bars[bar].tuneLikeness = Self.closest(index, tunes, before)
                index += 1
            }
        }
    }

    private static func closest(
        _ bar: Int, _ heard: [Heard], _ sections: [(letter: Int, firstBar: Int)]
    ) -> Likeness {
        var (best, found) = (leastLikeness, Likeness.new)
        for likeness in [Likeness.section, .one, .two, .four, .eight] {
            guard let other = reference(likeness, of: bar, sections: sections) else { continue }
            // A rest takes up a rest, which says nothing.
            let share = heard[bar].share(heard[other])
            if share > best || (share == best && found == .new) { (best, found) = (share, likeness) }
        }
        return found
    }

    /// What some voices strike in a bar.
    private struct Heard {
        let strikes, rhythm: Set<Strike>

        init(_ notes: [Note]) {
            strikes = Set(notes.map { Strike($0) })
            rhythm = Set(notes.map { Strike($0, anyPitch: true) })
        }

        /// 0…1.
        func share(_ other: Heard) -> Double {
            (1 - rhythmShare) * Sketch.share(strikes, other.strikes) + rhythmShare * Sketch.share(rhythm, other.rhythm)
        }
    }

    private struct Strike: Hashable {
        let voice: Voice
        let position, pitch: Int

        init(_ note: Note, anyPitch: Bool = false) {
            (voice, position, pitch) = (note.voice, note.position, anyPitch ? 0 : note.pitch)
        }
    }

    /// Dice's coefficient of what is struck, 0…1; 0 where both rest.
    private static func share(_ a: Set<Strike>, _ b: Set<Strike>) -> Double {
        a.isEmpty && b.isEmpty ? 0 : 2 * Double(a.intersection(b).count) / Double(a.count + b.count)
    }
}
