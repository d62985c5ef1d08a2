/// Decides whether the beat is a dotted quarter.
enum CompoundBeat {
    /// By the file's meter unless the notes contradict it, otherwise by the notes alone.
    static func isFound(_ score: Score, _ onsets: Onsets) -> Bool {
        let (threes, twos) = (accent(onsets, everyEighths: 3), accent(onsets, everyEighths: 2))
        if score.meterMap.meter(at: score.lastNoteEndTick / 2).isCompound { return threes >= twos / 2 }
        // Tuned 2026-11-24: songs in two, three and four (POP909 and 143 files of varied origin) lie below 0.21 and,
        // with threes above twos, below 0.11. Accents on the downbeat alone, which both divide, read as 3/4.
        return onsets.onsets.count >= 24 && threes > 0.25 && threes > twos + 0.15
    }

    /// How far the strongest of every `cycle` eighths exceeds its share of the accents of duration, bass and density:
    /// 0 = chance, 1 = all of them.
    private static func accent(_ onsets: Onsets, everyEighths cycle: Int) -> Float {
        var sums = [Float](repeating: 0, count: cycle)
        for onset in onsets.onsets {
            let eighth = Int((onset.quarters * 2).rounded())
            sums[eighth % cycle] +=
                onset.accents[Accent.length] + onset.accents[Accent.low] + onset.accents[Accent.density]
        }
        let share = (sums.max() ?? 0) / max(1e-6, sums.reduce(0, +))
        return (share * Float(cycle) - 1) / Float(cycle - 1)
    }
}
