import LofiArrange
import LofiEngine
import LofiScore
import LofiScoreFiles

/// Bare notes arranged in a style against what a person would make of them.
enum BareEvaluation {
    /// What has to hold, each with the number of files in which it does.
    private enum Promise: String, CaseIterable {
        case recognised = "recognised as bare"
        case tempo = "one tempo from 60 to 95 bpm"
        case slower = "no faster than written"
        case meter = "4/4, with one short bar at the start at most"
        case music = "music within 2 s"
        case scale = "scale consistency of 0.95 and more"
        case grid = "onsets on the grid of the drums (95 % within 60 ms of an eighth)"
    }

    static func printTable(_ material: [BareMaterial], style: String, listsSongs: Bool) throws {
        var kept: [Promise: Int] = [:]
        var misses: [String] = []
        var (before, after) = (0.0, 0.0)
        var renderer = SongRenderer(style: try StyleLibrary().style(style))
        renderer.options.seed = 1
        for bare in material {
            // By way of a file, as it would come.
            let score = try MIDISong(MIDIFileWriter.bytes(bare.score)).score
            let arranged = try renderer.arrange(score)
            let held = promises(score, arranged)
            for promise in held { kept[promise, default: 0] += 1 }
            before += ScaleFit(score).consistency
            after += ScaleFit(arranged).consistency
            if held.count < Promise.allCases.count {
                let missed = Promise.allCases.filter { !held.contains($0) }.map(\.rawValue)
                misses.append("\(bare.name): not \(missed.joined(separator: "; not ")) (\(consistencies(arranged)))")
            }
        }
        let count = Double(max(1, material.count))
        print("bare notes: \(material.count) files in the style \(style)")
        for promise in Promise.allCases {
            print("  \(promise.rawValue): \(BeatEvaluation.percent(Double(kept[promise] ?? 0) / count))")
        }
        print(
            "  mean scale consistency: \(BeatEvaluation.percent(before / count)) before, \(BeatEvaluation.percent(after / count)) after"
        )
        if listsSongs { for miss in misses { print("  \(miss)") } }
    }

    /// Of each part, in the scale of them all.
    private static func consistencies(_ score: Score) -> String {
        let scale = Set(ScaleFit(score).key.scale)
        return score.parts.filter { !$0.isDrums }.map { part in
            let inside = part.notes.count { scale.contains($0.pitch % 12) }
            return "\(part.role.rawValue) \(inside) of \(part.notes.count)"
        }.joined(separator: ", ")
    }

    private static func promises(_ score: Score, _ arranged: Score) -> Set<Promise> {
        var held: Set<Promise> = []
        if arranged.isBare { held.insert(.recognised) }
        let tempos = arranged.tempoMap.changes
        if tempos.count == 1, (60...95).contains(tempos[0].beatsPerMinute) { held.insert(.tempo) }
        // What the arrangement keeps of the notes' own count: quarters are still quarters.
        if arranged.prevailingBeatsPerMinute <= score.prevailingBeatsPerMinute * 1.001 { held.insert(.slower) }
        let bars = arranged.meterMap.bars(upTo: arranged.lastNoteEndTick)
        if bars.dropFirst().allSatisfy({ $0.meter == .commonTime && $0.lengthTicks == 4 * arranged.ticksPerQuarter }) {
            held.insert(.meter)
        }
        let pitched = arranged.pitchedNotes
        if let first = pitched.first, arranged.tempoMap.seconds(at: first.startTick) <= 2 { held.insert(.music) }
        if ScaleFit(arranged).consistency >= 0.95 { held.insert(.scale) }
        let melody = arranged.parts.filter { $0.role == .melody }.flatMap(\.notes)
        let eighth = Double(arranged.ticksPerQuarter) / 2
        let near = melody.count { note in
            let place = Double(note.startTick) / eighth
            let away = abs(place - place.rounded()) * eighth / Double(arranged.ticksPerQuarter) * 60
            return away / arranged.prevailingBeatsPerMinute <= 0.06
        }
        if near * 100 >= melody.count * 95 { held.insert(.grid) }
        return held
    }
}
