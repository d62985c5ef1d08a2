import Glibc
import LofiPlugin
import Testing
@testable import LofiNeural

/// Every layer's way back against finite differences, in double precision.
@Suite struct GradientTests {
    /// The largest relative error of the gradients of `loss` by the buffers, one entry in a few.
    static func largestError(
        _ variables: [(values: Buffer<Double>, gradient: Buffer<Double>)], changed: () -> Void = {},
        _ loss: () -> Double
    ) -> Double {
        var largest = 0.0
        for (values, gradient) in variables {
            for index in stride(from: 0, to: values.count, by: max(1, values.count / 40)) {
                let (kept, step) = (values[index], 1e-5)
                func shifted(_ value: Double) -> Double {
                    values[index] = value
                    changed()
                    return loss()
                }
                // Fourth order, so that the differences are not what is measured.
                let difference =
                    (8 * (shifted(kept + step) - shifted(kept - step))
                        - (shifted(kept + 2 * step) - shifted(kept - 2 * step))) / (12 * step)
                values[index] = kept
                changed()
                let error = abs(difference - gradient[index]) / max(abs(difference), abs(gradient[index]), 1e-3)
                largest = max(largest, error)
            }
        }
        return largest
    }

    static func random(_ count: Int, _ place: String) -> Buffer<Double> {
        var stream = RandomStream(seed: 7, place: place)
        return Buffer((0..<count).map { _ in stream.normal() * 0.7 })
    }

    static func variables(_ weights: [Weight<Double>]) -> [(values: Buffer<Double>, gradient: Buffer<Double>)] {
        weights.map { ($0.value, $0.gradient) }
    }

    /// A loss with a gradient of its own at every output.
    static func dot(_ a: UnsafePointer<Double>, _ b: Buffer<Double>) -> Double {
        (0..<b.count).reduce(0) { $0 + a[$1] * b[$1] }
    }

    /// The loss of logits, which stay as they are.
    static func loss(_ logits: Buffer<Double>, _ targets: [Int32]) -> Double {
        let copy = Buffer(logits.values)
        return withExtendedLifetime(copy) {
            SoftmaxCrossEntropy.backward(copy.start, targets: targets, classes: logits.count / targets.count).loss
        }
    }

    @Test(arguments: [Dense<Double>.Activation.none, .tanh])
    func denseLayers(_ activation: Dense<Double>.Activation) {
        var stream = Initialization(1, place: "dense")
        let layer = Dense<Double>("d", inputs: 5, outputs: 4, activation: activation, &stream)
        let (x, wanted) = (Self.random(3 * 5, "x"), Self.random(3 * 4, "wanted"))
        let dx = Buffer<Double>(15)
        _ = layer.forward(x.start, 3)
        let dy = Buffer(wanted.values)
        withExtendedLifetime(dy) { dx.start.update(from: layer.backward(x.start, dy.start, 3), count: 15) }
        defer { withExtendedLifetime((x, wanted)) {} }
        let error = Self.largestError(
            Self.variables(layer.weights) + [(x, dx)], changed: { layer.weights.forEach { $0.valuesChanged() } }
        ) { Self.dot(layer.forward(x.start, 3), wanted) }
        #expect(error < 1e-5)
    }

    @Test func embeddings() {
        var stream = Initialization(1, place: "embedding")
        let layer = Embedding<Double>("e", vocabulary: 6, width: 3, &stream)
        let tokens: [Int32] = [2, 0, 2, -1, 5]
        let wanted = Self.random(15, "wanted")
        defer { withExtendedLifetime(wanted) {} }
        layer.backward(tokens, wanted.start)
        let error = Self.largestError(Self.variables([layer.table])) {
            let y = Buffer<Double>(15)
            return withExtendedLifetime(y) {
                layer.add(tokens, to: y.start)
                return Self.dot(y.start, wanted)
            }
        }
        #expect(error < 1e-5)
    }

    @Test(arguments: [false, true])
    func lstmsWithAndWithoutRecurrentDropout(_ hasDropout: Bool) {
        let (time, batch, inputs, hidden) = (5, 3, 4, 6)
        var (weights, stream) = (Initialization(1, place: "lstm"), RandomStream(seed: 1, place: "mask"))
        let layer = LSTM<Double>("l", inputs: inputs, hidden: hidden, &weights)
        let mask = hasDropout ? Buffer<Double>(batch * hidden) : nil
        if let mask { Dropout.mask(mask.count, rate: 0.3, into: mask.start, &stream) }
        let x = Self.random(time * batch * inputs, "x")
        let (h, c) = (Self.random(batch * hidden, "h"), Self.random(batch * hidden, "c"))
        let wanted = Self.random(time * batch * hidden, "wanted")
        defer { withExtendedLifetime((mask, x, h, c, wanted)) {} }
        func forward() -> UnsafePointer<Double> {
            layer.forward(
                x.start, time: time, batch: batch, mask: mask, initial: (UnsafePointer(h.start), UnsafePointer(c.start))
            )
        }
        _ = forward()
        let back = layer.backward(x.start, time: time, batch: batch) {
            UnsafePointer(wanted.start + $0 * batch * hidden)
        }
        let (dx, dh, dc) = (Buffer<Double>(x.count), Buffer<Double>(h.count), Buffer<Double>(c.count))
        dx.start.update(from: back.dx, count: x.count)
        dh.start.update(from: back.h, count: h.count)
        dc.start.update(from: back.c, count: c.count)
        let error = Self.largestError(
            Self.variables(layer.weights) + [(x, dx), (h, dh), (c, dc)],
            changed: { layer.weights.forEach { $0.valuesChanged() } }
        ) { Self.dot(forward(), wanted) }
        #expect(error < 1e-5)
    }

    @Test func softmaxCrossEntropyLeavesOutWhatIsNotAsked() {
        let logits = Self.random(4 * 5, "logits")
        let targets: [Int32] = [1, -1, 4, 0]
        let gradient = Buffer(logits.values)
        let found = SoftmaxCrossEntropy.backward(gradient.start, targets: targets, classes: 5)
        #expect(found.loss > 1)
        #expect(gradient.values[5..<10].allSatisfy { $0 == 0 })
        let error = Self.largestError([(logits, gradient)]) {
            Self.loss(logits, targets)
        }
        #expect(error < 1e-5)
    }

    @Test func gaussianLatentsWithTheirPrice() {
        let (batch, dimensions) = (3, 4)
        let latent = GaussianLatent<Double>(dimensions: dimensions)
        let (means, spreads) = (Self.random(12, "means"), Self.random(12, "spreads"))
        let (epsilon, wanted) = (Self.random(12, "epsilon"), Self.random(12, "wanted"))
        defer { withExtendedLifetime((means, spreads, wanted)) {} }
        // The second example lies within its free bits: its divergence costs nothing.
        let price = [0.2, 0, 0.7]
        func forward() -> UnsafePointer<Double> {
            latent.forward(means: means.start, spreads: spreads.start, epsilon: epsilon.values, batch: batch)
        }
        _ = forward()
        let (dMeans, dSpreads) = (Buffer<Double>(12), Buffer<Double>(12))
        latent.backward(
            means: means.start, spreads: spreads.start, dz: wanted.start, price: price, intoMeans: dMeans.start,
            intoSpreads: dSpreads.start)
        let error = Self.largestError([(means, dMeans), (spreads, dSpreads)]) {
            let value = Self.dot(forward(), wanted)
            let divergences = latent.divergences(means: means.start, batch: batch)
            return value + zip(price, divergences).reduce(0) { $0 + $1.0 * $1.1 }
        }
        #expect(error < 1e-5)
    }
}
