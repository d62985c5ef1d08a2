extension Score {
    /// The notes of a song that is a single unaccompanied melody, drums aside; nil for any other song.
    ///
    /// A melody is one voice at a time, octave doublings allowed, above the bass register, and more stepwise than
    /// broken chords are. With bare notes, a single voice counts as a melody however it moves.
    public var soloMelody: [Note]? {
        let notes = pitchedNotes
        guard notes.count >= SoloMelody.minimumNotes, SoloMelody.isSingleVoice(notes),
            isBare || SoloMelody.isMelodic(notes)
        else { return nil }
        return notes
    }
}

/// Criteria for an unaccompanied melody.
private enum SoloMelody {
    static let minimumNotes = 4
    /// Maximum share of notes that overlap others: grace notes, legato, a final chord. Tuned 2026-11-30: the densest of
    /// POP909's even-numbered melodies has 0.05; its piano parts have more than 0.5.
    private static let maximumOverlap = 0.1
    /// Minimum median MIDI key (E3); half the notes of a bass line lie below it.
    private static let minimumMedianPitch = 52
    /// Maximum share of intervals of a third or more. Tuned 2026-11-30: 95 % of POP909's even-numbered melodies have at
    /// most 0.55, broken triads 0.9 or more.
    private static let maximumLeaps = 0.75

    /// Whether at most a few notes overlap others.
    /// - Parameter notes: In order of onset.
    static func isSingleVoice(_ notes: [Note]) -> Bool {
        var overlapping = 0
        var sounding = notes[0]
        for note in notes.dropFirst() {
            let overlap = min(sounding.endTick, note.endTick) - note.startTick
            let isDoubling = note.startTick == sounding.startTick && (note.pitch - sounding.pitch) % 12 == 0
            if overlap * 2 > min(sounding.durationTicks, note.durationTicks), !isDoubling { overlapping += 1 }
            if note.endTick >= sounding.endTick { sounding = note }
        }
        return Double(overlapping) <= maximumOverlap * Double(notes.count)
    }

    /// Whether the notes are high enough and mostly stepwise.
    static func isMelodic(_ notes: [Note]) -> Bool {
        let pitches = notes.map(\.pitch).sorted()
        guard pitches[pitches.count / 2] >= minimumMedianPitch else { return false }
        let line = MelodyLine(notes).notes
        let leaps = zip(line, line.dropFirst()).count { abs($1.pitch - $0.pitch) > 2 }
        return Double(leaps) <= maximumLeaps * Double(max(1, line.count - 1))
    }
}
