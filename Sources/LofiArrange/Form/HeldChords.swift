import LofiPlugin
import LofiScore

/// A held pad: it lifts the choruses of a repeated loop, and carries the sections in which drums and bass step back and
/// rests would leave silence.
struct HeldChords {
    let ticksPerQuarter: Int

    /// - Parameter sections: sections of `score` in which the pad plays.
    /// - Returns: nil if there is no chord to hold.
    func part(under score: Score, in sections: [SongSection], channel: Int) -> Part? {
        let bar = score.meterMap.barLengthTicks(of: score.meterMap.meter(at: 0))
        var notes: [Note] = []
        var previous = [57, 60, 64]
        for span in Harmony(score).spans(bridgingRestsUpTo: bar) {
            for section in sections {
                let (start, end) = (max(span.startTick, section.startTick), min(span.endTick, section.endTick))
                guard end - start > ticksPerQuarter / 2 else { continue }
                let voices = voicing(of: span.chord, near: previous)
                // Voices that met in unison separate again in the next chord.
                if voices.count == previous.count { previous = voices }
                notes += voices.map {
                    Note(startTick: start, durationTicks: end - start, pitch: $0, velocity: 58)
                }
            }
        }
        guard !notes.isEmpty else { return nil }
        return Part(
            name: "Pad", role: .pad, program: InstrumentName.warmPad.program, channel: channel, notes: notes.inOrder)
    }

    /// Returns the third, the fifth and the seventh (or the root), each as close as possible to the voice it follows.
    private func voicing(of chord: Chord, near previous: [Int]) -> [Int] {
        let classes = chord.pitchClasses
        let tones = classes.count > 3 ? Array(classes[1...3]) : classes
        var voices: [Int] = []
        for (voice, pitch) in zip(tones, previous) {
            let up = ((voice - pitch) % 12 + 12) % 12
            voices.append((pitch + (up > 6 ? up - 12 : up)).clamped(to: 48...76))
        }
        // Clamping may move a voice off its tone; the register is wide enough that this is rare.
        return Array(Set(voices.filter { classes.contains($0 % 12) })).sorted()
    }
}
