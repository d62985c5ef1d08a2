import LofiArrange
import LofiPlugin
import LofiScore

/// Real pieces without their expression: what the treatment of bare notes takes for bare, and whether it moves a note.
enum AccidentalEvaluation {
    static func printTable(_ songs: [(name: String, score: Score)], listsSongs: Bool) throws {
        var (bare, moved, changed) = ([String](), [String](), [String]())
        let settings = try Settings([:], for: BareNotesTreatment.parameters)
        for (name, score) in songs {
            let flat = withoutExpression(score)
            var random = RandomStream(seed: 1, place: "evaluation")
            let treated = try BareNotesTreatment(settings: settings).apply(to: flat, random: &random)
            if treated.isBare { bare.append(name) }
            // Ties and thinning leave fewer of a key, a note that moved makes more of another.
            let written = keys(flat)
            if keys(treated).contains(where: { $0.value > written[$0.key, default: 0] }) { moved.append(name) }
            if treated.noteCount != flat.noteCount { changed.append(name) }
        }
        print("real pieces without expression: \(songs.count)")
        print(
            "  an accidental moved: \(moved.count); notes tied or left out: \(changed.count); called bare: \(bare.count)"
        )
        if listsSongs || !moved.isEmpty { print("  moved: \(moved.joined(separator: " "))") }
        if listsSongs {
            print("  tied or left out: \(changed.joined(separator: " "))")
            print("  called bare: \(bare.joined(separator: " "))")
        }
    }

    /// One velocity, no controllers, the default tempo and instrument; drums stay.
    private static func withoutExpression(_ score: Score) -> Score {
        var flat = score
        flat.tempoMap = TempoMap(ticksPerQuarter: score.ticksPerQuarter)
        for index in flat.parts.indices {
            flat.parts[index].controllers = []
            (flat.parts[index].program, flat.parts[index].bank) = (0, 0)
            for note in flat.parts[index].notes.indices { flat.parts[index].notes[note].velocity = 80 }
        }
        return flat
    }

    /// How often each MIDI key is struck, drums aside.
    private static func keys(_ score: Score) -> [Int: Int] {
        score.pitchedNotes.reduce(into: [:]) { $0[$1.pitch, default: 0] += 1 }
    }
}
