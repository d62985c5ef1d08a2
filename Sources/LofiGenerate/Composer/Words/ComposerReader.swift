import LofiScore

/// Parser state of a song in words: what has been read, the current position, and which words may follow.
///
/// It serves as decoder, grammar and memory: training, sampling and decoding all advance the same reader.
package struct ComposerReader: Sendable {
    /// Part of the word sequence.
    package enum Phase: Sendable, Equatable { case heading, planning, playing, done }

    /// The part being read.
    package private(set) var phase = Phase.heading
    /// Index of the style in the model.
    package private(set) var style: Int?
    /// Mode of the song.
    package private(set) var mode: Key.Mode?
    /// Tempo class, 0…7.
    package private(set) var tempo: Int?
    /// Voices that play, from the lowest up.
    package private(set) var voices: [Sketch.Voice] = []
    /// All bars; those of the current section are planned first and played later.
    package private(set) var bars: [Sketch.Bar] = []
    /// Sections so far, with the index of their first bar.
    package private(set) var sections: [(letter: Int, firstBar: Int)] = []
    /// Index in `bars` of the bar being planned or played; nil before the first of a section.
    package private(set) var bar: Int?
    /// Position in the bar, in sixteenths; −1 before the first.
    package private(set) var position = -1
    /// The last word read.
    package private(set) var last: ComposerWord?
    /// MIDI keys of the notes whose duration has not been read yet.
    private(set) var pending: [Int] = []
    /// Voice of the last group of notes at this position.
    private(set) var voice = Sketch.Voice.bass
    /// Number of groups of its voice before that one at this position; −1 before the first.
    private(set) var groupInVoice = -1
    private var lowestOfGroup = -1
    private var velocities: [Int?] = [nil, nil, nil]
    /// Whether a chord must follow at this position.
    private(set) var awaitsChord = false
    /// MIDI key of the last melody note.
    package private(set) var lastMelodyPitch: Int?

    /// Starts before the first word.
    package init() {}

    /// Index in `bars` of the first bar of the current section.
    package var sectionStart: Int { sections.last?.firstBar ?? 0 }

    /// The bar that the current bar repeats: the accompaniment of one earlier bar and the melody of another. nil before
    /// the words for it, and if everything is new.
    package private(set) var reference: Sketch.Bar?

    /// The bar that a reference from the current bar denotes.
    package func bar(meantBy similarity: Sketch.Similarity) -> Sketch.Bar? {
        bar.flatMap { Sketch.reference(similarity, of: $0, sections: sections) }.map { bars[$0] }
    }

    private func taken(up bar: Sketch.Bar) -> Sketch.Bar? {
        let accompaniment = self.bar(meantBy: bar.similarity)
        let tune = self.bar(meantBy: bar.tuneSimilarity)
        guard var taken = accompaniment ?? tune else { return nil }
        let below = accompaniment?.notes.filter { $0.voice != .melody } ?? []
        let above = tune?.notes.filter { $0.voice == .melody } ?? []
        // By position; at one position the melody comes last.
        taken.notes = (below + above).enumerated().sorted {
            ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
        }.map(\.element)
        return taken
    }

    /// Velocity class of the voice's next note if none is written.
    package func velocityClass(of voice: Sketch.Voice) -> Int? { velocities[voice.rawValue] }

    // MARK: Reading

    /// Reads a word, which must be one that `allows` permits.
    package mutating func hear(_ word: ComposerWord) {
        switch word {
        case .style(let index): style = index
        case .mode(let mode): self.mode = mode
        case .tempo(let bucket): tempo = bucket
        case .has(let voice): voices.append(voice)
        case .section(let letter, _):
            phase = .planning
            sections.append((letter, bars.count))
            (bar, position) = (nil, -1)
        case .bar(let length): begin(length)
        case .notes:
            phase = .playing
            (bar, position) = (nil, -1)
        case .position(let sixteenths):
            position = sixteenths
            if phase == .planning {
                awaitsChord = true
            } else {
                (voice, groupInVoice, lowestOfGroup, pending) = (.bass, -1, -1, [])
            }
        case .chord(let chord):
            bars[bar!].chords.append(Sketch.ChordChange(position: position, chord: chord))
            awaitsChord = false
        case .like(let similarity): bars[bar!].similarity = similarity
        case .tuneLike(let similarity):
            bars[bar!].tuneSimilarity = similarity
            reference = taken(up: bars[bar!])
        case .velocity: break
        case .note(let voice, let pitch): add(voice, pitch)
        case .length(let length): lengthen(by: length)
        case .end: phase = .done
        }
        last = word
    }

    private mutating func begin(_ length: Int) {
        reference = nil
        if phase == .planning {
            bars.append(Sketch.Bar(length: length))
            (bar, position, awaitsChord) = (bars.count - 1, 0, true)
        } else {
            (bar, position) = ((bar ?? sectionStart - 1) + 1, -1)
        }
    }

    private mutating func add(_ voice: Sketch.Voice, _ pitch: Int) {
        if case .velocity(let number) = last { velocities[voice.rawValue] = number }
        if pending.isEmpty {
            groupInVoice = voice == self.voice ? groupInVoice + 1 : 0
            (self.voice, lowestOfGroup) = (voice, pitch)
        }
        pending.append(pitch)
        if voice == .melody { lastMelodyPitch = pitch }
        bars[bar!].notes.append(
            Sketch.Note(
                voice: voice, position: position, pitch: pitch, length: 0, velocity: velocities[voice.rawValue] ?? 4))
    }

    private mutating func lengthen(by length: Int) {
        let count = pending.isEmpty ? lastGroup : pending.count
        for index in bars[bar!].notes.indices.suffix(count) { bars[bar!].notes[index].length += length }
        (lastGroup, pending) = (count, [])
    }

    private var lastGroup = 0

    // MARK: Grammar

    /// The words that may come next, as ranges of their numbers.
    package var allowed: [Range<Int>] {
        switch phase {
        case .heading: allowedInHeading
        case .planning: allowedInPlan
        case .playing: allowedInNotes
        case .done: []
        }
    }

    private var allowedInHeading: [Range<Int>] {
        switch last {
        case nil: return [ComposerWord.styles]
        case .style: return [ComposerWord.modes]
        case .mode: return [ComposerWord.tempi]
        default:
            let next = ComposerWord.voices.lowerBound + (voices.last.map { $0.rawValue + 1 } ?? 0)
            let further = next..<ComposerWord.voices.upperBound
            return voices.isEmpty ? [further] : [further, Self.one(.section(0, again: false))]
        }
    }

    private var allowedInPlan: [Range<Int>] {
        if awaitsChord { return [ComposerWord.chords] }
        guard let bar else { return [ComposerWord.bars] }
        let first = ComposerWord.positions.lowerBound
        var allowed = [first + position + 1..<first + bars[bar].length]
        if bars.count - sectionStart < Sketch.maximumSectionBars { allowed.append(ComposerWord.bars) }
        return allowed + [Self.one(.notes)]
    }

    private var allowedInNotes: [Range<Int>] {
        switch last {
        case .notes: return [Self.one(.bar(bars[sectionStart].length))]
        case .bar: return allowedSimilarities.map { Self.one(.like($0)) }
        case .like: return allowedSimilarities.map { Self.one(.tuneLike($0)) }
        case .velocity: return allowedNotes(isGroup: true)
        case .position: return allowedGroups
        case .note: return allowedNotes(isGroup: false) + [ComposerWord.lengths]
        case .length(let length):
            let longer = length == ComposerWord.maximumLength ? [ComposerWord.lengths] : []
            return longer + allowedGroups + allowedPositions
        default: return allowedPositions
        }
    }

    private var allowedSimilarities: [Sketch.Similarity] {
        Sketch.Similarity.allCases.filter { $0 == .new || bar(meantBy: $0) != nil }
    }

    /// The notes of a group, or its velocity first.
    private var allowedGroups: [Range<Int>] {
        let notes = allowedNotes(isGroup: true)
        return notes.isEmpty ? [] : [ComposerWord.velocities] + notes
    }

    /// Groups at one position are ordered by voice, then lowest pitch; within a group pitches ascend.
    private func allowedNotes(isGroup: Bool) -> [Range<Int>] {
        let base = ComposerWord.pitches.lowerBound
        if !isGroup {
            let first = base + voice.rawValue * 128
            return Self.without(pitchesHere(voice), first + (pending.last ?? -1) + 1..<first + 128, first)
        }
        return voices.filter { $0.rawValue >= voice.rawValue }.flatMap { other in
            let first = base + other.rawValue * 128
            let lowest = other == voice ? lowestOfGroup + 1 : 0
            return Self.without(pitchesHere(other), first + lowest..<first + 128, first)
        }
    }

    /// Pitches of a voice already written at this position.
    private func pitchesHere(_ voice: Sketch.Voice) -> [Int] {
        guard let bar else { return [] }
        return bars[bar].notes.reversed().prefix { $0.position == position }.filter { $0.voice == voice }.map(\.pitch)
    }

    private static func without(_ pitches: [Int], _ range: Range<Int>, _ first: Int) -> [Range<Int>] {
        var (ranges, start) = ([Range<Int>](), range.lowerBound)
        for pitch in pitches.map({ first + $0 }).filter(range.contains).sorted() {
            if pitch > start { ranges.append(start..<pitch) }
            start = pitch + 1
        }
        return start < range.upperBound ? ranges + [start..<range.upperBound] : ranges
    }

    /// A later position in the bar, the next bar, or whatever follows the section's last bar.
    private var allowedPositions: [Range<Int>] {
        guard let bar else { return [] }
        let first = ComposerWord.positions.lowerBound
        let later = first + position + 1..<first + bars[bar].length
        guard bar + 1 == bars.count else { return [later, Self.one(.bar(bars[bar + 1].length))] }
        return [later] + allowedSections + [Self.one(.end)]
    }

    /// Any letter used before, or the next new one.
    private var allowedSections: [Range<Int>] {
        let known = Set(sections.map(\.letter))
        var allowed = known.sorted().map { Self.one(.section($0, again: true)) }
        if let new = (0..<Sketch.letterCount).first(where: { !known.contains($0) }) {
            allowed.append(Self.one(.section(new, again: false)))
        }
        return allowed
    }

    private static func one(_ word: ComposerWord) -> Range<Int> { word.number..<word.number + 1 }

    /// Whether a word may come next.
    package func allows(_ word: ComposerWord) -> Bool { allowed.contains { $0.contains(word.number) } }

    // MARK: Decoding

    /// The song so far; bars that are planned but not yet played are silent.
    /// - Parameters:
    ///   - styles: Names of the model's styles.
    ///   - key: The exact key, of which the words encode only the mode.
    ///   - beatsPerMinute: The exact tempo, which the words encode only roughly.
    package func sketch(styles: [String], key: Key, beatsPerMinute: Double) -> Sketch {
        var sketch = Sketch(
            style: style.flatMap { $0 < styles.count ? styles[$0] : nil } ?? "", key: key,
            beatsPerMinute: beatsPerMinute)
        for (index, section) in sections.enumerated() {
            let end = index + 1 < sections.count ? sections[index + 1].firstBar : bars.count
            var own = Array(bars[section.firstBar..<end])
            for bar in own.indices { own[bar].tidy() }
            sketch.sections.append(Sketch.Section(letter: section.letter, bars: own))
        }
        return sketch
    }
}
