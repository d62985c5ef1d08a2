import LofiScore

/// A stream of notes and chords, one event after the other, split into two voices: chords held for half bars under a
/// melody of the top notes.
struct StreamDivision {
    let parts: [Part]

    /// Register of the chords: C3 to G4, below the melody.
    private static let register = 48...67
    /// Maximum notes in a chord.
    private static let maximumNotes = 4
    /// Lowest note of a melody: A3.
    private static let lowestMelody = 57

    /// - Parameter minimumChordShare: minimum share of onsets with three or more notes, 0…1.
    /// - Returns: nil for more than one part, and for a melody.
    init?(_ score: Score, minimumChordShare: Double) {
        guard score.parts.count == 1, let part = score.parts.first else { return nil }
        let events = ChordGroups(part.notes, ticksPerQuarter: score.ticksPerQuarter).groups
        let chordal = events.filter { Set($0.map(\.pitch)).count >= 3 }
        guard Double(chordal.count) >= minimumChordShare * Double(events.count), !chordal.isEmpty else { return nil }
        var chords = part, melody = part
        (chords.role, chords.name) = (.chords, "Chords")
        (melody.role, melody.name) = (.melody, "Melody")
        chords.notes = Self.held(events, chordal, score)
        melody.notes = events.compactMap { event in
            guard var top = event.max(by: { $0.pitch < $1.pitch }) else { return nil }
            while top.pitch < Self.lowestMelody { top.pitch += 12 }
            return top
        }
        parts = [melody, chords]
    }

    /// Returns the first chord of each half bar, held to the next; a half bar without one continues the last.
    private static func held(_ events: [[Note]], _ chordal: [[Note]], _ score: Score) -> [Note] {
        var notes: [Note] = []
        var voicing = voiced(chordal[0])
        var next = 0
        for bar in score.meterMap.bars(upTo: score.lastNoteEndTick) {
            let middle = bar.startTick + (bar.meter.beats == 4 ? bar.lengthTicks / 2 : bar.lengthTicks)
            for (start, end) in [(bar.startTick, middle), (middle, bar.endTick)] where start < end {
                while next < chordal.count, chordal[next][0].startTick < start { next += 1 }
                if next < chordal.count, chordal[next][0].startTick < end { voicing = voiced(chordal[next]) }
                let isSame = notes.suffix(voicing.count).map(\.pitch) == voicing && start != bar.startTick
                for (index, pitch) in voicing.enumerated() {
                    if isSame {
                        notes[notes.count - voicing.count + index].durationTicks += end - start
                    } else {
                        notes.append(Note(startTick: start, durationTicks: end - start, pitch: pitch, velocity: 64))
                    }
                }
            }
        }
        return notes
    }

    /// Returns ascending pitches within the register, without two tones a semitone apart.
    private static func voiced(_ chord: [Note]) -> [Int] {
        var pitches: [Int] = []
        for pitch in Set(chord.map { folded($0.pitch) }).sorted() where pitches.count < maximumNotes {
            if let last = pitches.last, pitch - last < 2 { continue }
            pitches.append(pitch)
        }
        return pitches
    }

    private static func folded(_ pitch: Int) -> Int {
        var pitch = pitch
        while pitch > register.upperBound { pitch -= 12 }
        while pitch < register.lowerBound { pitch += 12 }
        return pitch
    }
}
