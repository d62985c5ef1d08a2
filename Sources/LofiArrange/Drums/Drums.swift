import LofiPlugin
import LofiScore

/// Lays a drum beat under the song: follows its bars, its beat, its swing, its chords and how much is going on.
///
/// The beat is played as the drummers of the Groove MIDI Dataset play (`DrummerTiming`, `DrummerStrength`), so its part
/// says that it has a feel already, and `Humanise` leaves it as it is.
public struct Drums: ScoreTransform {
    public static let kind = "drums"
    public static let summary = "a drum beat that follows the song's bars"
    public static let parameters: [Parameter] = [
        .choice("groove", GrooveBook.pages.map(\.name), default: "boom-bap", "the pattern"),
        .text("from", default: "", "a MIDI file whose drums are the pattern, in place of groove"),
        .choice("kit", DrumKit.allCases.map(\.rawValue), default: "dusty", "the drums"),
        .choice("when", ["pulse", "always"], default: "pulse", "pulse: not under notes that keep no beat"),
        .choice("own", ["replace", "keep", "layer"], default: "replace", "what becomes of drums that the song has"),
        .integer(
            "fills-every", 0...32, default: 8, unit: "bars", "a fill at the end of the phrase after so many; 0 is none"),
        .number("ghosts", 0...1, default: 0.7, "how many of the ghost notes are played"),
        .number("intensity", 0...1, default: 0.6, "how hard all is played; 0.6 as the drummers measured"),
        .number("kick", 0...1, default: 0.6, "draws kicks to the backbeat's loudness; 0 as the drummers' pads read"),
        .number("looseness", 0...2, default: 0.4, "of time and strength; 1 is as loose as the drummers measured"),
        .number("drunk", 0...1, default: 0, "stumbling offsets that return with every bar"),
        .number("pocket", -30...30, default: 0, unit: "ms", "the backbeat later than the groove has it, hats earlier"),
        .number(
            "swing", 0...75, default: 0, unit: "%",
            "where off-sixteenths fall, 50 to 75; 0 is the song's own, else the groove's"),
        .integer("intro-bars", 0...32, default: 0, unit: "bars", "bars with the hat alone"),
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let groove = try groove()
        let own = settings.text("own")
        let hasOwn = score.parts.contains(where: \.isDrums)
        // Where there is nothing else, the drums are the song.
        guard score.parts.contains(where: { !$0.isDrums }), !(own == "keep" && hasOwn) else { return score }
        guard score.keepsPulse || settings.text("when") == "always" else { return score }
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        if own == "replace" { score.parts.removeAll(where: \.isDrums) }
        let beat = DrumBeat(
            groove: groove, fillsEvery: settings.integer("fills-every"), introBars: settings.integer("intro-bars"))
        var drummer = Drummer(groove: groove, settings: settings, score: score, random: &random)
        let notes = beat.bars(of: score).flatMap { drummer.play($0) }
        guard !notes.isEmpty else { return score }
        let kit = DrumKit(rawValue: settings.text("kit")) ?? .dusty
        var part = Part(name: "Drums", role: .drums, program: kit.program, channel: 9, notes: notes.inOrder)
        part.hasFeel = true
        score.parts.append(part)
        return score
    }

    private func groove() throws(ArrangementError) -> Groove {
        let file = settings.text("from")
        return file.isEmpty ? try GrooveBook.groove(settings.text("groove")) : try LearnedGroove.read(file)
    }
}
