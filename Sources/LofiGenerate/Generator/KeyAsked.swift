import LofiPlugin
import LofiScore
import LofiScoreFiles

/// Generation in a requested key.
///
/// Models are trained on C major and A minor together, so transposing to the requested tonic is not enough: one in four
/// songs meant in major sounds in its relative minor. Songs are generated until `KeyEstimate` finds the requested key.
extension ScoreGenerator {
    /// Generates a song in a key.
    /// - Parameters:
    ///   - key: the requested key; nil leaves the song as generated.
    ///   - song: generates a song in C major or A minor.
    func inKey(
        _ key: Key?, _ random: RandomStream,
        _ song: (inout RandomStream) throws(GenerationError) -> Score
    ) throws(GenerationError) -> Score {
        var random = random
        guard let key else { return try song(&random) }
        return try heardAsDeclared(random) { (random: inout RandomStream) throws(GenerationError) -> Score in
            try song(&random).moved(fromCommonKeyTo: key)
        }
    }

    /// The first of up to 24 songs whose estimated key is the one it declares; the first song if there is none.
    func heardAsDeclared(
        _ random: RandomStream, _ song: (inout RandomStream) throws(GenerationError) -> Score
    ) throws(GenerationError) -> Score {
        var (own, further) = (random, random)
        let first = try song(&own)
        var candidate = first
        for _ in 1..<keyAttempts where !candidate.isHeardAsDeclared {
            own = further.fork("key")
            candidate = try song(&own)
        }
        return candidate.isHeardAsDeclared ? candidate : first
    }
}

/// Maximum number of songs generated: the note-chord LSTM is heard in minor about one time in four, so that one request
/// in a thousand fails.
private let keyAttempts = 24

extension Score {
    /// Whether `KeyEstimate`, without the key signatures, finds the key of the first one.
    fileprivate var isHeardAsDeclared: Bool {
        var undeclared = self
        undeclared.keySignatures = []
        // Analyze it like any opened file, with roles and beat estimated anew.
        guard let file = try? MIDISong(MIDIFileWriter.bytes(undeclared)) else { return false }
        return KeyEstimate(file.score.onPulse)?.key == keySignatures.first?.key
    }

    /// The song, in C major or A minor, transposed by at most six semitones to a key, which it then declares.
    func moved(fromCommonKeyTo key: Key) -> Score {
        let shift = -Sketch.shift(from: key)
        var score = self
        score.keySignatures = [KeySignature(tick: 0, key: key)]
        for part in score.parts.indices {
            for note in score.parts[part].notes.indices { score.parts[part].notes[note].pitch += shift }
            score.parts[part].notes.removeAll { !(0...127).contains($0.pitch) }
        }
        return score
    }
}
