import LofiGenerate
import LofiPlatform
import LofiPlugin
import LofiScore

/// Training data for the autoencoder and its prior: two-bar melodies, and sequences of phrases.
package struct MelodyData: Sendable {
    package let heldOut: [[Int32]]
    /// Sequences of consecutive phrases.
    package let phrases: [[[Int32]]]
    package let heldOutPhrases: [[[Int32]]]
    private let melodies: [[Int32]]
    private let transposes: Bool
    private let seed: UInt64

    /// - Parameters:
    ///   - corpus: The songs.
    ///   - split: Indices into its files, as returned by `Corpus.split`.
    ///   - transposes: Whether to transpose by up to five semitones, anew in each epoch, as MusicVAE does; otherwise
    ///     all songs are brought to C major or A minor.
    ///   - seed: Seed of the transpositions.
    package init(
        _ corpus: Corpus, split: (training: [Int], heldOut: [Int]), transposes: Bool, seed: UInt64
    ) throws(TrainingError) {
        (self.transposes, self.seed) = (transposes, seed)
        let songs = corpus.files.map(\.score).mapInParallel { score in
            let song = transposes ? score.onPulse : score.onPulse.inCommonKey
            return (slices: MelodyCoding().slices(of: song), phrases: MelodyCoding().phrases(of: song))
        }
        func different(_ files: [Int]) -> [[Int32]] {
            var seen: Set<Melody> = []
            return files.flatMap { songs[$0].slices }.filter { seen.insert($0).inserted }.map(\.indices)
        }
        func rows(_ files: [Int]) -> [[[Int32]]] {
            files.flatMap { songs[$0].phrases }.map { $0.map(\.indices) }
        }
        melodies = different(split.training)
        heldOut = different(split.heldOut)
        phrases = rows(split.training)
        heldOutPhrases = rows(split.heldOut)
        guard !melodies.isEmpty else { throw .noMelody }
    }

    package func examples(epoch: Int) -> [[Int32]] {
        guard transposes else { return melodies }
        var stream = RandomStream(seed: seed, place: "melody-vae/transposition/\(epoch)")
        return melodies.map { melody in
            let shift = Int32(stream.uniform(-5.5...5.5).rounded())
            let moved = melody.map { $0 < 2 ? $0 : $0 + shift }
            return moved.allSatisfy { $0 < Int32(Melody.eventCount) }
                && zip(melody, moved).allSatisfy { $0 < 2 || $1 >= 2 }
                ? moved : melody
        }
    }
}
