import LofiScore

extension Sketch {
    /// From so much likeness on a bar takes up another: half of the notes of both are the other's.
    private static let leastLikeness = 0.5

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

    /// For each bar the earlier one that it is most like. Of equals the same place of an earlier section comes first, since
    /// that is what a listener remembers, then the nearest.
    package mutating func findLikenesses() {
        let bars = bars
        let strikes = bars.map { Set($0.notes.map { Strike($0) }) }
        var index = 0
        var before: [(letter: Int, firstBar: Int)] = []
        for section in sections.indices {
            before.append((sections[section].letter, index))
            for bar in sections[section].bars.indices {
                var (best, found) = (Self.leastLikeness, Likeness.new)
                for likeness in [Likeness.section, .one, .two, .four, .eight] {
                    guard let other = Self.reference(likeness, of: index, sections: before) else { continue }
                    let share = Self.share(strikes[index], strikes[other])
                    // A rest takes up a rest, which says nothing.
                    if share > best || (share == best && found == .new) { (best, found) = (share, likeness) }
                }
                sections[section].bars[bar].likeness = found
                index += 1
            }
        }
    }

    private struct Strike: Hashable {
        let voice: Voice
        let position, pitch: Int

        init(_ note: Note) { (voice, position, pitch) = (note.voice, note.position, note.pitch) }
    }

    /// Dice's coefficient of what is struck, 0…1; 0 where both rest.
    private static func share(_ a: Set<Strike>, _ b: Set<Strike>) -> Double {
        a.isEmpty && b.isEmpty ? 0 : 2 * Double(a.intersection(b).count) / Double(a.count + b.count)
    }
}
