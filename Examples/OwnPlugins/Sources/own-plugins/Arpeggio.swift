import LofiPluginKit

/// A broken chord over and over, a new one in each bar.
struct Arpeggio: ScoreGenerator {
    static let kind = "arpeggio"
    static let summary = "broken chords, one chord in each bar"
    static let parameters: [Parameter] = [
        .integer("notes", 2...16, default: 8, unit: "", "notes in a bar")
    ]

    private let notesPerBar: Int

    init(settings: Settings) { notesPerBar = settings.integer("notes") }

    func generate(_ request: GenerationRequest, random: inout RandomStream) -> Score {
        let ticksPerQuarter = 480
        let bar = 4 * ticksPerQuarter
        let step = bar / notesPerBar
        // Degrees of a major scale, in semitones.
        let roots = [0, 5, 9, 7]
        let tonic = 60 + (request.key?.tonic ?? 0)
        var notes: [Note] = []
        for number in 0..<request.bars {
            let root = tonic + roots[Int(random.next() % UInt64(roots.count))]
            let chord = [root, root + 4, root + 7, root + 12]
            for place in 0..<notesPerBar {
                notes.append(
                    Note(
                        startTick: number * bar + place * step, durationTicks: step, pitch: chord[place % chord.count],
                        velocity: 70 + Int(random.next() % 20)))
            }
        }
        let tempo = TempoMap(ticksPerQuarter: ticksPerQuarter, beatsPerMinute: request.beatsPerMinute ?? 75)
        return Score(tempoMap: tempo, parts: [Part(name: "arpeggio", role: .melody, program: 4, notes: notes)])
    }
}
