import LofiPlugin
import LofiScore

/// Retriggers the start of a phrase's last beat, like a held pad with note repeat.
package struct Stutter: ScoreTransform {
    package static let kind = "stutter"
    package static let summary = "short repeats at the end of a phrase, like note repeat on a pad"
    package static let parameters: [Parameter] = [
        .number("amount", 0...1, default: 0.5, "share of the phrases that end in a stutter"),
        .integer("every", 1...16, default: 4, unit: "bars", "length of a phrase"),
        .number("length", 0.5...4, default: 1, unit: "beats", "duration of the stutter"),
        .integer("repeats", 2...12, default: 4, "number of repeats in that time"),
        .number("fade", 0...1, default: 0.3, "how much softer the last repeat is than the first"),
        .choice("parts", SampledRoles.allCases.map(\.rawValue), default: "chords", "which parts stutter"),
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        guard score.keepsPulse, let roles = SampledRoles(rawValue: settings.text("parts")) else { return score }
        let (repeats, every) = (settings.integer("repeats"), settings.integer("every"))
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        let chosen = score.parts.indices.filter { roles.contain(score.parts[$0]) }
        var sliced = chosen.map { SlicedPart(score.parts[$0].notes) }
        for bar in bars where bar.index % every == every - 1 && random.chance(settings.number("amount")) {
            let beat = bar.meter.beatTicks(ticksPerQuarter: score.ticksPerQuarter)
            let wanted = Int(settings.number("length") * Double(beat))
            let sliceTicks = min(wanted, bar.lengthTicks) / repeats
            guard sliceTicks > 0 else { continue }
            let start = bar.endTick - sliceTicks * repeats
            let range = start..<(start + sliceTicks)
            for part in sliced.indices {
                sliced[part].go(to: bar)
                let slice = sliced[part].slice(range, isUncut: false)
                for number in 0..<repeats {
                    let strength = 1 - settings.number("fade") * Double(number) / Double(repeats - 1)
                    let softened = slice.map { note in
                        var softer = note
                        softer.velocity = Int((Double(note.velocity) * strength).rounded()).clamped(to: 1...127)
                        return softer
                    }
                    sliced[part].place(softened, of: range, at: start + number * sliceTicks)
                }
            }
        }
        for (index, part) in zip(chosen, sliced) { score.parts[index].notes = part.notes }
        return score
    }
}
