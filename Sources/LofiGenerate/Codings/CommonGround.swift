import LofiScore

/// What songs of many makers need before a model can compare them.
extension Score {
    /// On the grid of its own pulse: from there on quarters are beats and bars are bars.
    package var onPulse: Score { regridded(to: BeatGrid(self)) }

    /// Moved to C major or A minor by at most six semitones; as it is where no key is heard.
    ///
    /// Networks of a few million weights learn no key otherwise: over the joined stream of loops in all keys even the real
    /// notes fit no scale better than noise does.
    package var inCommonKey: Score {
        guard let key = KeyEstimate(self)?.key else { return self }
        return moved(toCommonKeyFrom: key)
    }

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
