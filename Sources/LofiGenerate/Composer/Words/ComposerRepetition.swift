import LofiScore

extension ComposerReader {
    /// The word that continues the repetition of an earlier bar, in a plan as well as in notes; nil if there is none.
    ///
    /// Where the notes differ, the order is matched instead: the second note of an earlier chord stands for the second
    /// note here, and its duration for the duration. A rhythm can thus return with other notes.
    package var repetition: ComposerWord? {
        switch phase {
        case .planning: repetitionOfPlan
        case .playing: reference.flatMap(repetition(of:))
        case .heading, .done: nil
        }
    }

    // MARK: Plan

    /// A plan repeats that of the last section with the same letter, or else the chord of four bars before.
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

    /// Notes of one voice with the same position, duration and velocity.
    private struct Group {
        let voice: Sketch.Voice
        /// Number of groups of its voice before it at its position.
        let index: Int
        var notes: [Sketch.Note]
    }

    private func repetition(of reference: Sketch.Bar) -> ComposerWord? {
        switch last {
        case .position, .velocity, .note, .length:
            let groups = Self.groups(reference.notes.filter { $0.position == position })
            if !pending.isEmpty {
                guard let group = groups.first(where: { $0.voice == voice && $0.index == groupInVoice }) else {
                    return nil
                }
                if pending.count < group.notes.count { return .note(voice, group.notes[pending.count].pitch) }
                return .length(min(group.notes[0].length, ComposerWord.maximumLength))
            }
            let next = groups.first { ($0.voice.rawValue, $0.index) > (voice.rawValue, groupInVoice) }
            if let next {
                if case .velocity = last { return .note(next.voice, next.notes[0].pitch) }
                return velocityClass(of: next.voice) == next.notes[0].velocity
                    ? .note(next.voice, next.notes[0].pitch) : .velocity(next.notes[0].velocity)
            }
            return nextPosition(in: reference)
        case .tuneLike: return nextPosition(in: reference)
        default: return nil
        }
    }

    private func nextPosition(in reference: Sketch.Bar) -> ComposerWord? {
        if let next = reference.notes.first(where: { $0.position > position }) { return .position(next.position) }
        return bar.flatMap { $0 + 1 < bars.count ? .bar(bars[$0 + 1].length) : nil }
    }

    /// - Parameter notes: Notes at one position, in the order of their words.
    private static func groups(_ notes: [Sketch.Note]) -> [Group] {
        notes.reduce(into: []) { groups, note in
            let last = groups.last
            let first = last?.notes.first
            if let first, first.voice == note.voice, first.length == note.length, first.velocity == note.velocity {
                groups[groups.count - 1].notes.append(note)
            } else {
                let index = last?.voice == note.voice ? (last?.index ?? -1) + 1 : 0
                groups.append(Group(voice: note.voice, index: index, notes: [note]))
            }
        }
    }
}
