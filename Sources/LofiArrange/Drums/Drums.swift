import LofiPlugin
import LofiScore

/// Adds a drum beat that follows the song's bars, beat, swing, chords and density.
///
/// The beat is played with the feel of the drummers in the Groove MIDI Dataset (`DrummerTiming`, `DrummerStrength`), so
/// its part is marked as having a feel, and `Humanise` leaves it as it is.
package struct Drums: ScoreTransform {
    package static let kind = "drums"
    package static let summary = "drum beat that follows the song's bars"
    package static let parameters: [Parameter] = [
        .choice("groove", GrooveBook.pages.map(\.name), default: "boom-bap", "drum pattern"),
        .file("from", "MIDI file whose drums are the pattern, instead of groove"),
        .choice("kit", DrumKit.allCases.map(\.rawValue), default: "dusty", "drum kit"),
        .choice("when", ["pulse", "always"], default: "pulse", "pulse = only when the notes keep a steady beat"),
        .choice(
            "own", ["replace", "keep", "layer"], default: "replace", "what to do with drums that the song already has"),
        .integer(
            "fills-every", 0...32, default: 8, unit: "bars",
            "bars between fills, which fall at phrase ends; 0 = no fills"),
        .number("ghosts", 0...1, default: 0.7, "share of the ghost notes that are played"),
        .number("intensity", 0...1, default: 0.6, "overall playing strength; 0.6 = like the drummers measured"),
        .number(
            "kick", 0...1, default: 0.6,
            "evens out the kick towards the backbeat's loudness; 0 = as the drummers' pads read"),
        .number("looseness", 0...2, default: 0.4, "looseness of timing and dynamics; 1 = like the drummers measured"),
        .number("drunk", 0...1, default: 0, "stumbling offsets that recur in every bar"),
        .number("pocket", -30...30, default: 0, unit: "ms", "delays the backbeat and moves the hats ahead"),
        .number(
            "swing", 0...75, default: 0, unit: "%",
            "position of the off-sixteenths, 50 to 75; 0 = the song's own swing, otherwise the groove's"),
        .integer("intro-bars", 0...32, default: 0, unit: "bars", "bars with timekeeping only"),
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let groove = try groove()
        let own = settings.text("own")
        let hasOwn = score.parts.contains(where: \.isDrums)
        // If there is nothing else, the drums are the song.
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
