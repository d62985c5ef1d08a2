import LofiCore
import LofiScore

/// Songs of the note-chord LSTM.
public struct NoteChordGenerator: ScoreGenerator {
    public static let kind = NoteChordModel.kind
    public static let summary = "the write-up's LSTM over notes and chords"
    public static let parameters: [Parameter] = [
        .text("model", default: NoteChordModel.kind, "a model by name or file"),
        .number("temperature", 0...2, default: 0.95, unit: "", "1 as learnt, less is safer, 0 the likeliest always"),
        .number("top-p", 0.01...1, default: 0.95, unit: "", "draws among the likeliest that share this probability"),
    ]

    private let model: NoteChordModel
    private let sampling: Sampling

    public init(settings: Settings) throws(GenerationError) {
        let (path, bytes) = try ModelLibrary.bytes(settings.text("model"))
        do { model = try NoteChordModel(bytes) } catch { throw .model(path: path, reason: "\(error)") }
        sampling = Sampling(temperature: settings.number("temperature"), topP: settings.number("top-p"))
    }

    init(model: NoteChordModel, sampling: Sampling) { (self.model, self.sampling) = (model, sampling) }

    public func generate(_ request: GenerationRequest, random: inout RandomStream) throws(GenerationError) -> Score {
        switch model.coding {
        case .asWritten:
            // An event each eighth.
            let words = asWritten(events: request.bars * 8, &random)
            return NoteChordCoding(.asWritten).score(of: words, beatsPerMinute: request.beatsPerMinute ?? 120)
        case .barGrid:
            let words = barGrid(bars: request.bars, &random)
            return BarGridCoding(model.vocabulary).score(of: words, beatsPerMinute: request.beatsPerMinute ?? 80)
                .inKey(request.key)
        }
    }

    /// From a word drawn at random on, always the likeliest after the last window of words.
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

    /// Bars of four quarters; the network hears all that it said.
    private func barGrid(bars: Int, _ random: inout RandomStream) -> [NoteChordToken] {
        let kinds = model.vocabulary.tokens.map(\.kind)
        let memory = NoteChordNetwork<Float>.Memory(model.network)
        var grammar = BarGridGrammar(barLength: Melody.stepsPerBar)
        guard let bar = kinds.firstIndex(of: .bar(length: Melody.stepsPerBar)) else { return [] }
        var (word, barsBegun) = (bar, 1)
        var words: [NoteChordToken] = []
        // No bar has more than a word for each key and length at each place.
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

extension Score {
    /// A song in C major or A minor moved to a key, or to the relative one of the other mode; by the shorter way.
    func inKey(_ key: Key?) -> Score {
        guard let key else { return self }
        let relative = (key.tonic + (key.mode == .minor ? 3 : 0)) % 12
        let shift = relative <= 6 ? relative : relative - 12
        var score = self
        for part in score.parts.indices {
            for note in score.parts[part].notes.indices { score.parts[part].notes[note].pitch += shift }
            score.parts[part].notes.removeAll { !(0...127).contains($0.pitch) }
        }
        return score
    }
}
