import LofiCore
import LofiScore

/// Lays a drum beat under the song: follows its bars, its beat, its swing and how much is going on.
public struct Drums: ScoreTransform {
    public static let kind = "drums"
    public static let summary = "a drum beat that follows the song's bars"
    public static let parameters: [Parameter] = [
        .choice("groove", GrooveBook.pages.map(\.name), default: "boom-bap", "the pattern"),
        .choice("kit", DrumKit.allCases.map(\.rawValue), default: "dusty", "the drums"),
        .choice("own", ["replace", "keep", "layer"], default: "replace", "what becomes of drums that the song has"),
        .integer("fills-every", 0...32, default: 8, unit: "bars", "a fill at the end of so many; 0 is none"),
        .number("ghosts", 0...1, default: 0.7, "how many of the ghost notes are played"),
        .number("intensity", 0...1, default: 0.6, "how hard all is played"),
        .number(
            "swing", 0...75, default: 0, unit: "%", "where off-sixteenths fall; 0 is the song's own, else the groove's"),
        .integer("intro-bars", 0...32, default: 0, unit: "bars", "bars with the hat alone"),
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let own = settings.text("own")
        let hasOwn = score.parts.contains(where: \.isDrums)
        // Where there is nothing else, the drums are the song.
        guard score.parts.contains(where: { !$0.isDrums }), !(own == "keep" && hasOwn) else { return score }
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        if own == "replace" { score.parts.removeAll(where: \.isDrums) }
        let groove = try GrooveBook.groove(settings.text("groove"))
        let notes = beat(groove, under: score, &random)
        guard !notes.isEmpty else { return score }
        let kit = DrumKit(rawValue: settings.text("kit")) ?? .dusty
        score.parts.append(
            Part(name: "Drums", role: .drums, program: kit.program, channel: 9, notes: notes.inOrder))
        return score
    }

    private func beat(_ groove: Groove, under score: Score, _ random: inout RandomStream) -> [Note] {
        let plan = BarPlan(score)
        let warp = warp(groove, score)
        let offset = BeatPhase(score).certainOffset(ticksPerQuarter: score.ticksPerQuarter)
        let every = settings.integer("fills-every")
        var notes: [Note] = []
        var barInMeter = 0
        var meter: MeterMap.Meter?
        var barsPlayed = 0
        for bar in plan.bars {
            guard bar.activity != .silent else { continue }
            if bar.bar.meter != meter { (meter, barInMeter) = (bar.bar.meter, 0) }
            let patterns = groove.bars(for: bar.bar.meter)
            guard !patterns.isEmpty else { continue }
            let isFill = every > 0 && bar.activity == .full && ((barsPlayed + 1) % every == 0 || bar.endsSection)
            let fills = groove.fills(for: bar.bar.meter)
            var strokes =
                isFill && !fills.isEmpty
                ? fills[barsPlayed / max(1, every) % fills.count] : patterns[barInMeter % patterns.count]
            if barsPlayed < settings.integer("intro-bars") {
                strokes = strokes.filter { [.hat, .ride, .shaker].contains($0.voice) }
            }
            switch bar.activity {
            // The song's last chord rings: one stroke to land on.
            case .ending:
                strokes = [
                    Groove.Stroke(voice: .kick, step: 0, velocity: 92, isGhost: false),
                    Groove.Stroke(voice: .ride, step: 0, velocity: 60, isGhost: false),
                ]
            case .sparse: strokes = strokes.filter { !$0.isGhost && $0.voice != .snare || $0.velocity > 100 }
            default: break
            }
            for stroke in strokes {
                // Drawn for every stroke, so that one setting does not shift the chance of the rest.
                let plays = random.unit()
                if stroke.isGhost && plays > settings.number("ghosts") { continue }
                if let note = note(stroke, bar.bar, groove, warp, score, offset, &random) { notes.append(note) }
            }
            barInMeter += 1
            barsPlayed += 1
        }
        return notes
    }

    private func note(
        _ stroke: Groove.Stroke, _ bar: MeterMap.Bar, _ groove: Groove, _ warp: SwingWarp?, _ score: Score,
        _ offset: Int,
        _ random: inout RandomStream
    ) -> Note? {
        let straight = bar.startTick + stroke.step * score.ticksPerQuarter / 4
        guard straight < bar.endTick else { return nil }
        let swung = warp?(straight) ?? straight
        let late = score.tempoMap.ticks(milliseconds: groove.lateness[stroke.voice] ?? 0, at: straight)
        // The Groove MIDI Dataset's residual SD is 12.7 (kick) to 23.8; `humanise` adds its own share.
        let spread = stroke.isGhost ? 5.0 : 4.0
        let hard = 0.7 + 0.5 * settings.number("intensity")
        let velocity = Double(stroke.velocity) * hard + random.normal() * spread
        return Note(
            startTick: max(0, swung + offset + Int(late.rounded())), durationTicks: score.ticksPerQuarter / 8,
            pitch: stroke.voice.key, velocity: Int(velocity.rounded()).clamped(to: 1...127))
    }

    /// Off-sixteenths as the song has them: drums that swing otherwise would fight it.
    private func warp(_ groove: Groove, _ score: Score) -> SwingWarp? {
        let asked = settings.number("swing")
        let estimate = SwingEstimate(score)
        // Swung eighths: the drums' eighths go along, and their sixteenths between.
        if asked < 50, let eighth = estimate.eighth, eighth > 54 {
            return SwingWarp(pairTicks: score.ticksPerQuarter, from: 0.5, to: min(0.75, eighth / 100), offset: 0)
        }
        let amount = asked >= 50 ? asked : (estimate.sixteenth.map { max($0, 50) } ?? groove.swing)
        return amount <= 50.5
            ? nil : SwingWarp(pairTicks: score.ticksPerQuarter / 2, from: 0.5, to: min(0.75, amount / 100), offset: 0)
    }
}
