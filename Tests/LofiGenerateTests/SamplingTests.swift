import LofiNeural
import LofiPlugin
import LofiScore
import Testing
@testable import LofiGenerate

@Suite struct SamplingTests {
    private func shares(_ sampling: Sampling, _ probabilities: [Float]) -> [Double] {
        var stream = RandomStream(seed: 1, place: "sampling")
        var counts = [Double](repeating: 0, count: probabilities.count)
        for _ in 0..<20_000 { if let index = sampling.choose(probabilities, &stream) { counts[index] += 1 } }
        return counts.map { $0 / 20_000 }
    }

    @Test func itDrawsByTemperatureAndNucleus() {
        let p: [Float] = [0.1, 0.6, 0, 0.3]
        for (share, wanted) in zip(shares(Sampling(temperature: 1, topP: 1), p), [0.1, 0.6, 0, 0.3]) {
            #expect(abs(share - wanted) < 0.015)
        }
        // Squared at temperature one half: 1, 36, 9 of 46.
        for (share, wanted) in zip(shares(Sampling(temperature: 0.5, topP: 1), p), [1.0 / 46, 36.0 / 46, 0, 9.0 / 46]) {
            #expect(abs(share - wanted) < 0.015)
        }
        #expect(shares(Sampling(temperature: 0, topP: 1), p) == [0, 1, 0, 0])
        // The two most likely add up to 0.9.
        #expect(abs(shares(Sampling(temperature: 1, topP: 0.85), p)[3] - 1.0 / 3) < 0.015)
        #expect(shares(Sampling(temperature: 1, topP: 0.85), p)[0] == 0)
        var stream = RandomStream(seed: 1, place: "none")
        #expect(Sampling(temperature: 1, topP: 1).choose([0, 0], &stream) == nil)
    }

    @Test func theGrammarLetsWholeSongsPassAndNothingElse() {
        let words = ["|16", "@0", "C3.G3", ":8", "E4", ":4", "@4", "G4", ":4", "|16", "@3", "C4", ":1"]
        var grammar = BarGridGrammar(barLength: 16)
        for word in words {
            let kind = NoteChordToken(name: word).map(\.kind)
            #expect(kind.map { grammar.allows($0) } == true, "\(word)")
            if let kind { grammar.heard(kind) }
        }
        #expect(!grammar.allows(.position(3)))
        #expect(grammar.allows(.position(4)))
        #expect(!grammar.allows(.bar(length: 12)))
        #expect(!grammar.allows(.note(40)))
        #expect(!grammar.allows(.length(4)))
    }

    /// Untrained networks still produce songs.
    @Test func generatorsGiveTheBarsThatAreAskedForAndTheSameForTheSameSeed() throws {
        let tokens =
            [.bar(length: 16)] + BarGridCoding.positions.map { NoteChordToken.Kind.position($0) }
            + BarGridCoding.lengths.map { .length($0) } + (48...72).map { .note($0) }
        let vocabulary = Vocabulary(tokens.map { NoteChordToken($0) })
        var shape = NoteChordNetwork<Float>.Shape(vocabulary: vocabulary.count, embedding: 4, predictsEveryStep: true)
        (shape.hidden, shape.dense) = ([8, 8, 8], 8)
        let header = ModelHeader(kind: NoteChordModel.kind, corpus: .init(digest: "", files: 0), licence: "")
        let model = NoteChordModel(
            header: header, coding: .barGrid, vocabulary: vocabulary, window: 16, network: .init(shape, seed: 1))
        let read = try NoteChordModel(model.file().bytes(.single))
        #expect(read.vocabulary == vocabulary)
        for bars in [1, 5] {
            let request = GenerationRequest(bars: bars, seed: 3, key: Key("D"))
            func song(_ model: NoteChordModel, _ seed: UInt64) throws -> Score {
                var random = RandomStream(seed: seed, place: "test")
                return try NoteChordGenerator(model: model, sampling: Sampling(temperature: 1, topP: 0.9))
                    .generate(request, random: &random)
            }
            let first = try song(model, 3)
            #expect(first.noteCount > 0)
            #expect(first.meterMap.bars(upTo: first.lastNoteEndTick).count >= bars)
            #expect(first.parts[0].notes.allSatisfy { $0.startTick < bars * 4 * 480 })
            #expect(try song(read, 3) == first)
            #expect(try song(model, 4) != first)
        }
    }

    @Test func melodiesComeNearASongOrLieBetweenTwo() throws {
        var shape = MelodyVAENetwork<Float>.Shape()
        (shape.encoder, shape.decoder, shape.latent) = (24, [24, 24], 8)
        (shape.beta, shape.samplingRate) = (0.01, 0)
        let network = MelodyVAENetwork<Float>(shape, seed: 2)
        let training = DataParallel(network, optimiser: Optimiser(.adam, weights: network.weights, clip: 1), workers: 2)
        func melody(_ pitches: [Int]) -> Melody {
            Melody((0..<32).map { $0 % 4 == 0 ? Melody.event(striking: pitches[$0 / 4]) : Melody.noEvent })
        }
        let (first, last) = (melody([60, 62, 64, 65, 67, 69, 71, 72]), melody([72, 72, 67, 67, 64, 64, 60, 60]))
        for _ in 0..<900 { _ = training.learn([first.indices, last.indices], seed: 1, rate: 0.01) }
        let header = ModelHeader(kind: MelodyModel.kind, corpus: .init(digest: "", files: 0), licence: "")
        let prior = LatentPrior<Float>(.init(latent: 8), seed: 1)
        let model = try MelodyModel(MelodyModel(header: header, network: network, prior: prior).file().bytes(.single))
        func notes(_ generator: MelodyGenerator, bars: Int) throws -> [Int] {
            var random = RandomStream(seed: 1, place: "test")
            let score = try generator.generate(GenerationRequest(bars: bars, seed: 1), random: &random)
            return score.parts[0].notes.map(\.pitch)
        }
        let same = try MelodyGenerator(model: model, temperature: 0, like: [first, last], spread: 0)
        #expect(try notes(same, bars: 4) == [60, 62, 64, 65, 67, 69, 71, 72, 72, 72, 67, 67, 64, 64, 60, 60])
        let way = try notes(MelodyGenerator(model: model, temperature: 0, like: [first], towards: last), bars: 10)
        #expect(way.prefix(8) == [60, 62, 64, 65, 67, 69, 71, 72])
        #expect(way.suffix(8) == [72, 72, 67, 67, 64, 64, 60, 60])
        // Untrained, with and without memory: different songs.
        let remembered = try notes(MelodyGenerator(model: model, temperature: 1), bars: 8)
        #expect(try notes(MelodyGenerator(model: model, temperature: 1, hasMemory: false), bars: 8) != remembered)
        #expect(throws: GenerationError.self) { try MelodyGenerator(model: model, temperature: 1, towards: last) }
    }

    @Test func modelsOfAnotherKindAndLaterOnesAreRefusedByName() throws {
        func file(_ kind: String, version: Int = 1) -> Safetensors {
            var header = ModelHeader(kind: kind, corpus: .init(digest: "", files: 0), licence: "")
            header.version = version
            return Safetensors(metadata: ["lofi-render": Safetensors.encoded(header)], tensors: [])
        }
        #expect(throws: ModelError.kind(found: "melody-vae", wanted: ["note-chord-lstm"])) {
            try NoteChordModel(file("melody-vae").bytes(.half))
        }
        #expect(throws: ModelError.laterVersion(9)) {
            try MelodyModel(file("melody-vae", version: 9).bytes(.half))
        }
        #expect(throws: ModelError.noMetadata("lofi-render")) {
            try MelodyModel(Safetensors(metadata: [:], tensors: []).bytes(.half))
        }
        // A shape far beyond the file's own size.
        var lying = file("note-chord-lstm")
        let shape = NoteChordNetwork<Float>.Shape(vocabulary: 1, embedding: nil, predictsEveryStep: false)
        lying.metadata.merge([
            "coding": "\"as-written\"", "vocabulary": "[\"C4\"]", "window": "50", "shape": Safetensors.encoded(shape),
        ]) { $1 }
        #expect(throws: ModelError.self) { try NoteChordModel(lying.bytes(.half)) }
    }
}
