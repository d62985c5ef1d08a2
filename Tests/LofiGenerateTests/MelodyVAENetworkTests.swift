import LofiNeural
import LofiPlugin
import Testing
@testable import LofiGenerate

@Suite struct MelodyVAENetworkTests {
    static func small() -> MelodyVAENetwork<Double>.Shape {
        var shape = MelodyVAENetwork<Double>.Shape()
        (shape.events, shape.steps, shape.encoder, shape.decoder, shape.latent) = (6, 4, 5, [4, 3], 3)
        (shape.betaRate, shape.samplingRate) = (0, 0)
        return shape
    }

    /// The gradient compared with finite differences of the loss.
    static func largestError<N: Network>(_ network: N, _ examples: [N.Example], step: Int = 1) -> Double
    where N.Scalar == Double {
        let context = LearningContext(seed: 9, step: step)
        for weight in network.weights { weight.gradient.clear() }
        _ = network.learn(examples[...], context)
        let gradients = network.weights.map(\.gradient.values)
        var largest = 0.0
        for (weight, gradient) in zip(network.weights, gradients) {
            for index in stride(from: 0, to: weight.count, by: max(1, weight.count / 25)) {
                let (kept, h) = (weight.value[index], 1e-4)
                func loss(_ shift: Double) -> Double {
                    weight.value[index] = kept + shift
                    weight.valuesChanged()
                    return network.learn(examples[...], context).loss
                }
                let difference = (8 * (loss(h) - loss(-h)) - (loss(2 * h) - loss(-2 * h))) / (12 * h)
                _ = loss(0)
                let scale = max(abs(difference), abs(gradient[index]), 1e-3)
                largest = max(largest, abs(difference - gradient[index]) / scale)
            }
        }
        return largest
    }

    static let melodies: [[Int32]] = [[2, 0, 1, 5], [0, 3, 3, 4], [5, 5, 0, 1]]

    @Test func gradientsOfTheAutoencoderAgreeWithFiniteDifferences() {
        #expect(Self.largestError(MelodyVAENetwork<Double>(Self.small(), seed: 2), Self.melodies) < 1e-5)
    }

    @Test func gradientsOfTheLatentPriorAgreeWithFiniteDifferences() {
        let prior = LatentPrior<Double>(
            {
                var s = LatentPrior<Double>.Shape(latent: 3); s.hidden = 4; return s
            }(), seed: 2)
        var stream = RandomStream(seed: 1, place: "phrases")
        let song = LatentPrior<Double>.Example(
            means: (0..<4).map { _ in (0..<3).map { _ in stream.normal() } },
            sigmas: (0..<4).map { _ in (0..<3).map { _ in stream.uniform(0.3...1) } })
        #expect(Self.largestError(prior, [song]) < 1e-5)
    }

    @Test func aFewMelodiesAreLearntAndSaidAgain() {
        var shape = MelodyVAENetwork<Float>.Shape()
        (shape.events, shape.steps, shape.encoder, shape.decoder, shape.latent) = (6, 4, 24, [24, 24], 8)
        shape.beta = 0.01
        shape.samplingRate = 50
        let network = MelodyVAENetwork<Float>(shape, seed: 2)
        let training = DataParallel(network, optimiser: Optimiser(.adam, weights: network.weights, clip: 1), workers: 2)
        for _ in 0..<400 { _ = training.learn(Self.melodies, seed: 1, rate: 0.01) }
        let found = training.measure(Self.melodies, batchSize: 3)
        #expect(found.accuracy == 1)
        #expect(found.extra["free"] == 12)
        for melody in Self.melodies {
            let z = network.posterior([melody]).means[0]
            let said = network.decode(z) { _, p in Int32(p.indices.max { p[$0] < p[$1] } ?? 0) }
            #expect(said == melody)
        }
    }

    @Test func scheduledSamplingBeginsByListeningToTheTeacher() {
        let shape = MelodyVAENetwork<Float>.Shape()
        #expect(shape.ownChance(step: 0) < 0.002)
        #expect(abs(shape.ownChance(step: 6908) - 0.5) < 0.001)  // where e^(step / k) is k
        #expect(shape.ownChance(step: 12000) > 0.99)
    }
}
