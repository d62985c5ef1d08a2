import LofiScore

/// Notes and chords of one part, as music21 10.5 (`midiTrackToStream`) reads them from a MIDI track.
///
/// Notes that start less than a sixteenth after the first and end within a sixteenth of it form a chord. Onsets and
/// durations are then rounded to quarters or thirds of a beat (`NotationGrid`), and notes held over a bar line are
/// tied, which repeats their token. music21 drops some of those ties where notes overlap.
struct ChordGathering {
    /// A note or chord with its onset.
    struct Event {
        /// Onset in twelfths of a quarter, rounded.
        let twelfths: Int
        let token: NoteChordToken
    }

    /// Notes and chords in order of time.
    let events: [Event]

    init(_ part: Part, in score: Score) {
        let ticksPerQuarter = score.ticksPerQuarter
        let chords = Self.chords(part.notes, ticksPerQuarter)
        let starts = chords.map { NotationGrid.nearest(Double($0[0].startTick) / Double(ticksPerQuarter)) }
        let bars = score.meterMap.bars(upTo: part.lastNoteEndTick + ticksPerQuarter)
        let barLines = bars.map { NotationGrid.nearest(Double($0.startTick) / Double(ticksPerQuarter)) }
        var events: [Event] = []
        var nextLine = 0
        for (index, chord) in chords.enumerated() {
            let start = starts[index]
            let next = starts[(index + 1)...].first { $0 > start }
            // A chord lasts as long as its last note.
            let length = NotationGrid.length(
                Double(chord[chord.count - 1].durationTicks) / Double(ticksPerQuarter), gap: next.map { $0 - start })
            let token = NoteChordToken(
                chord.count == 1 ? .note(chord[0].pitch) : .chord(NormalOrder.of(chord.map(\.pitch))))
            events.append(Event(twelfths: start, token: token))
            while nextLine < barLines.count, barLines[nextLine] <= start { nextLine += 1 }
            for line in barLines[nextLine...].prefix(while: { $0 < start + length }) {
                events.append(Event(twelfths: line, token: token))
            }
        }
        self.events = events.enumerated().sorted {
            ($0.element.twelfths, $0.offset) < ($1.element.twelfths, $1.offset)
        }.map(\.element)
    }

    private static func chords(_ notes: [Note], _ ticksPerQuarter: Int) -> [[Note]] {
        var isGathered = [Bool](repeating: false, count: notes.count)
        return notes.indices.compactMap { first in
            guard !isGathered[first] else { return nil }
            var chord = [notes[first]]
            for other in notes.indices[(first + 1)...] {
                guard (notes[other].startTick - notes[first].startTick) * 4 < ticksPerQuarter else { break }
                guard abs(notes[other].endTick - notes[first].endTick) * 4 <= ticksPerQuarter else { continue }
                chord.append(notes[other])
                isGathered[other] = true
            }
            return chord
        }
    }
}
