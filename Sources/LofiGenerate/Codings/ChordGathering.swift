import LofiScore

/// One part's notes and chords as music21 10.5 (`midiTrackToStream`) makes them of a MIDI track.
///
/// Notes that begin less than a sixteenth after the first and end at most a sixteenth from it are one chord. Onsets and
/// lengths are then rounded to quarters or thirds of a beat (`NotationGrid`), and what sounds over a bar line is tied:
/// struck again there, as far as the words can tell. music21 forgets some of those ties where notes overlap.
struct ChordGathering {
    struct Strike {
        /// Of a quarter, rounded.
        let twelfths: Int
        let token: NoteChordToken
    }

    /// In order of time.
    let strikes: [Strike]

    init(_ part: Part, in score: Score) {
        let ticksPerQuarter = score.ticksPerQuarter
        let chords = Self.chords(part.notes, ticksPerQuarter)
        let starts = chords.map { NotationGrid.nearest(Double($0[0].startTick) / Double(ticksPerQuarter)) }
        let bars = score.meterMap.bars(upTo: part.lastNoteEndTick + ticksPerQuarter)
        let barLines = bars.map { NotationGrid.nearest(Double($0.startTick) / Double(ticksPerQuarter)) }
        var strikes: [Strike] = []
        var nextLine = 0
        for (index, chord) in chords.enumerated() {
            let start = starts[index]
            let next = starts[(index + 1)...].first { $0 > start }
            // A chord lasts as long as the last of its notes.
            let length = NotationGrid.length(
                Double(chord[chord.count - 1].durationTicks) / Double(ticksPerQuarter), gap: next.map { $0 - start })
            let token = NoteChordToken(
                chord.count == 1 ? .note(chord[0].pitch) : .chord(NormalOrder.of(chord.map(\.pitch))))
            strikes.append(Strike(twelfths: start, token: token))
            while nextLine < barLines.count, barLines[nextLine] <= start { nextLine += 1 }
            for line in barLines[nextLine...].prefix(while: { $0 < start + length }) {
                strikes.append(Strike(twelfths: line, token: token))
            }
        }
        self.strikes = strikes.enumerated().sorted {
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
