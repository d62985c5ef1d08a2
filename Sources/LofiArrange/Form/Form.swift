import LofiPlugin
import LofiScore

/// Sets the form: a loop becomes a piece with an intro, verses, choruses, a bridge and an outro; a longer song keeps
/// its own form and is cut at a bar line if a length is requested. Both get the shape of a lo-fi track (`SongShape`).
///
/// Later transforms and the render graph follow the sections: drums and bass enter and leave, filters open and close.
package struct Form: ScoreTransform {
    package static let kind = "form"
    package static let summary = "shape a song, turn a loop into a piece, or fit it to a length, to the bar"
    package static let parameters: [Parameter] = [
        .number("length", 0...86400, default: 0, unit: "s", "target length of the song; 0 = unchanged"),
        .number(
            "loops-to", 0...86400, default: 0, unit: "s", "length of a loop's piece if no length is set; 0 = unchanged"),
        .number("variation", 0...1, default: 0.6, "how much repeats are varied"),
        .number(
            "shape", 0...1, default: 0.8,
            "how far the opening, breakdowns and ending recede; 0 = kick and bass play as the song has them"),
    ]

    /// Anything shorter with more than a motif is a loop.
    private static let longestLoopSeconds = 40.0
    private static let minimumLoopNotes = 8
    /// A song waits for its first note no longer than this.
    private static let longestWaitSeconds = 1.5

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let music = MusicBars(score)
        let bars = music.bars
        guard let first = bars.first, let last = bars.last else { return score }
        let start = score.tempoMap.seconds(at: first.startTick)
        let seconds = score.tempoMap.seconds(at: last.endTick) - start
        guard let wanted = wantedSeconds(score, seconds: seconds, bars: bars.count) else {
            guard settings.number("shape") > 0 else { return Self.withOwnSections(score) }
            // Music at once: neither silence before the first note nor drums alone, which the opening would silence.
            let firstNote = score.tempoMap.seconds(at: score.pitchedNotes.first?.startTick ?? 0)
            let entry = firstNote > Self.longestWaitSeconds ? (music.pickup ?? first).startTick : 0
            return shape.shape(Self.withOwnSections(score.starting(at: entry)))
        }
        // The last chord takes a bar of its own.
        let ending = score.tempoMap.seconds(at: first.endTick) - start
        let playing = max(0, wanted - ending)
        let passages: [FormPlan.Passage]
        let isTooShort: Bool
        if seconds >= wanted {
            let kept = bars.count { score.tempoMap.seconds(at: $0.endTick) - start <= playing + 0.5 * ending }
            isTooShort = kept == 0
            passages = FormPlan.cut(Self.withOwnSections(score).sections, bars: bars, to: max(1, kept))
        } else {
            let count = Int((playing / (seconds / Double(bars.count))).rounded())
            isTooShort = count == 0
            passages = FormPlan.repeating(barCount: bars.count, to: max(1, count))
        }
        var piece = FormAssembly(score: score, music: music, variation: settings.number("variation"))
            .assemble(passages, random: &random)
        if isTooShort { piece.remarks.append("length: one bar and the last chord, the shortest there is") }
        return shape.shape(piece)
    }

    private var shape: SongShape { SongShape(amount: settings.number("shape")) }

    private func wantedSeconds(_ score: Score, seconds: Double, bars: Int) -> Double? {
        if settings.number("length") > 0 { return settings.number("length") }
        let isLoop = seconds <= Self.longestLoopSeconds && bars >= 2 && score.noteCount >= Self.minimumLoopNotes
        return isLoop && settings.number("loops-to") > seconds ? settings.number("loops-to") : nil
    }

    /// Returns the score with its analysed sections, each with the role that its density suggests.
    static func withOwnSections(_ score: Score) -> Score {
        let found = SectionAnalysis(score).sections
        var score = score
        score.sections = found.enumerated().map { index, section in
            let kind: SongSection.Kind =
                switch section.density {
                case ..<0.6 where index == 0 && found.count > 1: .intro
                case ..<0.6 where index == found.count - 1 && found.count > 2: .outro
                case ..<0.5: .bridge
                case 1.15...: .chorus
                default: .verse
                }
            return SongSection(
                startTick: section.startTick, endTick: section.endTick, kind: kind, label: section.label)
        }
        return score
    }
}
