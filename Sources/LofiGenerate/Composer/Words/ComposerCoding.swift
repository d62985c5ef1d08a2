import LofiScore

extension Sketch {
    /// The sketch in words.
    /// - Parameter style: the number of its style in the model.
    package func words(style: Int) -> [ComposerWord] {
        var words: [ComposerWord] = [
            .style(style), .mode(key.mode), .tempo(ComposerWord.tempo(of: beatsPerMinute)),
        ]
        let playing = Set(sections.flatMap { $0.bars.flatMap { $0.notes.map(\.voice) } })
        words += Voice.allCases.filter { playing.contains($0) }.map { .has($0) }
        var strengths = StrengthsTold()
        var known: Set<Int> = []
        for section in sections {
            words.append(.section(section.letter, again: !known.insert(section.letter).inserted))
            words += section.planWords + [.notes]
            for bar in section.bars { words += bar.noteWords(&strengths) }
        }
        return words + [.end]
    }

    /// The strength of each voice that was told last.
    struct StrengthsTold {
        fileprivate var classes: [Voice: Int] = [:]

        init() {}
    }
}

extension Sketch.Section {
    /// The bars with their chords.
    var planWords: [ComposerWord] {
        bars.flatMap { bar -> [ComposerWord] in
            [.bar(bar.length)]
                + bar.chords.flatMap { change -> [ComposerWord] in
                    change.position == 0 ? [.chord(change.chord)] : [.position(change.position), .chord(change.chord)]
                }
        }
    }
}

extension Sketch.Bar {
    /// What is played in it.
    func noteWords(_ strengths: inout Sketch.StrengthsTold) -> [ComposerWord] {
        var words: [ComposerWord] = [.bar(length), .like(likeness), .tuneLike(tuneLikeness)]
        for (position, together) in Dictionary(grouping: notes, by: \.position).sorted(by: { $0.key < $1.key }) {
            words.append(.position(position))
            for group in Self.groups(together) {
                if strengths.classes[group[0].voice] != group[0].velocity {
                    words.append(.velocity(group[0].velocity))
                    strengths.classes[group[0].voice] = group[0].velocity
                }
                words += group.map { .note($0.voice, $0.pitch) }
                words += Self.lengthWords(group[0].length)
            }
        }
        return words
    }

    /// Notes of one voice that end together and are struck alike, in the order of their lowest keys.
    private static func groups(_ notes: [Sketch.Note]) -> [[Sketch.Note]] {
        Dictionary(grouping: notes) { [$0.voice.rawValue, $0.length, $0.velocity] }.values
            .map { $0.sorted { $0.pitch < $1.pitch } }
            .sorted { ($0[0].voice.rawValue, $0[0].pitch) < ($1[0].voice.rawValue, $1[0].pitch) }
    }

    static func lengthWords(_ length: Int) -> [ComposerWord] {
        let longest = ComposerWord.longestLength
        let whole = (length - 1) / longest
        return [ComposerWord](repeating: .length(longest), count: whole) + [.length(length - whole * longest)]
    }
}
