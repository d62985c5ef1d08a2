import LofiScore

extension ComposerReader {
    /// The word that would go on as the bar that is taken up went on, in a plan as in what is played; nil where there is none.
    ///
    /// Where the notes are others than there, what it says keeps to the order: the second note of a chord there for the second
    /// here, its length for the length. So a rhythm can return with other notes.
    package var repetition: ComposerWord? {
        switch phase {
        case .planning: repetitionOfPlan
        case .playing: reference.flatMap(repetition(of:))
        case .heading, .done: nil
        }
    }

    // MARK: Plan

    /// A section's plan goes on as that of the last section with its letter, else with the chord of four bars before.
    private var repetitionOfPlan: ComposerWord? {
        let next = bar.map { $0 + 1 } ?? sectionStart
        let earlier = Sketch.reference(.section, of: next, sections: sections)
        let onward = earlier.map { ComposerWord.bar(bars[$0].length) }
        guard let bar else { return onward }
        let reference = Sketch.reference(.section, of: bar, sections: sections)
        guard let planned = reference ?? Sketch.reference(.four, of: bar, sections: sections) else { return nil }
        if awaitsChord { return .chord(bars[planned].chord(at: position)) }
        if let change = bars[planned].chords.first(where: { $0.position > position }) {
            return .position(change.position)
        }
        return reference == nil ? nil : onward ?? .notes
    }

    // MARK: Notes

    /// Notes of one voice that begin and end together and are struck alike.
    private struct Group {
        let voice: Sketch.Voice
        /// How many of its voice came before it at its place.
        let place: Int
        var notes: [Sketch.Note]
    }

    private func repetition(of reference: Sketch.Bar) -> ComposerWord? {
        switch last {
        case .position, .velocity, .note, .length:
            let groups = Self.groups(reference.notes.filter { $0.position == position })
            if !struck.isEmpty {
                guard let group = groups.first(where: { $0.voice == voice && $0.place == groupInVoice }) else {
                    return nil
                }
                if struck.count < group.notes.count { return .note(voice, group.notes[struck.count].pitch) }
                return .length(min(group.notes[0].length, ComposerWord.longestLength))
            }
            let next = groups.first { ($0.voice.rawValue, $0.place) > (voice.rawValue, groupInVoice) }
            if let next {
                if case .velocity = last { return .note(next.voice, next.notes[0].pitch) }
                return strength(of: next.voice) == next.notes[0].velocity
                    ? .note(next.voice, next.notes[0].pitch) : .velocity(next.notes[0].velocity)
            }
            return placeToCome(in: reference)
        case .tuneLike: return placeToCome(in: reference)
        default: return nil
        }
    }

    private func placeToCome(in reference: Sketch.Bar) -> ComposerWord? {
        if let next = reference.notes.first(where: { $0.position > position }) { return .position(next.position) }
        return bar.flatMap { $0 + 1 < bars.count ? .bar(bars[$0 + 1].length) : nil }
    }

    /// - Parameter notes: of one place, in the order in which they were said.
    private static func groups(_ notes: [Sketch.Note]) -> [Group] {
        notes.reduce(into: []) { groups, note in
            let last = groups.last
            let first = last?.notes.first
            if let first, first.voice == note.voice, first.length == note.length, first.velocity == note.velocity {
                groups[groups.count - 1].notes.append(note)
            } else {
                let place = last?.voice == note.voice ? (last?.place ?? -1) + 1 : 0
                groups.append(Group(voice: note.voice, place: place, notes: [note]))
            }
        }
    }
}
