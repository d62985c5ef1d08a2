import LofiScore

extension Sketch {
    /// Encodes the sketch in words.
    /// - Parameter style: Index of its style in the model.
    package func words(style: Int) -> [ComposerWord] {
        var words: [ComposerWord] = [
            .style(style), .mode(key.mode), .tempo(ComposerWord.tempo(of: beatsPerMinute)),
        ]
        let playing = Set(sections.flatMap { $0.bars.flatMap { $0.notes.map(\.voice) } })
        words += Voice.allCases.filter { playing.contains($0) }.map { .has($0) }
        var velocities = WrittenVelocities()
        var known: Set<Int> = []
        for section in sections {
            words.append(.section(section.letter, again: !known.insert(section.letter).inserted))
            words += section.planWords + [.notes]
            for bar in section.bars { words += bar.noteWords(&velocities) }
        }
        return words + [.end]
    }

    /// Velocity class last written for each voice.
    struct WrittenVelocities {
        fileprivate var classes: [Voice: Int] = [:]

        init() {}
    }
}

extension Sketch.Section {
    /// The bars of the section with their chords.
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
    /// The notes of the bar.
    func noteWords(_ velocities: inout Sketch.WrittenVelocities) -> [ComposerWord] {
        var words: [ComposerWord] = [.bar(length), .like(similarity), .tuneLike(tuneSimilarity)]
        for (position, together) in Dictionary(grouping: notes, by: \.position).sorted(by: { $0.key < $1.key }) {
            words.append(.position(position))
            for group in Self.groups(together) {
                if velocities.classes[group[0].voice] != group[0].velocity {
                    words.append(.velocity(group[0].velocity))
                    velocities.classes[group[0].voice] = group[0].velocity
                }
                words += group.map { .note($0.voice, $0.pitch) }
                words += Self.lengthWords(group[0].length)
            }
        }
        return words
    }

    /// Notes of one voice with equal duration and velocity, in the order of their lowest pitches.
    private static func groups(_ notes: [Sketch.Note]) -> [[Sketch.Note]] {
        Dictionary(grouping: notes) { [$0.voice.rawValue, $0.length, $0.velocity] }.values
            .map { $0.sorted { $0.pitch < $1.pitch } }
            .sorted { ($0[0].voice.rawValue, $0[0].pitch) < ($1[0].voice.rawValue, $1[0].pitch) }
    }

    /// Words of a duration in sixteenths, of which several add up beyond 32.
    static func lengthWords(_ length: Int) -> [ComposerWord] {
        let maximum = ComposerWord.maximumLength
        let whole = (length - 1) / maximum
        return [ComposerWord](repeating: .length(maximum), count: whole) + [.length(length - whole * maximum)]
    }
}
