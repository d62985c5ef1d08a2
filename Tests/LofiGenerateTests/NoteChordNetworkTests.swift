import Foundation
import LofiNeural
import LofiPlugin
import Testing
@testable import LofiGenerate

@Suite struct NoteChordNetworkTests {
    static func small(_ embedding: Int? = 4, everyStep: Bool = true) -> NoteChordNetwork<Double>.Shape {
        var shape = NoteChordNetwork<Double>.Shape(vocabulary: 7, embedding: embedding, predictsEveryStep: everyStep)
        shape.hidden = [6, 5, 4]
        shape.dense = 5
        return shape
    }

    @Test(arguments: [(4, true), (nil, false)] as [(Int?, Bool)])
    func gradientsOfTheWholeStackAgreeWithFiniteDifferencesUnderDropout(_ embedding: Int?, _ everyStep: Bool) {
        let network = NoteChordNetwork<Double>(Self.small(embedding, everyStep: everyStep), seed: 3)
        let examples = [
            NoteChordNetwork<Double>.Example(inputs: [1, 4, 0, 6, 2], targets: [4, 0, 6, 2, 3]),
            NoteChordNetwork<Double>.Example(inputs: [5, 5, 3, 1, 0], targets: [5, 3, 1, 0, 6]),
        ]
        let context = LearningContext(seed: 9, step: 2)
        for weight in network.weights { weight.gradient.clear() }
        _ = network.learn(examples[...], context)
        let gradients = network.weights.map(\.gradient.values)
        for (weight, gradient) in zip(network.weights, gradients) {
            for index in stride(from: 0, to: weight.count, by: max(1, weight.count / 25)) {
                let kept = weight.value[index]
                func loss(_ value: Double) -> Double {
                    weight.value[index] = value
                    weight.valuesChanged()
                    return network.learn(examples[...], context).loss
                }
                let step = 1e-4
                let difference =
                    (8 * (loss(kept + step) - loss(kept - step)) - (loss(kept + 2 * step) - loss(kept - 2 * step)))
                    / (12 * step)
                _ = loss(kept)
                let error = abs(difference - gradient[index]) / max(abs(difference), abs(gradient[index]), 1e-3)
                #expect(error < 1e-5, "\(weight.name)[\(index)]")
            }
        }
    }

    /// A sequence that goes up and down seven steps.
    @Test func oneBatchOfALadderIsLearntByHeart() {
        var shape = NoteChordNetwork<Float>.Shape(vocabulary: 7, embedding: 8, predictsEveryStep: true)
        shape.hidden = [32, 32, 32]
        shape.dense = 32
        (shape.dropout, shape.recurrentDropout) = (0, 0)
        let ladder: [Int32] = (0..<40).map { step in Int32([0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1][step % 12]) }
        let examples = (0..<8).map { start in
            NoteChordNetwork<Float>.Example(
                inputs: Array(ladder[start..<start + 24]), targets: Array(ladder[start + 1..<start + 25]))
        }
        let network = NoteChordNetwork<Float>(shape, seed: 1)
        let training = DataParallel(
            network, optimiser: Optimiser(.adam, weights: network.weights, clip: 1), workers: 2)
        let first = training.learn(examples, seed: 1, rate: 0.005).meanLoss
        #expect(abs(first - 1.9459) < 0.1)  // ln 7: untrained
        for _ in 0..<300 { _ = training.learn(examples, seed: 1, rate: 0.005) }
        // The first token of a window does not reveal the direction, which is the remaining loss.
        let learnt = training.measure(examples, batchSize: 8)
        #expect(learnt.accuracy > 0.93)
        let known = examples.map { example in
            NoteChordNetwork<Float>.Example(inputs: example.inputs, targets: [-1, -1] + example.targets.dropFirst(2))
        }
        #expect(training.measure(known, batchSize: 8).meanLoss < 0.01)
    }

    @Test func theSameSeedAndWorkersGiveTheSameBits() {
        func weights(workers: Int) -> [[Float]] {
            var shape = NoteChordNetwork<Float>.Shape(vocabulary: 7, embedding: 8, predictsEveryStep: true)
            shape.hidden = [16, 16, 8]
            let network = NoteChordNetwork<Float>(shape, seed: 1)
            let training = DataParallel(
                network, optimiser: Optimiser(.rmsprop, weights: network.weights), workers: workers)
            let examples = (0..<5).map { start in
                let tokens = (0..<10).map { Int32(($0 * 3 + start) % 7) }
                return NoteChordNetwork<Float>.Example(
                    inputs: Array(tokens.dropLast()), targets: Array(tokens.dropFirst()))
            }
            for _ in 0..<5 { _ = training.learn(examples, seed: 4, rate: 0.001) }
            return network.weights.map(\.value.values)
        }
        #expect(weights(workers: 2) == weights(workers: 2))
        // Randomness depends on the example, not on the worker: sums differ, the training does not.
        for (one, three) in zip(weights(workers: 1).joined(), weights(workers: 3).joined()) {
            #expect(abs(one - three) < 1e-3)
        }
    }

    @Test func samplingWithMemoryEqualsTheWindow() {
        let network = NoteChordNetwork<Double>(Self.small(), seed: 3)
        let memory = NoteChordNetwork<Double>.Memory(network)
        let tokens: [Int32] = [1, 4, 0, 6, 2]
        var lastLoss = 0.0
        for (token, next) in zip(tokens, [4, 0, 6, 2, 3]) { lastLoss -= log(network.hear(token, memory)[next]) / 5 }
        let window = NoteChordNetwork<Double>.Example(inputs: tokens, targets: [4, 0, 6, 2, 3])
        #expect(abs(network.measure([window][...]).loss - lastLoss) < 1e-9)
    }
}
