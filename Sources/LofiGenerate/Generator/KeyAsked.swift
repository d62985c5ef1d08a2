import LofiPlugin
import LofiScore
import LofiScoreFiles

/// How a generator comes to the key it is asked for.
///
/// Models learn in C major and A minor together, so moving a song to the tonic asked for is not enough: one in four that is
/// meant in major sounds in its relative minor. Songs are drawn until one is heard (`KeyEstimate`) as it was asked for.
extension ScoreGenerator {
    /// - Parameters:
    ///   - key: nil leaves the song as it is drawn.
    ///   - song: draws a song in C major or A minor.
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

    /// The first of several songs that is heard in the key it declares; the first one if none is.
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

/// The note-chord LSTM is heard in minor about one time in four: then one request in a thousand fails.
private let keyAttempts = 24

extension Score {
    /// Whether `KeyEstimate`, which is not told, hears the key of the first key signature.
    fileprivate var isHeardAsDeclared: Bool {
        var undeclared = self
        undeclared.keySignatures = []
        // Analysed like any file that is opened: roles and beat are estimated afresh.
        guard let file = try? MIDISong(MIDIFileWriter.bytes(undeclared)) else { return false }
        return KeyEstimate(file.score.onPulse)?.key == keySignatures.first?.key
    }

    /// A song in C major or A minor moved to a key by at most six semitones; declares that key.
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
