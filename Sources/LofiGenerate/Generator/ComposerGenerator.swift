import LofiCore
import LofiScore

/// Songs of the composer: planned in sections and chords, then played, with memory of all before.
public struct ComposerGenerator: ScoreGenerator {
    public static let kind = ComposerModel.kind
    public static let summary = "songs with a form, chords, bass and melody, as wished"
    public static let parameters: [Parameter] = [
        .text("model", default: ComposerModel.kind, "a model by name or file"),
        .text("music", default: "", "the kind of music, a name that the model knows"),
        .choice("mode", ["as-the-key", "major", "minor"], default: "as-the-key", "the mode where no key is given"),
        .text("form", default: "", "a letter for each section, such as AABA"),
        .text("chords", default: "", "chords, one a bar or with bar lines: \"Dm9 G13 | Cmaj9\""),
        .text("melody", default: "", "a MIDI file whose melody is harmonised"),
        .text("continue", default: "", "a MIDI file to go on from"),
        .text("infill", default: "", "bars of `continue` to play anew, such as 5-8"),
        .number("density", 0.25...4, default: 1, unit: "", "how many places of a bar are struck, 1 as learnt"),
        .number(
            "temperature", 0...2, default: sampling.temperature, unit: "",
            "1 as learnt, less is safer, 0 the likeliest always"),
        .number(
            "top-p", 0.01...1, default: sampling.topP, unit: "", "draws among the likeliest that share this probability"
        ),
    ]

    /// Where no other is asked for.
    package static let sampling = Sampling(temperature: 1, topP: 0.97)

    private let model: ComposerModel
    private let sampling: Sampling
    private var wishes = ComposerWishes()
    private let chords: ChordRow?

    public init(settings: Settings) throws(GenerationError) {
        let (path, bytes) = try ModelLibrary.bytes(settings.text("model"))
        do { model = try ComposerModel(bytes) } catch { throw .model(path: path, reason: "\(error)") }
        sampling = Sampling(temperature: settings.number("temperature"), topP: settings.number("top-p"))
        func given(_ key: String) -> String? { settings.text(key).isEmpty ? nil : settings.text(key) }
        chords = if let row = given("chords") { try ChordRow(row) } else { nil }
        wishes.music = given("music")
        wishes.mode = Key.Mode(rawValue: settings.text("mode"))
        wishes.density = settings.number("density")
        if let form = given("form") { wishes.form = try SongForm.letters(form) }
        if let path = given("melody") { wishes.melody = try Self.sketch(path) }
        if let path = given("continue") { wishes.song = try Self.sketch(path) }
        if let bars = given("infill") { wishes.replaced = try Self.bars(bars, of: wishes.song) }
        guard wishes.melody == nil || wishes.song == nil else {
            throw .settings(reason: "`melody` and `continue`: choose one")
        }
        _ = try Composer(model, wishes)
    }

    init(model: ComposerModel, wishes: ComposerWishes = ComposerWishes(), sampling: Sampling) {
        (self.model, self.wishes, self.sampling, chords) = (model, wishes, sampling, nil)
    }

    public func generate(_ request: GenerationRequest, random: inout RandomStream) throws(GenerationError) -> Score {
        var wishes = wishes
        (wishes.bars, wishes.beatsPerMinute) = (request.bars, request.beatsPerMinute)
        wishes.key = request.key
        if let chords {
            let key = request.key ?? chords.key
            (wishes.key, wishes.chords) = (key, chords.moved(from: key))
        }
        return try Composer(model, wishes).compose(sampling, random: random).score()
    }

    private static func sketch(_ path: String) throws(GenerationError) -> Sketch {
        guard let sketch = SketchReading.sketch(of: try SongFile.score(path), style: "") else {
            throw .settings(reason: "\(path): no notes in it")
        }
        return sketch
    }

    /// Bars counted from 1, both ends included.
    private static func bars(_ text: String, of song: Sketch?) throws(GenerationError) -> Range<Int> {
        guard let song else { throw .settings(reason: "`infill` needs `continue`, the song whose bars are replaced") }
        let ends = text.split(separator: "-").map { Int($0) }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first >= 1, last >= first,
            last <= song.barCount
        else { throw .settings(reason: "infill \(text): write bars from 1 to \(song.barCount), such as 5-8") }
        return first - 1..<last
    }
}
