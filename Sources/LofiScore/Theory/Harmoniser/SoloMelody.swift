extension Score {
    /// The notes of a song that is one melody and nothing else, drums aside; nil for any other song.
    ///
    /// One melody is one voice at a time, octave doublings allowed, in the register of a voice rather than of a bass, that
    /// moves by steps more than broken chords do. A lone voice of bare notes is one however it moves.
    public var soloMelody: [Note]? {
        let notes = pitchedNotes
        guard notes.count >= SoloMelody.minimumNotes, SoloMelody.isSingleVoice(notes),
            isBare || SoloMelody.isMelodic(notes)
        else { return nil }
        return notes
    }
}

/// What makes notes a melody without accompaniment.
private enum SoloMelody {
    static let minimumNotes = 4
    /// Share of the notes that may sound together with another: grace notes, legato, a chord at the end. Tuned, 2026-11-30:
    /// of POP909's melodies of even rank the densest has 0.05; its piano parts have more than 0.5.
    private static let maximumOverlap = 0.1
    /// MIDI key: half of a bass line's notes lie below E3.
    private static let minimumMedianPitch = 52
    /// Share of the intervals that may be leaps of a third or more. Tuned, 2026-11-30: 95 % of POP909's melodies of even
    /// rank have at most 0.55, broken triads 0.9 and more.
    private static let maximumLeaps = 0.75

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

    static func isMelodic(_ notes: [Note]) -> Bool {
        let pitches = notes.map(\.pitch).sorted()
        guard pitches[pitches.count / 2] >= minimumMedianPitch else { return false }
        let line = MelodyLine(notes).notes
        let leaps = zip(line, line.dropFirst()).count { abs($1.pitch - $0.pitch) > 2 }
        return Double(leaps) <= maximumLeaps * Double(max(1, line.count - 1))
    }
}
