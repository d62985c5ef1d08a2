import LofiGenerate
import LofiNeural
import LofiPlugin
import LofiScore
import Testing
@testable import LofiTraining

@Suite struct TrainerTests {
    typealias Network = NoteChordNetwork<Float>

    static func network() -> Network {
        var shape = Network.Shape(vocabulary: 5, embedding: 4, predictsEveryStep: true)
        (shape.hidden, shape.dense) = ([8, 8, 8], 8)
        return Network(shape, seed: 1)
    }

    static func example(_ start: Int) -> Network.Example {
        let tokens = (0..<9).map { Int32(($0 * $0 + start) % 5) }
        return Network.Example(inputs: Array(tokens.dropLast()), targets: Array(tokens.dropFirst()))
    }

    static func trainer(_ network: Network, epochs: Int = 4, patience: Int? = nil) -> Trainer<Network> {
        var plan = TrainingPlan(epochs: epochs, batchSize: 3, seed: 5, method: .adam)
        (plan.rate, plan.clip, plan.patience) = (0.02, 1, patience)
        return Trainer(network, plan: plan, workers: 2, heldOut: [example(2)]) { _ in (0..<10).map(example) }
    }

    /// Training is stopped after any batch, saved, loaded and resumed.
    @Test(arguments: [1, 3, 4, 7, 15])
    func interruptedTrainingGoesOnBitForBit(_ stop: Int) throws {
        let whole = Self.network()
        let uninterrupted = Self.trainer(whole)
        #expect(try uninterrupted.run(goesOn: { true }) { _ in })

        let first = Self.network()
        let interrupted = Self.trainer(first)
        var batches = 0
        #expect(
            try !interrupted.run(goesOn: { batches < stop }) { event in if case .batch = event { batches += 1 } })
        let checkpoint = TrainingCheckpoint(plan: interrupted.plan, state: interrupted.state)
        let file = Safetensors(
            metadata: checkpoint.metadata,
            tensors: Safetensors.tensors(of: first.weights) + Safetensors.tensors(of: interrupted.parallel.optimiser))

        let read = try Safetensors(file.bytes(.single))
        let second = Self.network()
        let resumed = Self.trainer(second)
        try read.fill(second.weights)
        try read.fill(resumed.parallel.optimiser)
        let found = try TrainingCheckpoint(read)
        #expect(found == checkpoint)
        resumed.resume(found.state)
        #expect(try resumed.run(goesOn: { true }) { _ in })
        #expect(second.weights.map(\.value.values) == whole.weights.map(\.value.values))
        #expect(resumed.state == uninterrupted.state)
    }

    @Test func itStopsEarlyWhereTheHeldOutLossRisesAndKnowsItsBest() throws {
        let network = Self.network()
        let trainer = Self.trainer(network, epochs: 400, patience: 3)
        var best: [Int] = []
        _ = try trainer.run(goesOn: { true }) { event in
            if case .epoch(let point, true) = event { best.append(point.epoch) }
        }
        #expect(trainer.state.epoch < 400)
        #expect(trainer.state.epoch == trainer.state.bestEpoch + 3)
        #expect(best.last == trainer.state.bestEpoch)
        let losses = trainer.state.curve.points.compactMap(\.heldOutLoss)
        #expect(losses.min() == trainer.state.best)
    }

    @Test func anotherTrainingsCheckpointIsRefused() throws {
        let network = Self.network()
        let trainer = Self.trainer(network)
        var header = ModelHeader(kind: "test", corpus: .init(digest: "d", files: 1), licence: "none")
        header.epochs = 0
        var file = Safetensors(metadata: ["lofi-render": Safetensors.encoded(header)], tensors: [])
        #expect(throws: ModelError.noCheckpoint) { try TrainingCheckpoint(file) }
        file.metadata.merge(TrainingCheckpoint(plan: trainer.plan, state: trainer.state).metadata) { $1 }
        let checkpoint = try TrainingCheckpoint(file)
        try checkpoint.check(against: trainer.plan, digest: "d", in: file)
        #expect(throws: TrainingError.self) { try checkpoint.check(against: trainer.plan, digest: "e", in: file) }
        var other = trainer.plan
        other.seed = 6
        #expect(throws: TrainingError.self) { try checkpoint.check(against: other, digest: "d", in: file) }
        var longer = trainer.plan
        longer.epochs = 100
        try checkpoint.check(against: longer, digest: "d", in: file)
    }

    @Test("The learning rate falls along half a cosine, or by a factor per step")
    func stepSizes() {
        var plan = TrainingPlan(epochs: 4, batchSize: 3, seed: 5, method: .adam)
        (plan.rate, plan.lowestRate, plan.rateDecay) = (0.01, 0.001, 0.5)
        #expect(plan.rate(step: 2, progress: 0.9) == 0.0025)
        #expect(plan.rate(step: 9, progress: 0) == 0.001)
        plan.fallsToTheEnd = true
        let rates = [0, 0.25, 0.5, 0.75, 1, 1.5].map { plan.rate(step: 9, progress: $0) }
        for (rate, wanted) in zip(rates, [0.01, 0.008682, 0.0055, 0.002318, 0.001, 0.001]) {
            #expect(abs(rate - wanted) < 1e-6)
        }
    }
}
