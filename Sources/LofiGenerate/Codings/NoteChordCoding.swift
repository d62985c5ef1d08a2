import LofiScore

/// Encodes a song as in the write-up: notes by name, chords by their normal order, without rhythm.
///
/// `ChordGathering` reads the score as music21 10.5 reads the file. The write-up takes `parts[0]` of
/// `partitionByInstrument`, the first sounding part if only the first track names an instrument, as in its data set:
/// the right hands alone. music21 does not treat drums as notes.
package struct NoteChordCoding: Sendable {
    /// Which parts of a song are read.
    package enum Reading: String, Sendable, CaseIterable {
        /// As in the write-up: only the first part.
        case asWritten = "as-written"
        /// All parts in order of time, as in music21's `flatten()`.
        case bothHands = "both-hands"
    }

    /// Which parts are read.
    package let reading: Reading

    /// - Parameter reading: Which parts are read.
    package init(_ reading: Reading) { self.reading = reading }

    /// Encodes a score.
    package func tokens(of score: Score) -> [NoteChordToken] {
        let pitched = score.parts.filter { !$0.isDrums && !$0.notes.isEmpty }
        let parts = reading == .asWritten ? Array(pitched.prefix(1)) : pitched
        let gathered = parts.enumerated().flatMap { index, part in
            ChordGathering(part, in: score).events.map { (part: index, event: $0) }
        }
        return gathered.sorted { ($0.event.twelfths, $0.part) < ($1.event.twelfths, $1.part) }.map { $0.event.token }
    }

    /// Decodes a song as in the write-up: an event every eighth, each a quarter long, chords as pitch classes around
    /// middle C, velocity 90 (music21's default).
    /// - Parameters:
    ///   - tokens: The tokens to decode.
    ///   - beatsPerMinute: Tempo; music21 writes 120.
    ///   - closeVoicing: Voices each chord close to the previous one, with minimal voice movement.
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
