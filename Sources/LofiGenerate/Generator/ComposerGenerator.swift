import LofiPlugin
import LofiScore

/// Generates songs with the composer model: it plans sections and chords, then writes the notes with memory of the whole
/// song so far.
package struct ComposerGenerator: ScoreGenerator {
    package static let kind = ComposerModel.kind
    package static let summary = "songs with a form, chords, bass and melody"
    package static let isDefault = true
    package static let modelKind: String? = ComposerModel.kind
    package static let parameters: [Parameter] = [
        .file("model", default: ComposerModel.kind, "model by name or file (.safetensors)").offered(as: "model"),
        .text("music", default: "", "kind of music, one of the names in the model").offered(as: "music"),
        .choice("mode", ["as-the-key", "major", "minor"], default: "as-the-key", "mode if the key does not name one")
            .offered(as: "mode"),
        .text("form", default: "", "one letter for each section, such as AABA").offered(as: "form"),
        .text(
            "chords", default: "",
            "chords to play, one a bar or with bar lines, \"Dm9 G13 | Cmaj9\", repeated to the end; never transposed"
        )
        .offered(as: "chords"),
        .file("melody", "MIDI file whose melody is kept as it is and accompanied").offered(as: "melody"),
        .file("continue", "MIDI file to continue with new bars").offered(as: "continue"),
        .text("infill", default: "", "bars to replace in the file to continue, such as 5-8").offered(as: "infill"),
        .number(
            "density", 0.25...4, default: 1, unit: "",
            "onsets in a bar relative to the generator's own; above 1.5 the composer fills the bar"
        )
        .offered(as: "density"),
        Sampling.temperatureParameter(default: sampling.temperature),
        Sampling.topPParameter(default: sampling.topP),
    ]
    package static let rules: [SettingRule] = [
        .excludes("melody", "continue", reason: "choose one: a melody to accompany or a song to continue"),
        .excludes("melody", "infill", reason: "infill replaces bars of a song to continue, not of a melody"),
        .excludes("continue", "mode", reason: "the song to continue has a mode; ask for a key to move it"),
        .excludes("infill", "form", reason: "infill keeps the form of the song"),
        .excludes("infill", "chords", reason: "infill keeps the chords of the song"),
        .overrides("melody", "bars", reason: "the melody sets the length"),
        .overrides("infill", "bars", reason: "the song keeps its length"),
        .needs("infill", "continue"),
        .belongs("music", to: "model"),
    ]

    /// The default sampling.
    package static let sampling = Sampling(temperature: 1, topP: 0.97)

    private let model: ComposerModel
    private let sampling: Sampling
    private var wishes = ComposerWishes()
    private let chords: ChordRow?
    private let melody: GivenMelody?

    package init(settings: Settings) throws(GenerationError) {
        let (path, bytes) = try ModelLibrary.bytes(settings.text("model"))
        do { model = try ComposerModel(bytes) } catch { throw .model(path: path, reason: "\(error)") }
        sampling = Sampling(temperature: settings.number("temperature"), topP: settings.number("top-p"))
        func given(_ key: String) -> String? { settings.text(key).isEmpty ? nil : settings.text(key) }
        chords = if let row = given("chords") { try ChordRow(row) } else { nil }
        wishes.music = given("music")
        wishes.mode = Key.Mode(rawValue: settings.text("mode"))
        wishes.density = settings.number("density")
        if let form = given("form") { wishes.form = try SongForm.letters(form) }
        melody = if let path = given("melody") { try Self.melody(path) } else { nil }
        if let path = given("continue") { wishes.song = try Self.sketch(path) }
        if let bars = given("infill") { wishes.replaced = try Self.bars(bars, of: wishes.song) }
        guard melody == nil || wishes.song == nil else {
            throw .settings(reason: "`melody` and `continue`: choose one")
        }
        _ = try Composer(model, wishes)
    }

    init(model: ComposerModel, wishes: ComposerWishes = ComposerWishes(), sampling: Sampling) {
        (self.model, self.wishes, self.sampling, chords, melody) = (model, wishes, sampling, nil, nil)
    }

    package func generate(_ request: GenerationRequest, random: inout RandomStream) throws(GenerationError) -> Score {
        if let melody { return try accompany(melody, request, &random) }
        var wishes = wishes
        (wishes.bars, wishes.beatsPerMinute) = (request.bars, request.beatsPerMinute)
        wishes.key = request.key
        if wishes.song == nil, chords == nil, wishes.key != nil || wishes.mode != nil {
            let composer = try Composer(model, wishes)
            return try heardAsDeclared(random) { (random: inout RandomStream) in
                composer.compose(sampling, random: random).score()
            }
        }
        if let chords {
            // A continued song keeps its key, and the chords follow it.
            let key = wishes.song == nil ? chords.key(asked: request.key, wishes.mode) : request.key ?? wishes.song?.key
            wishes.key = key ?? chords.key
            wishes.chords = chords.moved(from: wishes.key ?? chords.key)
        }
        var score = try Composer(model, wishes).compose(sampling, random: random).score()
        chords?.bind(&score, from: wishes.song?.barCount ?? 0)
        return score
    }

    private func accompany(
        _ melody: GivenMelody, _ request: GenerationRequest, _ random: inout RandomStream
    ) throws(GenerationError) -> Score {
        let accompaniment = MelodyAccompaniment(melody, key: request.key, mode: wishes.mode, chords: chords)
        let beatsPerMinute = request.beatsPerMinute
        guard MelodyAccompaniment.isCommonTime(melody) else {
            let rules = RuleAccompaniment(
                accompaniment.spans, meterMap: melody.pulse.meterMap, ticksPerQuarter: melody.pulse.ticksPerQuarter,
                density: wishes.density, random: &random)
            return accompaniment.score(bass: rules.bass, chords: rules.chords, beatsPerMinute: beatsPerMinute)
        }
        let composed = try Composer(model, accompaniment.wishes(wishes)).compose(sampling, random: random)
        return accompaniment.score(composed.score(), beatsPerMinute: beatsPerMinute)
    }

    package func remarks(on request: GenerationRequest) -> [String] {
        remarksOnMusic(request) + sampling.remarks(usual: Self.sampling)
    }

    private func remarksOnMusic(_ request: GenerationRequest) -> [String] {
        guard let melody else {
            let moved = wishes.song.flatMap { song in
                request.key.flatMap {
                    $0.mode == song.key.mode ? nil : "the song is in \(song.key); it is moved to the relative of \($0)"
                }
            }
            return (wishes.song == nil ? chords?.remarks(on: request.key) ?? [] : []) + (moved.map { [$0] } ?? [])
        }
        var remarks: [String] = []
        let key = melody.key(asked: request.key, mode: wishes.mode)
        if let chords, !chords.suits(key) {
            remarks.append("the melody is in \(key) and the chords are in \(chords.key); both are kept as given")
        }
        if let asked = request.key, asked.mode != melody.key.mode {
            remarks.append(
                "the melody is in \(melody.key); it is moved to the relative of \(asked) and keeps its intervals")
        }
        if !MelodyAccompaniment.isCommonTime(melody) {
            let idle = [
                ("form", wishes.form != nil), ("music", wishes.music != nil),
                ("temperature", sampling.temperature != Self.sampling.temperature),
                ("top-p", sampling.topP != Self.sampling.topP),
            ].filter(\.1).map(\.0)
            if !idle.isEmpty {
                remarks.append(
                    "the melody is not in 4/4, so rules accompany it, not the model: "
                        + "\(idle.joined(separator: ", ")) has no effect")
            }
        }
        return remarks
    }

    private static func melody(_ path: String) throws(GenerationError) -> GivenMelody {
        guard let melody = GivenMelody(try SongFile.score(path)) else {
            throw .settings(reason: "\(path): it has no notes")
        }
        return melody
    }

    private static func sketch(_ path: String) throws(GenerationError) -> Sketch {
        guard let sketch = SketchReading.sketch(of: try SongFile.score(path), style: "") else {
            throw .settings(reason: "\(path): it has no notes")
        }
        return sketch
    }

    /// Parses a range of bars, counted from 1 with both ends included, to a half-open range counted from 0.
    private static func bars(_ text: String, of song: Sketch?) throws(GenerationError) -> Range<Int> {
        guard let song else { throw .settings(reason: "`infill` needs `continue`, the song whose bars are replaced") }
        let ends = text.split(separator: "-").map { Int($0) }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first >= 1, last >= first,
            last <= song.barCount
        else { throw .settings(reason: "infill \(text): write bars from 1 to \(song.barCount), such as 5-8") }
        return first - 1..<last
    }
}
