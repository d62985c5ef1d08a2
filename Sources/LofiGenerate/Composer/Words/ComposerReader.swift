import LofiScore

/// Follows the words of a song: what is written so far, where the next word stands, and which words may come.
///
/// It is decoder, grammar and memory in one: whoever trains, samples or reads words moves the same reader along.
package struct ComposerReader: Sendable {
    package enum Phase: Sendable, Equatable { case heading, planning, playing, done }

    package private(set) var phase = Phase.heading
    package private(set) var style: Int?
    package private(set) var mode: Key.Mode?
    package private(set) var tempo: Int?
    package private(set) var voices: [Sketch.Voice] = []
    /// All bars, those of the section at hand planned first and played later.
    package private(set) var bars: [Sketch.Bar] = []
    package private(set) var sections: [(letter: Int, firstBar: Int)] = []
    /// Of the bar that is being planned or played, in `bars`; nil before the first of a section.
    package private(set) var bar: Int?
    /// In the bar, −1 before the first.
    package private(set) var position = -1
    package private(set) var last: ComposerWord?
    /// Keys of the notes whose length is still to come.
    private(set) var struck: [Int] = []
    /// Of the last group of notes at this place.
    private(set) var voice = Sketch.Voice.bass
    /// How many groups of its voice came before that one at this place, −1 before the first.
    private(set) var groupInVoice = -1
    private var lowestOfGroup = -1
    private var strengths: [Int?] = [nil, nil, nil]
    /// A chord is still due at the place.
    private(set) var awaitsChord = false
    package private(set) var lastMelodyPitch: Int?

    package init() {}

    /// Where the section at hand begins, in `bars`.
    package var sectionStart: Int { sections.last?.firstBar ?? 0 }

    /// What the bar at hand takes up, the accompaniment of one earlier bar and the tune of one; nil before it has said so, and
    /// where all is new.
    package private(set) var reference: Sketch.Bar?

    /// The bar that a likeness of the bar at hand means.
    package func bar(meantBy likeness: Sketch.Likeness) -> Sketch.Bar? {
        bar.flatMap { Sketch.reference(likeness, of: $0, sections: sections) }.map { bars[$0] }
    }

    private func taken(up bar: Sketch.Bar) -> Sketch.Bar? {
        let accompaniment = self.bar(meantBy: bar.likeness)
        let tune = self.bar(meantBy: bar.tuneLikeness)
        guard var taken = accompaniment ?? tune else { return nil }
        let below = accompaniment?.notes.filter { $0.voice != .melody } ?? []
        let above = tune?.notes.filter { $0.voice == .melody } ?? []
        // By place; at one place the tune comes last.
        taken.notes = (below + above).enumerated().sorted {
            ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
        }.map(\.element)
        return taken
    }

    /// The class that a voice's next note has where none is told.
    package func strength(of voice: Sketch.Voice) -> Int? { strengths[voice.rawValue] }

    // MARK: Reading

    /// Takes a word in that `allows` has allowed.
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
        case .position(let place):
            position = place
            if phase == .planning {
                awaitsChord = true
            } else {
                (voice, groupInVoice, lowestOfGroup, struck) = (.bass, -1, -1, [])
            }
        case .chord(let chord):
            bars[bar!].chords.append(Sketch.ChordChange(position: position, chord: chord))
            awaitsChord = false
        case .like(let likeness): bars[bar!].likeness = likeness
        case .tuneLike(let likeness):
            bars[bar!].tuneLikeness = likeness
            reference = taken(up: bars[bar!])
        case .velocity: break
        case .note(let voice, let pitch): strike(voice, pitch)
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

    private mutating func strike(_ voice: Sketch.Voice, _ pitch: Int) {
        if case .velocity(let strength) = last { strengths[voice.rawValue] = strength }
        if struck.isEmpty {
            groupInVoice = voice == self.voice ? groupInVoice + 1 : 0
            (self.voice, lowestOfGroup) = (voice, pitch)
        }
        struck.append(pitch)
        if voice == .melody { lastMelodyPitch = pitch }
        bars[bar!].notes.append(
            Sketch.Note(
                voice: voice, position: position, pitch: pitch, length: 0, velocity: strengths[voice.rawValue] ?? 4))
    }

    private mutating func lengthen(by length: Int) {
        let count = struck.isEmpty ? lastGroup : struck.count
        for index in bars[bar!].notes.indices.suffix(count) { bars[bar!].notes[index].length += length }
        (lastGroup, struck) = (count, [])
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
        let places = ComposerWord.positions.lowerBound
        var allowed = [places + position + 1..<places + bars[bar].length]
        if bars.count - sectionStart < Sketch.longestSection { allowed.append(ComposerWord.bars) }
        return allowed + [Self.one(.notes)]
    }

    private var allowedInNotes: [Range<Int>] {
        switch last {
        case .notes: return [Self.one(.bar(bars[sectionStart].length))]
        case .bar: return allowedLikenesses.map { Self.one(.like($0)) }
        case .like: return allowedLikenesses.map { Self.one(.tuneLike($0)) }
        case .velocity: return allowedNotes(isGroup: true)
        case .position: return allowedGroups
        case .note: return allowedNotes(isGroup: false) + [ComposerWord.lengths]
        case .length(let length):
            let longer = length == ComposerWord.longestLength ? [ComposerWord.lengths] : []
            return longer + allowedGroups + allowedPlaces
        default: return allowedPlaces
        }
    }

    private var allowedLikenesses: [Sketch.Likeness] {
        Sketch.Likeness.allCases.filter { $0 == .new || bar(meantBy: $0) != nil }
    }

    /// A group's notes, or first its strength.
    private var allowedGroups: [Range<Int>] {
        let notes = allowedNotes(isGroup: true)
        return notes.isEmpty ? [] : [ComposerWord.velocities] + notes
    }

    /// Groups of one place: by voice, then by their lowest keys; in a group keys rise.
    private func allowedNotes(isGroup: Bool) -> [Range<Int>] {
        let base = ComposerWord.pitches.lowerBound
        if !isGroup {
            let first = base + voice.rawValue * 128
            return Self.without(struckHere(voice), first + (struck.last ?? -1) + 1..<first + 128, first)
        }
        return voices.filter { $0.rawValue >= voice.rawValue }.flatMap { other in
            let first = base + other.rawValue * 128
            let lowest = other == voice ? lowestOfGroup + 1 : 0
            return Self.without(struckHere(other), first + lowest..<first + 128, first)
        }
    }

    private func struckHere(_ voice: Sketch.Voice) -> [Int] {
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

    /// A later place in the bar, the next bar, or what follows the section's last bar.
    private var allowedPlaces: [Range<Int>] {
        guard let bar else { return [] }
        let places = ComposerWord.positions.lowerBound
        let later = places + position + 1..<places + bars[bar].length
        guard bar + 1 == bars.count else { return [later, Self.one(.bar(bars[bar + 1].length))] }
        return [later] + allowedSections + [Self.one(.end)]
    }

    /// A letter that was there comes again; of new ones the next.
    private var allowedSections: [Range<Int>] {
        let known = Set(sections.map(\.letter))
        var allowed = known.sorted().map { Self.one(.section($0, again: true)) }
        if let new = (0..<Sketch.letterCount).first(where: { !known.contains($0) }) {
            allowed.append(Self.one(.section(new, again: false)))
        }
        return allowed
    }

    private static func one(_ word: ComposerWord) -> Range<Int> { word.number..<word.number + 1 }

    package func allows(_ word: ComposerWord) -> Bool { allowed.contains { $0.contains(word.number) } }

    // MARK: What was read

    /// The song so far; bars that are planned and not played are silent.
    /// - Parameters:
    ///   - styles: the names of the model's styles.
    ///   - key, beatsPerMinute: which the words tell only roughly.
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
