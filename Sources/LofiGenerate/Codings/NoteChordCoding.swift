import LofiScore

/// A song as the write-up turns it into words: notes by name, chords by their normal order, rhythm left out.
///
/// `ChordGathering` reads the score as music21 10.5 reads the file. The write-up takes `parts[0]` of
/// `partitionByInstrument`, which is the first part that sounds where only the first track names an instrument, as in its
/// data set: the right hands alone. Drums are no notes to music21.
package struct NoteChordCoding: Sendable {
    package enum Reading: String, Sendable, CaseIterable {
        /// The write-up's own: what lies outside the first part is lost.
        case asWritten = "as-written"
        /// All parts in order of time, as music21's `flatten()` has them.
        case bothHands = "both-hands"
    }

    package let reading: Reading

    package init(_ reading: Reading) { self.reading = reading }

    package func tokens(of score: Score) -> [NoteChordToken] {
        let pitched = score.parts.filter { !$0.isDrums && !$0.notes.isEmpty }
        let parts = reading == .asWritten ? Array(pitched.prefix(1)) : pitched
        let gathered = parts.enumerated().flatMap { index, part in
            ChordGathering(part, in: score).strikes.map { (part: index, strike: $0) }
        }
        return gathered.sorted { ($0.strike.twelfths, $0.part) < ($1.strike.twelfths, $1.part) }.map { $0.strike.token }
    }

    /// The write-up's song: each event an eighth after the one before and a quarter long, chords by their pitch classes
    /// about middle C, velocity 90 (music21's own).
    /// - Parameters:
    ///   - beatsPerMinute: the tempo; music21 writes 120.
    ///   - closeVoicing: lays each chord near the one before instead, so that the voices move as little as they can.
    package func score(
        of tokens: [NoteChordToken], beatsPerMinute: Double = 120, closeVoicing: Bool = false
    ) -> Score {
        let ticksPerQuarter = 480
        var voicing = Voicing()
        var notes: [Note] = []
        for (index, token) in tokens.enumerated() {
            let pitches: [Int] =
                switch token.kind {
                case .note(let pitch): [pitch]
                case .voicing(let pitches): pitches
                case .chord(let classes): closeVoicing ? voicing.next(classes) : classes.map { 60 + $0 }.sorted()
                case .bar, .position, .length: []
                }
            notes += pitches.map {
                Note(
                    startTick: index * ticksPerQuarter / 2, durationTicks: ticksPerQuarter, pitch: $0, velocity: 90)
            }
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: ticksPerQuarter, beatsPerMinute: beatsPerMinute),
            parts: [Part(name: "Piano", role: .chords, notes: notes)])
    }
}
