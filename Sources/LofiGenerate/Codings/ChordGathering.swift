import LofiScore

/// One part's notes and chords as music21 10.5 (`midiTrackToStream`) makes them of a MIDI track.
///
/// Notes that begin less than a sixteenth after the first and end at most a sixteenth from it are one chord. Onsets and
/// lengths are then rounded to quarters or thirds of a beat, and what sounds over a bar line is tied: struck again there,
/// as far as the words can tell.
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
        let notes = part.notes
        var isGathered = [Bool](repeating: false, count: notes.count)
        let bars = score.meterMap.bars(upTo: part.lastNoteEndTick + ticksPerQuarter)
        let barLines = bars.map { Self.twelfths($0.startTick, ticksPerQuarter) }
        var strikes: [Strike] = []
        for first in notes.indices where !isGathered[first] {
            var chord = [notes[first]]
            for other in notes.indices[(first + 1)...] {
                guard (notes[other].startTick - notes[first].startTick) * 4 < ticksPerQuarter else { break }
                guard abs(notes[other].endTick - notes[first].endTick) * 4 <= ticksPerQuarter else { continue }
                chord.append(notes[other])
                isGathered[other] = true
            }
            let start = Self.twelfths(notes[first].startTick, ticksPerQuarter)
            // A chord lasts as long as the last of its notes; nothing lasts less than a sixteenth.
            let length = max(3, Self.twelfths(chord[chord.count - 1].durationTicks, ticksPerQuarter))
            let kind: NoteChordToken.Kind =
                chord.count == 1 ? .note(chord[0].pitch) : .chord(NormalOrder.of(chord.map(\.pitch)))
            let token = NoteChordToken(kind)
            strikes.append(Strike(twelfths: start, token: token))
            for line in barLines where line > start && line < start + length {
                strikes.append(Strike(twelfths: line, token: token))
            }
        }
        self.strikes = strikes.enumerated().sorted {
            ($0.element.twelfths, $0.offset) < ($1.element.twelfths, $1.offset)
        }.map(\.element)
    }

    /// The nearest quarter or third of a beat, in twelfths of a quarter; of two equally near ones the quarter.
    private static func twelfths(_ ticks: Int, _ ticksPerQuarter: Int) -> Int {
        let exact = Double(ticks) / Double(ticksPerQuarter) * 12
        let (fourth, third) = ((exact / 3).rounded() * 3, (exact / 4).rounded() * 4)
        return Int(abs(exact - third) < abs(exact - fourth) ? third : fourth)
    }
}
