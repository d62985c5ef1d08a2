import LofiPlugin
import LofiScore

/// A sparse counter line above the chords of a chorus: one or two of their upper notes, an octave up, after each chord.
struct ChorusAnswer {
    let ticksPerQuarter: Int

    /// - Returns: nil if there is no chord to answer.
    func part(over chords: [Note], _ choruses: [SongSection], channel: Int, random: inout RandomStream) -> Part? {
        let groups = ChordGroups(chords, ticksPerQuarter: ticksPerQuarter).groups.filter { $0.count > 2 }
        var notes: [Note] = []
        for (index, chord) in groups.enumerated() {
            guard let first = chord.first, choruses.contains(where: { $0.contains(first.startTick) }) else { continue }
            let next = index + 1 < groups.count ? groups[index + 1][0].startTick : first.startTick + 4 * ticksPerQuarter
            let tones = chord.map(\.pitch).sorted().suffix(3).map { $0 < 67 ? $0 + 12 : $0 }
            let count = random.chance(0.5) ? 2 : 1
            // Off the beat, where the chord leaves space.
            var tick = first.startTick + ticksPerQuarter * (random.chance(0.5) ? 3 : 5) / 2
            for _ in 0..<count where tick + ticksPerQuarter / 2 <= next {
                let pitch = tones[Int(random.unit() * Double(tones.count))]
                notes.append(
                    Note(
                        startTick: tick, durationTicks: min(ticksPerQuarter * 3 / 2, next - tick), pitch: pitch,
                        velocity: 62))
                tick += ticksPerQuarter / 2
            }
        }
        guard !notes.isEmpty else { return nil }
        return Part(
            name: "Answer", role: .counter, program: InstrumentName.vibraphone.program, channel: channel,
            notes: notes.inOrder)
    }
}
