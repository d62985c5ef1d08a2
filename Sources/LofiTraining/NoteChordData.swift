import LofiGenerate
import LofiNeural
import LofiPlatform
import LofiScore

/// Training data for the note-chord LSTM: a corpus as windows of tokens.
package struct NoteChordData: Sendable {
    package typealias Example = NoteChordNetwork<Float>.Example

    package let coding: NoteChordModel.Coding
    package let vocabulary: Vocabulary
    package let window: Int
    package let heldOut: [Example]
    /// Songs to train on, one list of indices each; joined into one as in the write-up.
    private let songs: [[Int32]]

    /// - Parameters:
    ///   - corpus: The songs.
    ///   - split: Indices into its files, as returned by `Corpus.split`.
    ///   - coding: How songs are encoded.
    ///   - window: Context length in tokens.
    package init(
        _ corpus: Corpus, split: (training: [Int], heldOut: [Int]), coding: NoteChordModel.Coding, window: Int
    ) throws(TrainingError) {
        (self.coding, self.window) = (coding, window)
        let scores = corpus.files.map(\.score)
        let words: [[NoteChordToken]]
        switch coding {
        case .asWritten:
            let reading = NoteChordCoding(.asWritten)
            words = scores.mapInParallel(reading.tokens)
            vocabulary = Vocabulary(words.joined())
        case .barGrid:
            let common = scores.mapInParallel { $0.onPulse.inCommonKey }
            let learnt = split.training.map { common[$0] }
            let grid = BarGridCoding(voicings: BarGridCoding.voicings(in: learnt))
            words = common.mapInParallel(grid.tokens)
            vocabulary = grid.vocabulary(of: learnt)
        }
        let (vocabulary, joins) = (vocabulary, coding == .asWritten)
        func rows(_ files: [Int]) -> [[Int32]] {
            let rows = files.map { words[$0].compactMap { vocabulary.index(of: $0).map(Int32.init) } }
            return joins ? [Array(rows.joined())] : rows
        }
        songs = rows(split.training)
        heldOut = rows(split.heldOut).flatMap { Self.windows($0, window, coding, offset: 0) }
        let longest = songs.map(\.count).max() ?? 0
        let needed = coding == .asWritten ? window + 1 : 2
        guard longest >= needed else { throw .tooFewNotes(words: longest, needed: needed) }
    }

    /// Every window, as in the write-up, or adjacent windows with a different offset in each epoch.
    package func examples(epoch: Int) -> [Example] {
        songs.flatMap { Self.windows($0, window, coding, offset: epoch * 37 % window) }
    }

    private static func windows(
        _ words: [Int32], _ window: Int, _ coding: NoteChordModel.Coding, offset: Int
    ) -> [Example] {
        switch coding {
        case .asWritten:
            guard words.count > window else { return [] }
            return (0..<words.count - window).map { start in
                Example(
                    inputs: Array(words[start..<start + window]), targets: Array(words[start + 1...start + window]))
            }
        case .barGrid:
            // The first window ends where the second begins; short ones are padded.
            let starts = [0] + stride(from: offset == 0 ? window : offset, to: words.count - 1, by: window)
            return zip(starts, starts.dropFirst() + [words.count - 1]).compactMap { start, end in
                guard end > start else { return nil }
                let rest = [Int32](repeating: -1, count: window - (end - start))
                return Example(inputs: words[start..<end] + rest, targets: words[start + 1...end] + rest)
            }
        }
    }
}
