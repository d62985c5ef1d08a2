import LofiScore

/// Encodes a song in tokens that keep what those of the write-up lose: both hands, octaves, durations and positions.
///
/// Bars, positions and durations have their own tokens, as in REMI (Y. Huang and Y. Yang, "Pop Music Transformer",
/// 2020):
///
///     |16  @0 C3.G3 :8 E4 :4  @4 G4 :4  |16 …
///
/// Notes that start and end together form one chord token if the corpus has that chord often enough, otherwise one
/// token each, so that no token is ever unknown. Songs must be on the grid of their beats (`Score.onPulse`) and in a
/// common key (`Score.inCommonKey`).
package struct BarGridCoding: Sendable {
    /// Bar lengths in sixteenths, up to six quarters.
    package static let barLengths = 1...24
    /// Positions in a bar, in sixteenths.
    package static let positions = 0..<24
    /// Durations in sixteenths.
    package static let lengths = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32]

    /// Chords with a token of their own, as ascending MIDI keys.
    package let voicings: Set<[Int]>

    /// - Parameter voicings: Chords with a token of their own, as found by `voicings(in:)`.
    package init(voicings: Set<[Int]> = []) { self.voicings = voicings }

    /// Takes the chords from a model's vocabulary.
    package init(_ vocabulary: Vocabulary) {
        let voicings = vocabulary.tokens.compactMap { token in
            if case .voicing(let pitches) = token.kind { pitches } else { nil }
        }
        self.init(voicings: Set(voicings))
    }

    /// The most frequent chords of a corpus.
    /// - Parameters:
    ///   - scores: The corpus.
    ///   - fewestUses: Minimum number of occurrences; rarer chords are spelt note by note.
    ///   - most: Maximum number of chords; of equally frequent ones the lower are kept.
    package static func voicings(in scores: [Score], fewestUses: Int = 4, most: Int = 512) -> Set<[Int]> {
        var uses: [[Int]: Int] = [:]
        for score in scores {
            for bar in bars(of: score) {
                for onset in bar.onsets where onset.pitches.count > 1 { uses[onset.pitches, default: 0] += 1 }
            }
        }
        let common = uses.filter { $0.value >= fewestUses }.sorted {
            $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
        }
        return Set(common.prefix(most).map(\.key))
    }

    /// The vocabulary of a corpus: all tokens it uses, plus every piano key and every duration.
    package func vocabulary(of scores: [Score]) -> Vocabulary {
        Vocabulary(
            scores.flatMap(tokens) + Melody.pitches.map { NoteChordToken(.note($0)) }
                + Self.lengths.map { NoteChordToken(.length($0)) })
    }

    // MARK: Encoding

    /// Encodes a score.
    package func tokens(of score: Score) -> [NoteChordToken] {
        Self.bars(of: score).flatMap { bar -> [NoteChordToken] in
            var words: [NoteChordToken.Kind] = [.bar(length: bar.length)]
            var position: Int?
            for onset in bar.onsets {
                if onset.position != position { words.append(.position(onset.position)) }
                position = onset.position
                if voicings.contains(onset.pitches) {
                    words += [.voicing(onset.pitches), .length(onset.length)]
                } else {
                    words += onset.pitches.flatMap { [.note($0), .length(onset.length)] }
                }
            }
            return words.map { NoteChordToken($0) }
        }
    }

    /// Notes that start and end together.
    private struct Onset {
        /// In sixteenths.
        let position, length: Int
        /// MIDI keys, ascending.
        let pitches: [Int]
    }

    private static func bars(of score: Score) -> [(length: Int, onsets: [Onset])] {
        let sixteenth = Double(score.ticksPerQuarter) / 4
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick).flatMap { bar in
            // Bars longer than any token are split.
            let whole = max(1, Int((Double(bar.lengthTicks) / sixteenth).rounded()))
            let longest = barLengths.upperBound
            return stride(from: 0, to: whole, by: longest).map { first in
                (start: bar.startTick + Int(Double(first) * sixteenth), length: min(longest, whole - first))
            }
        }
        var onsets = [[Onset]](repeating: [], count: bars.count)
        var notes = score.pitchedNotes[...]
        for (index, bar) in bars.enumerated() {
            // Notes that round to the next bar line belong to the next bar.
            let end = index + 1 < bars.count ? Double(bars[index + 1].start) - sixteenth / 2 : .infinity
            let own = notes.prefix { Double($0.startTick) < end }
            notes = notes.dropFirst(own.count)
            onsets[index] = Self.onsets(own, in: bar, sixteenth: sixteenth)
        }
        return zip(bars, onsets).map { ($0.length, $1) }
    }

    private static func onsets(
        _ notes: ArraySlice<Note>, in bar: (start: Int, length: Int), sixteenth: Double
    ) -> [Onset] {
        let placed = notes.map { note in
            let position = Int((Double(note.startTick - bar.start) / sixteenth).rounded())
            let length = lengths[nearestLength(Double(note.durationTicks) / sixteenth)]
            return (position: min(max(0, position), bar.length - 1), length: length, pitch: note.pitch)
        }
        let together = Dictionary(grouping: placed) { [$0.position, $0.length] }
        return together.map { key, notes in
            Onset(position: key[0], length: key[1], pitches: Set(notes.map(\.pitch)).sorted())
        }.sorted { ($0.position, $0.pitches[0], $0.length) < ($1.position, $1.pitches[0], $1.length) }
    }

    /// Index in `lengths` of the value nearest to a duration in sixteenths, the shorter of two.
    static func nearestLength(_ exact: Double) -> Int {
        lengths.indices.min { abs(Double(lengths[$0]) - exact) < abs(Double(lengths[$1]) - exact) } ?? 0
    }
}
