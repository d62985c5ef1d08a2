import LofiGenerate
import LofiNeural
import LofiPlatform
import LofiPlugin
import LofiScore

/// Training data for the composer: corpora as windows of steps.
package struct ComposerData: Sendable {
    package typealias Example = ComposerNetwork<Float>.Example

    package let heldOut: [Example]
    private let songs: [Song]
    private let window: Int

    /// The steps of one song.
    private struct Song: Sendable {
        /// [T × K].
        let rows: [Int16]
        /// [T].
        let targets: [Int32]
    }

    /// - Parameters:
    ///   - training: Songs to train on, each with the index of its style.
    ///   - heldOut: Held-out songs, likewise.
    ///   - window: Context length in steps.
    package init(
        training: [(score: Score, style: Int)], heldOut: [(score: Score, style: Int)], window: Int
    ) throws(TrainingError) {
        self.window = window
        songs = training.mapInParallel(Self.song).compactMap { $0 }
        self.heldOut = heldOut.mapInParallel(Self.song).compactMap { $0 }.flatMap {
            Self.windows($0, window, offset: 0)
        }
        guard !songs.isEmpty || !self.heldOut.isEmpty else { throw .tooFewNotes(words: 0, needed: 2) }
    }

    private static func song(_ song: (score: Score, style: Int)) -> Song? {
        guard let sketch = SketchReading.sketch(of: song.score, style: "")?.withoutThinEnds else { return nil }
        let words = sketch.words(style: song.style)
        var reader = ComposerReader()
        var rows: [Int16] = []
        rows.reserveCapacity(words.count * ComposerSituation.width)
        for word in words {
            rows += ComposerSituation.rows(reader)
            reader.hear(word)
        }
        return Song(rows: rows, targets: words.map { Int32($0.number) })
    }

    /// Adjacent windows, with a different offset in each epoch.
    package func examples(epoch: Int) -> [Example] {
        songs.flatMap { Self.windows($0, window, offset: epoch * 89 % window) }
    }

    /// As many random examples of another corpus as this one has, redrawn in each epoch.
    package func company(from other: ComposerData?, epoch: Int, seed: UInt64) -> [Example] {
        guard let all = other?.examples(epoch: epoch), !all.isEmpty else { return [] }
        var stream = RandomStream(seed: seed, place: "composer/mix/\(epoch)")
        return examples(epoch: epoch).map { _ in all[Int(stream.unit() * Double(all.count))] }
    }

    private static func windows(_ song: Song, _ window: Int, offset: Int) -> [Example] {
        let (count, width) = (song.targets.count, ComposerSituation.width)
        // The first window ends where the second begins; short ones are padded.
        let starts = [0] + stride(from: offset == 0 ? window : offset, to: count, by: window)
        return zip(starts, starts.dropFirst() + [count]).map { start, end in
            let rest = window - (end - start)
            return Example(
                rows: song.rows[start * width..<end * width] + [Int16](repeating: -1, count: rest * width),
                targets: song.targets[start..<end] + [Int32](repeating: -1, count: rest))
        }
    }
}
