import LofiPlatform
import LofiScore

/// Statistics of a corpus.
package struct CorpusSummary: Sendable, Encodable {
    /// A file that could not be read, with the reason.
    package struct Unreadable: Sendable, Encodable { package let file, reason: String }

    /// Transpositions of one song.
    package struct SongClass: Sendable, Encodable {
        package let files: Int
        /// Name of the first file.
        package let example: String
    }

    /// Size of the corpus in a coding.
    package struct Words: Sendable, Encodable {
        package let coding: String
        package let words, vocabulary: Int
    }

    /// Number of two-bar slices of the melodies, of distinct ones, and of phrases.
    package struct Melodies: Sendable, Encodable { package let cuts, different, phrases: Int }

    /// Minimum, median and maximum.
    package struct Spread: Sendable, Encodable {
        package let least, median, most: Double

        init(_ values: [Double]) {
            let rising = values.sorted()
            (least, median, most) = (rising.first ?? 0, rising.isEmpty ? 0 : rising[rising.count / 2], rising.last ?? 0)
        }
    }

    /// How often a value occurs.
    package struct Count: Sendable, Encodable {
        package let name: String
        package let count: Int
    }

    /// Hash of the contents, see `Corpus.digest`.
    package let digest: String
    /// Number of readable files.
    package let files: Int
    package let unreadable: [Unreadable]
    /// Number of files identical to an earlier one.
    package let duplicates: Int
    /// Distinct songs, those with the most files first.
    package let classes: [SongClass]
    /// Number of pitched notes, and of drum notes.
    package let notes, drumNotes: Int
    /// MIDI keys of the pitched notes.
    package let pitches: Spread
    /// Number of songs by key, the most common first; "none" if no key was found.
    package let keys: [Count]
    /// Number of tokens and vocabulary size by coding.
    package let vocabularies: [Words]
    /// Two-bar melodies and phrases.
    package let melodies: Melodies
    /// Number of notes by the sixteenth of a 4/4 bar on which they start, 16 values, on the grid of the beats.
    package let onsets: [Int]
    /// Number of notes by duration, rounded to `BarGridCoding.lengths`, in sixteenths.
    package let lengths: [Count]
    /// Prevailing tempo in beats per minute, as declared by the files.
    package let tempos: Spread
    /// Duration of the songs in seconds.
    package let seconds: Spread
    /// Duration of all songs in seconds.
    package let totalSeconds: Double

    /// Analyses a corpus, on two threads.
    package init(_ corpus: Corpus) {
        let songs = corpus.files.mapInParallel { SongFigures($0.score) }
        digest = corpus.digest.description
        files = corpus.files.count
        unreadable = corpus.unreadable.map { Unreadable(file: $0.name, reason: $0.reason) }
        duplicates = corpus.duplicateCount
        classes = (0..<corpus.classCount).map { number in
            let members = corpus.files.indices.filter { corpus.classes[$0] == number }
            return SongClass(files: members.count, example: corpus.files[members[0]].name)
        }.sorted { ($1.files, $0.example) < ($0.files, $1.example) }
        notes = songs.reduce(0) { $0 + $1.pitches.count }
        drumNotes = corpus.files.reduce(0) { $0 + $1.score.noteCount } - notes
        pitches = Spread(songs.flatMap { $0.pitches.map(Double.init) })
        keys = Self.counted(songs.map { $0.key?.description ?? "none" })
        let scores = corpus.files.map(\.score)
        let common = songs.map(\.inCommonKey)
        let grid = BarGridCoding(voicings: BarGridCoding.voicings(in: common))
        vocabularies = [
            Self.words(NoteChordCoding.Reading.asWritten.rawValue, songs.map(\.asWritten)),
            Self.words(NoteChordCoding.Reading.bothHands.rawValue, songs.map(\.bothHands)),
            Self.words("bar-grid", common.mapInParallel(grid.tokens)),
        ]
        melodies = Melodies(
            cuts: songs.reduce(0) { $0 + $1.slices.count }, different: Set(songs.flatMap(\.slices)).count,
            phrases: songs.reduce(0) { $0 + $1.phraseCount })
        onsets = (0..<16).map { step in songs.reduce(0) { $0 + $1.onsets[step] } }
        lengths = BarGridCoding.lengths.enumerated().map { index, length in
            Count(name: String(length), count: songs.reduce(0) { $0 + $1.lengths[index] })
        }
        tempos = Spread(scores.map(\.prevailingBeatsPerMinute))
        seconds = Spread(songs.map(\.seconds))
        totalSeconds = songs.reduce(0) { $0 + $1.seconds }
    }

    private static func words(_ coding: String, _ songs: [[NoteChordToken]]) -> Words {
        Words(coding: coding, words: songs.reduce(0) { $0 + $1.count }, vocabulary: Vocabulary(songs.joined()).count)
    }

    /// Counts by name, the most common first.
    private static func counted(_ names: [String]) -> [Count] {
        Dictionary(grouping: names) { $0 }.map { Count(name: $0, count: $1.count) }.sorted {
            ($1.count, $0.name) < ($0.count, $1.name)
        }
    }
}

/// The contribution of one song.
private struct SongFigures: Sendable {
    /// On the grid of its beats.
    let inCommonKey: Score
    let pitches: [Int]
    let key: Key?
    let asWritten, bothHands: [NoteChordToken]
    let slices: [Melody]
    let phraseCount: Int
    /// By sixteenth of the bar.
    var onsets = [Int](repeating: 0, count: 16)
    /// By index in `BarGridCoding.lengths`.
    var lengths = [Int](repeating: 0, count: BarGridCoding.lengths.count)
    let seconds: Double

    init(_ score: Score) {
        let grid = score.onPulse
        pitches = score.pitchedNotes.map(\.pitch)
        let key = KeyEstimate(grid)?.key
        inCommonKey = key.map(grid.moved(toCommonKeyFrom:)) ?? grid
        self.key = key
        asWritten = NoteChordCoding(.asWritten).tokens(of: score)
        bothHands = NoteChordCoding(.bothHands).tokens(of: score)
        let coding = MelodyCoding()
        slices = coding.slices(of: grid)
        phraseCount = coding.phrases(of: grid).reduce(0) { $0 + $1.count }
        seconds = score.tempoMap.seconds(at: score.lastNoteEndTick)
        let sixteenth = Double(grid.ticksPerQuarter) / 4
        var notes = grid.pitchedNotes[...]
        for bar in grid.meterMap.bars(upTo: grid.lastNoteEndTick) {
            let own = notes.prefix { $0.startTick < bar.endTick }
            notes = notes.dropFirst(own.count)
            for note in own {
                lengths[BarGridCoding.nearestLength(Double(note.durationTicks) / sixteenth)] += 1
                guard bar.lengthTicks == 4 * grid.ticksPerQuarter else { continue }
                onsets[Int((Double(note.startTick - bar.startTick) / sixteenth).rounded()) % 16] += 1
            }
        }
    }
}
