import LofiScore

extension Sketch {
    /// Minimum similarity to count as a repetition: the same rhythm and a ninth of the notes in common.
    private static let minimumSimilarity = 1.0 / 3
    /// Weight of the rhythm, irrespective of pitch.
    private static let rhythmShare = 0.25

    /// Index of the bar that a bar refers to; nil if there is none.
    /// - Parameters:
    ///   - similarity: The kind of reference.
    ///   - bar: Index among all bars.
    ///   - sections: The previous sections and the one that contains the bar, by letter and index of the first bar.
    package static func reference(
        _ similarity: Similarity, of bar: Int, sections: [(letter: Int, firstBar: Int)]
    ) -> Int? {
        if let back = similarity.barsBack { return bar >= back ? bar - back : nil }
        guard similarity == .section, let own = sections.last,
            let index = sections.dropLast().lastIndex(where: { $0.letter == own.letter })
        else { return nil }
        let target = sections[index].firstBar + (bar - own.firstBar)
        return target < sections[index + 1].firstBar ? target : nil
    }

    /// Finds for each bar the earlier ones that its accompaniment and its melody resemble most. Of equals, the same bar
    /// of an earlier section comes first, since that is what a listener remembers, then the nearest.
    package mutating func findSimilarities() {
        let accompaniments = bars.map { bar in Heard(bar.notes.filter { $0.voice != .melody }) }
        let tunes = bars.map { bar in Heard(bar.notes.filter { $0.voice == .melody }) }
        var index = 0
        var before: [(letter: Int, firstBar: Int)] = []
        for section in sections.indices {
            before.append((sections[section].letter, index))
            for bar in sections[section].bars.indices {
                sections[section].bars[bar].similarity = Self.closest(index, accompaniments, before)
                sections[section].bars[bar].tuneSimilarity = Self.closest(index, tunes, before)
                index += 1
            }
        }
    }

    private static func closest(
        _ bar: Int, _ heard: [Heard], _ sections: [(letter: Int, firstBar: Int)]
    ) -> Similarity {
        var (best, found) = (minimumSimilarity, Similarity.new)
        for similarity in [Similarity.section, .one, .two, .four, .eight] {
            guard let other = reference(similarity, of: bar, sections: sections) else { continue }
            // A rest matches a rest, which carries no information.
            let share = heard[bar].share(heard[other])
            if share > best || (share == best && found == .new) { (best, found) = (share, similarity) }
        }
        return found
    }

    /// The onsets of some voices in a bar, with and without pitch.
    private struct Heard {
        let onsets, rhythm: Set<Onset>

        init(_ notes: [Note]) {
            onsets = Set(notes.map { Onset($0) })
            rhythm = Set(notes.map { Onset($0, anyPitch: true) })
        }

        /// Weighted similarity, 0…1.
        func share(_ other: Heard) -> Double {
            (1 - rhythmShare) * Sketch.share(onsets, other.onsets) + rhythmShare * Sketch.share(rhythm, other.rhythm)
        }
    }

    private struct Onset: Hashable {
        let voice: Voice
        let position, pitch: Int

        init(_ note: Note, anyPitch: Bool = false) {
            (voice, position, pitch) = (note.voice, note.position, anyPitch ? 0 : note.pitch)
        }
    }

    /// Dice coefficient of two sets of onsets, 0…1; 0 if both are empty.
    private static func share(_ a: Set<Onset>, _ b: Set<Onset>) -> Double {
        a.isEmpty && b.isEmpty ? 0 : 2 * Double(a.intersection(b).count) / Double(a.count + b.count)
    }
}
