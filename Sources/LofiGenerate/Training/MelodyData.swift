import LofiPlatform
import LofiPlugin
import LofiScore

/// A corpus as two-bar melodies for the autoencoder, and as rows of phrases for its prior.
package struct MelodyData: Sendable {
    package let heldOut: [[Int32]]
    /// Phrases that follow one another.
    package let phrases: [[[Int32]]]
    package let heldOutPhrases: [[[Int32]]]
    private let melodies: [[Int32]]
    private let transposes: Bool
    private let seed: UInt64

    /// - Parameters:
    ///   - transposes: by up to five semitones, anew in each epoch, as MusicVAE does; else all songs are brought to C major
    ///     or A minor.
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

extension Melody {
    /// Its events as a network's classes.
    var indices: [Int32] { events.map(Int32.init) }
}
