import LofiScore

extension Sketch {
    /// Fraction of the median section density; sparser sections at the ends count as intro and outro.
    private static let thin = 0.6

    /// The song without sparse sections at its beginning and end, which an arrangement replaces by its own. The rest
    /// starts with A, and its references to earlier bars are recomputed.
    package var withoutThinEnds: Sketch {
        let densities = sections.map { section in
            Double(section.bars.reduce(0) { $0 + $1.notes.count }) / Double(max(1, section.bars.count))
        }
        guard !densities.isEmpty else { return self }
        let enough = Self.thin * densities.sorted()[densities.count / 2]
        guard let first = densities.firstIndex(where: { $0 >= enough }),
            let last = densities.lastIndex(where: { $0 >= enough })
        else { return self }
        var sketch = self
        var letters: [Int: Int] = [:]
        sketch.sections = sections[first...last].map { section in
            let letter = letters[section.letter] ?? letters.count
            letters[section.letter] = letter
            return Section(letter: letter, bars: section.bars)
        }
        sketch.findSimilarities()
        return sketch
    }
}
