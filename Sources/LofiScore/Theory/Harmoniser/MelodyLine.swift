/// A melody as a monophonic line: the highest note of each onset, each ending no later than the next begins.
struct MelodyLine {
    let notes: [Note]

    init(_ notes: [Note]) {
        let sounding = notes.filter { $0.durationTicks > 0 }
        var line: [Note] = []
        for note in sounding.sorted(by: { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }) {
            if let last = line.last {
                if last.startTick == note.startTick {
                    line.removeLast()
                } else if last.endTick > note.startTick {
                    line[line.count - 1].durationTicks = note.startTick - last.startTick
                }
            }
            line.append(note)
        }
        self.notes = line
    }
}

extension MelodyLine {
    /// The phrases, found from the melody's own rests, long notes and leaps.
    func phrases(meterMap: MeterMap, ticksPerQuarter: Int) -> [PhraseAnalysis.Phrase] {
        let score = Score(
            tempoMap: TempoMap(ticksPerQuarter: ticksPerQuarter), meterMap: meterMap,
            parts: [Part(name: "Melody", role: .melody, notes: notes)])
        return PhraseAnalysis(score, sectionTicks: []).phrases
    }
}
