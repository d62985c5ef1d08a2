extension BeatGrid {
    /// Bar confidence, 0…1, from the mean downbeat strength: songs with clear bars have 3 and more (POP909,
    /// 2026-11-24).
    static func barConfidence(contrast: Double) -> Double { max(0, min(1, contrast / 3)) }

    /// The same, less what the best of several bar alignments gains by chance, which is more the fewer bars there are.
    static func barConfidence(_ bars: BarTracker) -> Double {
        barConfidence(contrast: bars.contrast - 2 / Double(max(1, bars.downbeats.count)).squareRoot())
    }

    /// How even the beats of the file's tempo map are, 0…1.
    static func steadiness(of score: Score) -> Double {
        let end = score.lastNoteEndTick
        guard score.tempoMap.changes.count > 2 else { return 1 }
        let ticks = stride(from: 0, through: end, by: score.ticksPerQuarter)
        return steadiness(of: ticks.map { score.tempoMap.seconds(at: $0) })
    }

    /// How even the beats are, 0…1: 1 = each beat lasts as long as the one before, 0 = half or more of them do not.
    ///
    /// - Parameter beats: Beat times in seconds.
    static func steadiness(of beats: [Double]) -> Double {
        let lengths = zip(beats, beats.dropFirst()).map { $1 - $0 }
        let uneven = zip(lengths, lengths.dropFirst()).count { abs($1 - $0) > Self.unevenShare * $0 }
        return max(0, 1 - 2 * Double(uneven) / Double(max(1, lengths.count - 1)))
    }

    /// A drummer follows a drifting tempo; a change of a twentieth from beat to beat is rubato. Tuned 2026-11-30.
    private static let unevenShare = 0.05
}

extension GridPhase {
    /// 0 = chance, 1 = all notes on subdivisions of the beat.
    var certainty: Double { max(0, min(1, (concentration - 0.25) / 0.5)) }
}
