import LofiPlugin
import LofiScore

/// Varies a repeated bar, as a player does the third time through.
///
/// Chords: the top note an octave lower or the lowest an octave higher, a note left out, an upward arpeggio, an
/// anticipation by an eighth. Lines: a note left out, octaves in the chorus. Always: different velocities. A chord's
/// outer harmony and the number of its onsets stay the same.
struct BarVariation {
    /// 0 = only velocities vary, 1 = something varies in nearly every bar.
    let amount: Double
    let bar: MeterMap.Bar
    let ticksPerQuarter: Int

    /// Returns the varied notes.
    func vary(
        _ notes: [Note], of role: Role, in kind: SongSection.Kind, random: inout RandomStream
    ) -> [Note] {
        guard role != .drums else { return notes }
        var notes = notes
        if role == .chords || role == .pad {
            notes = ChordGroups(notes, ticksPerQuarter: ticksPerQuarter).groups.flatMap { chord in
                chord.count > 1 && random.chance(amount * 0.7) ? revoiced(chord, &random) : chord
            }
        } else if role != .bass, notes.count > 3, random.chance(amount * 0.5) {
            notes.remove(at: Int(random.unit() * Double(notes.count - 1)) + 1)
        }
        if role == .melody, kind == .chorus, random.chance(amount) { notes += octaves(of: notes) }
        let strengths: [SongSection.Kind: Double] = [.intro: 0.82, .bridge: 0.82, .outro: 0.82, .chorus: 1.06]
        return notes.map { note in
            var played = note
            let strength = Double(note.velocity) * strengths[kind, default: 1] * (1 + 0.05 * random.normal())
            played.velocity = Int(strength.rounded()).clamped(to: 1...127)
            return played
        }
    }

    private func revoiced(_ chord: [Note], _ random: inout RandomStream) -> [Note] {
        var rising = chord.sorted { $0.pitch < $1.pitch }
        let (top, lowest) = (rising.count - 1, rising[0].pitch)
        let taken = Set(rising.map(\.pitch))
        switch random.unit() {
        case ..<0.3 where rising.count > 2:
            // Drop 2: the second highest note an octave down, a wider voicing under the same top.
            let lowered = rising[top - 1].pitch - 12
            if lowered >= 45, !taken.contains(lowered) { rising[top - 1].pitch = lowered }
        case ..<0.55 where rising.count > 2:
            let lowered = rising[top].pitch - 12
            if lowered > lowest, !taken.contains(lowered) { rising[top].pitch = lowered }
        case ..<0.8:
            // Arpeggiated upwards in sixteenths; each note still ends as before.
            for index in rising.indices {
                let room = max(0, rising[index].durationTicks - ticksPerQuarter / 4)
                let late = min(index * ticksPerQuarter / 4, room)
                rising[index].startTick += late
                rising[index].durationTicks -= late
            }
        default:
            // An eighth early, but not across the bar line.
            let early = ticksPerQuarter / 2
            guard rising.allSatisfy({ $0.startTick - early > bar.startTick }) else { return chord }
            for index in rising.indices {
                rising[index].startTick -= early
                rising[index].durationTicks += early
            }
        }
        return rising
    }

    private func octaves(of notes: [Note]) -> [Note] {
        notes.filter { $0.pitch <= 84 }.map {
            Note(
                startTick: $0.startTick, durationTicks: $0.durationTicks, pitch: $0.pitch + 12,
                velocity: max(1, $0.velocity * 3 / 5))
        }
    }
}
