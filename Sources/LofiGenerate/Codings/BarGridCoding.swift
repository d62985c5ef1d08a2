import LofiScore

/// A song as words that keep what the write-up's lose: both hands, octaves, lengths, and where in the bar a note falls.
///
/// Bars, positions and lengths are words of their own, as in REMI (Y. Huang and Y. Yang, "Pop Music Transformer", 2020):
///
///     |16  @0 C3.G3 :8 E4 :4  @4 G4 :4  |16 …
///
/// Notes that begin and end together are one chord where the corpus has that chord often enough, else one word each, so
/// nothing is ever unknown. The songs shall be on the grid of their pulse (`Score.onPulse`) and in one key
/// (`Score.inCommonKey`).
package struct BarGridCoding: Sendable {
    /// In sixteenths; up to six quarters.
    package static let barLengths = 1...24
    package static let positions = 0..<24
    package static let lengths = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32]

    /// Chords that are one word: rising MIDI keys.
    package let voicings: Set<[Int]>

    /// - Parameter voicings: as `voicings(in:)` finds them in a corpus.
    package init(voicings: Set<[Int]> = []) { self.voicings = voicings }

    /// With the chords of a model's vocabulary.
    package init(_ vocabulary: Vocabulary) {
        let voicings = vocabulary.tokens.compactMap { token in
            if case .voicing(let pitches) = token.kind { pitches } else { nil }
        }
        self.init(voicings: Set(voicings))
    }

    /// The chords that a corpus strikes often.
    /// - Parameters:
    ///   - fewestUses: a chord struck less often is spelt note by note.
    ///   - most: words for chords at most; of equally common ones the lower.
    package static func voicings(in scores: [Score], fewestUses: Int = 4, most: Int = 512) -> Set<[Int]> {
        var uses: [[Int]: Int] = [:]
        for score in scores {
            for bar in bars(of: score) {
                for strike in bar.strikes where strike.pitches.count > 1 { uses[strike.pitches, default: 0] += 1 }
            }
        }
        let common = uses.filter { $0.value >= fewestUses }.sorted {
            $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
        }
        return Set(common.prefix(most).map(\.key))
    }

    /// The words of a corpus: all that it uses, and each key of a piano and each length whether it uses them or not.
    package func vocabulary(of scores: [Score]) -> Vocabulary {
        Vocabulary(
            scores.flatMap(tokens) + Melody.pitches.map { NoteChordToken(.note($0)) }
                + Self.lengths.map { NoteChordToken(.length($0)) })
    }

    // MARK: Words of a score

    package func tokens(of score: Score) -> [NoteChordToken] {
        Self.bars(of: score).flatMap { bar -> [NoteChordToken] in
            var words: [NoteChordToken.Kind] = [.bar(length: bar.length)]
            var position: Int?
            for strike in bar.strikes {
                if strike.position != position { words.append(.position(strike.position)) }
                position = strike.position
                if voicings.contains(strike.pitches) {
                    words += [.voicing(strike.pitches), .length(strike.length)]
                } else {
                    words += strike.pitches.flatMap { [.note($0), .length(strike.length)] }
                }
            }
            return words.map { NoteChordToken($0) }
        }
    }

    private struct Strike {
        /// Sixteenths.
        let position, length: Int
        /// Rising.
        let pitches: [Int]
    }

    private static func bars(of score: Score) -> [(length: Int, strikes: [Strike])] {
        let sixteenth = Double(score.ticksPerQuarter) / 4
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick).flatMap { bar in
            // Bars too long for the words are two.
            let whole = max(1, Int((Double(bar.lengthTicks) / sixteenth).rounded()))
            let longest = barLengths.upperBound
            return stride(from: 0, to: whole, by: longest).map { first in
                (start: bar.startTick + Int(Double(first) * sixteenth), length: min(longest, whole - first))
            }
        }
        var strikes = [[Strike]](repeating: [], count: bars.count)
        var notes = score.pitchedNotes[...]
        for (index, bar) in bars.enumerated() {
            // What is rounded to the next bar line belongs to the next bar.
            let end = index + 1 < bars.count ? Double(bars[index + 1].start) - sixteenth / 2 : .infinity
            let own = notes.prefix { Double($0.startTick) < end }
            notes = notes.dropFirst(own.count)
            strikes[index] = Self.strikes(own, in: bar, sixteenth: sixteenth)
        }
        return zip(bars, strikes).map { ($0.length, $1) }
    }

    private static func strikes(
        _ notes: ArraySlice<Note>, in bar: (start: Int, length: Int), sixteenth: Double
    ) -> [Strike] {
        let placed = notes.map { note in
            let position = Int((Double(note.startTick - bar.start) / sixteenth).rounded())
            let length = lengths[nearestLength(Double(note.durationTicks) / sixteenth)]
            return (position: min(max(0, position), bar.length - 1), length: length, pitch: note.pitch)
        }
        let together = Dictionary(grouping: placed) { [$0.position, $0.length] }
        return together.map { key, notes in
            Strike(position: key[0], length: key[1], pitches: Set(notes.map(\.pitch)).sorted())
        }.sorted { ($0.position, $0.pitches[0], $0.length) < ($1.position, $1.pitches[0], $1.length) }
    }

    /// The place in `lengths` of the one nearest to a length in sixteenths; of two the shorter.
    static func nearestLength(_ exact: Double) -> Int {
        lengths.indices.min { abs(Double(lengths[$0]) - exact) < abs(Double(lengths[$1]) - exact) } ?? 0
    }
}
