import LofiScore

/// Normalisation of songs from different sources for training and comparison.
extension Score {
    /// The score on a grid whose quarters are its beats and whose bars start on its downbeats.
    package var onPulse: Score { regridded(to: BeatGrid(self)) }

    /// The score transposed to C major or A minor by at most six semitones; unchanged if no key is found.
    ///
    /// Networks with a few million weights do not learn keys otherwise: over a stream of loops in all keys even the
    /// real notes fit no scale better than noise does.
    package var inCommonKey: Score {
        guard let key = KeyEstimate(self)?.key else { return self }
        return moved(toCommonKeyFrom: key)
    }

    /// The score transposed from `key` to C major or A minor; notes outside 0…127 are dropped.
    package func moved(toCommonKeyFrom key: Key) -> Score {
        let relative = (key.tonic + (key.mode == .minor ? 3 : 0)) % 12
        let shift = relative <= 5 ? -relative : 12 - relative
        var score = self
        score.keySignatures = []
        for index in score.parts.indices where !score.parts[index].isDrums {
            score.parts[index].notes = score.parts[index].notes.compactMap { note in
                var moved = note
                moved.pitch += shift
                return (0...127).contains(moved.pitch) ? moved : nil
            }
        }
        return score
    }
}
