import LofiGenerate
import LofiNeural
import LofiPlugin
import LofiScore
import LofiScoreFiles
import Testing
@testable import LofiTraining

@Suite("Trainings of the generators")
struct ModelTrainingTests {
    /// Songs by rules, of different keys.
    static func corpus(_ seeds: ClosedRange<UInt64> = 1...4, name: String = "") throws -> NamedCorpus {
        let files = try seeds.map { seed in
            let generator = try RuleGenerator(settings: Settings(for: RuleGenerator.parameters))
            var random = RandomStream(seed: seed, place: "test")
            let score = try generator.generate(GenerationRequest(bars: 8, seed: seed), random: &random)
            return try CorpusFile(name: "\(seed)", MIDIFileWriter.bytes(score))
        }
        return NamedCorpus(name: name, corpus: Corpus(files: files))
    }

    static func request(
        _ type: any TrainableGenerator.Type, _ given: [String: ParameterValue] = [:]
    ) throws -> TrainingRequest {
        var request = TrainingRequest(
            corpora: [try corpus()], settings: try Settings(given, for: type.trainingParameters))
        request.given = Set(given.keys)
        (request.epochs, request.batchSize, request.seed) = (1, 4, 3)
        return request
    }

    @Test("Which of the standard generators can be trained is found in their list")
    func catalogue() {
        let trainable = standardGenerators.compactMap { $0 as? any TrainableGenerator.Type }
        #expect(trainable.map { $0.kind } == ["composer", "note-chord-lstm", "melody-vae"])
        #expect(trainable.allSatisfy { $0.modelKind != nil })
        #expect(trainable.filter { $0.learnsKindsOfMusic }.map { $0.kind } == ["composer"])
        for type in trainable {
            let options = type.trainingParameters.compactMap(\.option)
            #expect(Set(options).count == options.count)
        }
    }

    @Test("A declared training learns the weights of one put together by hand", arguments: [false, true])
    func sameWeights(isAsWritten: Bool) throws {
        let window = isAsWritten ? 8 : 16
        let request = try Self.request(
            NoteChordGenerator.self, ["as-written": .flag(isAsWritten), "window": .number(Double(window))])
        let training = try NoteChordTraining(request)
        let declared = Trainer(
            training.network, plan: training.plan, workers: 2, heldOut: training.heldOut,
            examples: training.examples(epoch:))
        #expect(try declared.run(goesOn: { true }) { _ in })

        let corpus = request.corpora[0].corpus
        let data = try NoteChordData(
            corpus, split: corpus.split(holdingOut: 0.1), coding: isAsWritten ? .asWritten : .barGrid, window: window)
        let network = NoteChordNetwork<Float>(
            .init(
                vocabulary: data.vocabulary.count, embedding: isAsWritten ? nil : 64, predictsEveryStep: !isAsWritten),
            seed: 3)
        var plan = TrainingPlan(epochs: 1, batchSize: 4, seed: 3, method: isAsWritten ? .rmsprop : .adam)
        if !isAsWritten { (plan.clip, plan.rateDecay, plan.patience) = (1, 0.9998, 5) }
        let byHand = Trainer(
            network, plan: plan, workers: 2, heldOut: data.heldOut, examples: data.examples(epoch:))
        #expect(try byHand.run(goesOn: { true }) { _ in })
        #expect(training.network.weights.map(\.value.values) == network.weights.map(\.value.values))
        #expect(declared.state == byHand.state)
    }

    @Test("Each training has the plan that its documentation tells")
    func plans() throws {
        func plan<G: TrainableGenerator>(_ type: G.Type, _ given: [String: ParameterValue] = [:]) throws -> TrainingPlan
        {
            var request = try Self.request(type, given)
            (request.epochs, request.batchSize) = (nil, nil)
            return try G.Training(request).plan
        }
        func expected(
            _ epochs: Int, _ batch: Int, _ method: TrainingPlan.Method, _ change: (inout TrainingPlan) -> Void
        ) -> TrainingPlan {
            var plan = TrainingPlan(epochs: epochs, batchSize: batch, seed: 3, method: method)
            change(&plan)
            return plan
        }
        let asWritten = ["as-written": ParameterValue.flag(true)]
        #expect(
            try plan(NoteChordGenerator.self)
                == expected(20, 32, .adam) { ($0.clip, $0.rateDecay, $0.patience) = (1, 0.9998, 5) })
        #expect(try plan(NoteChordGenerator.self, asWritten) == expected(100, 64, .rmsprop) { _ in })
        #expect(
            try plan(MelodyGenerator.self)
                == expected(40, 32, .adam) { ($0.clip, $0.rateDecay, $0.patience) = (1, 0.9999, 5) })
        #expect(
            try plan(MelodyGenerator.self, asWritten)
                == expected(100, 512, .adam) { ($0.clip, $0.rateDecay) = (1, 0.9999) })
        // Four songs are gone through as often as a corpus may be.
        #expect(
            try plan(ComposerGenerator.self)
                == expected(60, 32, .adam) { ($0.clip, $0.fallsToTheEnd, $0.patience) = (1, true, 3) })
    }

    @Test("Unless given, a window is that of the write-up when trained as written")
    func windows() throws {
        func window(_ given: [String: ParameterValue]) throws -> Int {
            let training = try NoteChordTraining(Self.request(NoteChordGenerator.self, given))
            let header = ModelHeader(kind: NoteChordModel.kind, corpus: .init(digest: "", files: 0), licence: "")
            return try NoteChordModel(training.model(header).bytes(.single)).window
        }
        #expect(try window([:]) == 128)
        #expect(try window(["as-written": .flag(true)]) == 50)
        #expect(try window(["as-written": .flag(true), "window": .number(9)]) == 9)
    }

    @Test("A model cannot know more kinds of music than it has numbers for")
    func kindsOfMusic() throws {
        var request = try Self.request(ComposerGenerator.self, ["window": .number(32)])
        request.corpora = try (0...ComposerWord.styleCount).map { try Self.corpus(1...1, name: "kind \($0)") }
        #expect {
            _ = try ComposerTraining(request)
        } throws: { error in
            guard case TrainingError.tooManyKinds(let most, let known) = error else { return false }
            return most == ComposerWord.styleCount && known.count == most
        }
    }

    @Test("The same seed and workers learn the same composer")
    func sameSeed() throws {
        let songs = try Self.corpus(1...2).corpus.files.enumerated().map { ($1.score, $0) }
        let data = try ComposerData(training: songs, heldOut: [], window: 32)
        func learnt() -> [[Float]] {
            var shape = ComposerNetwork<Float>.Shape()
            (shape.embedding, shape.hidden) = (6, [8, 8])
            let network = ComposerNetwork<Float>(shape, seed: 1)
            let training = DataParallel(network, optimiser: Optimiser(.adam, weights: network.weights), workers: 2)
            for epoch in 0..<2 { _ = training.learn(Array(data.examples(epoch: epoch).prefix(8)), seed: 1, rate: 0.01) }
            return network.weights.map(\.value.values)
        }
        #expect(learnt() == learnt())
    }
}
