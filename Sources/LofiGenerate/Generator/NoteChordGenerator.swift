import LofiNeural
import LofiPlugin
import LofiScore

/// Generates songs with the note-chord LSTM.
package struct NoteChordGenerator: ScoreGenerator {
    package static let kind = NoteChordModel.kind
    package static let summary = "the write-up's LSTM over notes and chords"
    package static let modelKind: String? = NoteChordModel.kind
    package static let parameters: [Parameter] = [
        .file("model", default: NoteChordModel.kind, "model by name or file (.safetensors)").offered(as: "model"),
        Sampling.temperatureParameter(default: usual.temperature),
        Sampling.topPParameter(default: usual.topP),
        .integer(
            "events", 0...10_000, default: 0, unit: "events",
            "length in events of an eighth, 0 = eight a bar; the write-up makes 500 (models trained as written)"
        )
        .offered(as: "events"),
    ]
    package static let rules: [SettingRule] = [
        .excludes("events", "bars", reason: "choose one: each sets the length")
    ]
    private static let usual = Sampling(temperature: 0.95, topP: 0.95)

    private let model: NoteChordModel
    private let sampling: Sampling
    /// Length in events; nil for eight per bar.
    private let events: Int?

    package init(settings: Settings) throws(GenerationError) {
        let (path, bytes) = try ModelLibrary.bytes(settings.text("model"))
        do { model = try NoteChordModel(bytes) } catch { throw .model(path: path, reason: "\(error)") }
        sampling = Sampling(temperature: settings.number("temperature"), topP: settings.number("top-p"))
        events = settings.integer("events") > 0 ? settings.integer("events") : nil
        switch model.coding {
        case .asWritten where sampling != Self.usual:
            throw .settings(
                reason: "\(path) was trained --as-written and always plays the most likely event; "
                    + "leave out temperature and top-p")
        case .barGrid where events != nil:
            throw .settings(reason: "\(path) writes bars, not events; set the length in bars")
        default: break
        }
    }

    init(model: NoteChordModel, sampling: Sampling, events: Int? = nil) {
        (self.model, self.sampling, self.events) = (model, sampling, events)
    }

    package func generate(_ request: GenerationRequest, random: inout RandomStream) throws(GenerationError) -> Score {
        switch model.coding {
        case .asWritten:
            // One event per eighth note.
            let words = asWritten(events: events ?? request.bars * 8, &random)
            let score = NoteChordCoding(.asWritten).score(of: words, beatsPerMinute: request.beatsPerMinute ?? 120)
            guard let key = request.key, let heard = KeyEstimate(score)?.key else { return score }
            return score.moved(toCommonKeyFrom: heard).moved(fromCommonKeyTo: key)
        case .barGrid:
            return try inKey(request.key, random) { (random: inout RandomStream) throws(GenerationError) -> Score in
                BarGridCoding(model.vocabulary).score(
                    of: barGrid(bars: request.bars, &random), beatsPerMinute: request.beatsPerMinute ?? 80)
            }
        }
    }

    package func remarks(on request: GenerationRequest) -> [String] {
        guard model.coding == .asWritten else { return sampling.remarks(usual: Self.usual) }
        guard let key = request.key else { return [] }
        return [
            "a model trained --as-written has no keys; the song is transposed to \(key) from its estimated key"
        ]
    }

    /// Greedy decoding as in the write-up: starts with a random token, then always takes the most likely one after the last
    /// window of tokens.
    private func asWritten(events: Int, _ random: inout RandomStream) -> [NoteChordToken] {
        var words = [Int32(random.unit() * Double(model.vocabulary.count))]
        while words.count < events {
            let memory = NoteChordNetwork<Float>.Memory(model.network)
            var probabilities: [Float] = []
            for word in words.suffix(model.window) { probabilities = model.network.hear(word, memory) }
            words.append(Int32(probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0))
        }
        return words.map { model.vocabulary[Int($0)] }
    }

    /// Samples bars of 4/4 with the whole song so far as context.
    private func barGrid(bars: Int, _ random: inout RandomStream) -> [NoteChordToken] {
        let kinds = model.vocabulary.tokens.map(\.kind)
        let memory = NoteChordNetwork<Float>.Memory(model.network)
        var grammar = BarGridGrammar(barLength: Melody.stepsPerBar)
        guard let bar = kinds.firstIndex(of: .bar(length: Melody.stepsPerBar)) else { return [] }
        var (word, barsBegun) = (bar, 1)
        var words: [NoteChordToken] = []
        // A bar has at most one token per key and length at each position.
        while barsBegun <= bars, words.count < bars * 512 {
            words.append(model.vocabulary[word])
            grammar.heard(kinds[word])
            var probabilities = model.network.hear(Int32(word), memory)
            for (index, kind) in kinds.enumerated() where !grammar.allows(kind) { probabilities[index] = 0 }
            guard let next = sampling.choose(probabilities, &random) else { break }
            word = next
            if case .bar = kinds[word] { barsBegun += 1 }
        }
        return words
    }
}
