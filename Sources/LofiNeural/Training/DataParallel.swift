import LofiPlatform

/// Data-parallel training, with a replica of the network per worker and a share of every batch for each.
///
/// Gradients are added in the order of the workers, and the randomness of an example depends on its index in the batch,
/// so that the same number of workers gives identical bits. Another number adds in another order, and the last bits
/// differ.
package final class DataParallel<N: Network>: @unchecked Sendable {
    package let network: N
    package let optimiser: Optimiser<N.Scalar>
    private let workers: [N]

    /// - Parameters:
    ///   - network: The network to train, which is also the first worker.
    ///   - optimiser: Updates its weights.
    ///   - workers: Number of workers, 1 or more.
    package init(_ network: N, optimiser: Optimiser<N.Scalar>, workers: Int) {
        precondition(workers >= 1)
        (self.network, self.optimiser) = (network, optimiser)
        self.workers = [network] + (1..<max(workers, 1)).map { _ in network.replica() }
    }

    /// Takes one optimiser step on a batch, whose loss is the mean over its examples.
    package func learn(_ batch: [N.Example], seed: UInt64, rate: Double) -> Tally {
        let context = LearningContext(seed: seed, step: optimiser.steps)
        let tallies = share(batch) { worker, examples in
            for weight in worker.weights { weight.gradient.clear() }
            return worker.learn(examples, context)
        }
        let all = workers.map(\.weights)
        let used = tallies.count
        ThreadPool.shared.forEach(network.weights.count) { index in
            for worker in 1..<max(used, 1) {
                let weight = all[0][index]
                N.Scalar.arithmetic.addScaled(
                    weight.count, 1, all[worker][index].gradient.start, weight.gradient.start)
            }
        }
        optimiser.step(rate: rate, scale: 1 / Double(batch.count))
        return tallies.reduce(into: Tally(), +=)
    }

    /// Measures the loss without training.
    package func measure(_ examples: [N.Example], batchSize: Int) -> Tally {
        var sum = Tally()
        for start in stride(from: 0, to: examples.count, by: batchSize) {
            let batch = Array(examples[start..<min(start + batchSize, examples.count)])
            sum += share(batch) { worker, examples in worker.measure(examples) }.reduce(into: Tally(), +=)
        }
        return sum
    }

    /// Splits a batch into equal shares, as far as possible; results are in the order of the workers.
    private func share(
        _ batch: [N.Example], _ work: @Sendable (N, ArraySlice<N.Example>) -> Tally
    ) -> [Tally] {
        let count = min(workers.count, batch.count)
        let results = Results(count)
        ThreadPool.shared.forEach(count) { index in
            let (start, end) = (batch.count * index / count, batch.count * (index + 1) / count)
            results.values[index] = work(self.workers[index], batch[start..<end])
        }
        return Array(UnsafeBufferPointer(start: results.values, count: count))
    }

    /// One slot per worker's result, each written by that worker only.
    private final class Results: @unchecked Sendable {
        let values: UnsafeMutablePointer<Tally>
        private let count: Int

        init(_ count: Int) {
            self.count = count
            values = .allocate(capacity: count)
            values.initialize(repeating: Tally(), count: count)
        }

        deinit {
            values.deinitialize(count: count)
            values.deallocate()
        }
    }
}
