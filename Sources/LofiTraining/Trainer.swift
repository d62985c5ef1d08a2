import Glibc
import LofiNeural
import LofiPlugin

/// Trains a network over epochs of examples, and can stop after any batch and resume bit-identically.
package final class Trainer<N: Network> where N.Scalar == Float {
    /// The examples of an epoch, counted from 0; the same for equal epochs.
    package typealias Examples = (_ epoch: Int) -> [N.Example]

    package let plan: TrainingPlan
    package private(set) var state = TrainingState()
    package let parallel: DataParallel<N>
    private let examples: Examples
    private let heldOut: [N.Example]

    /// - Parameter heldOut: Examples never trained on; without any there is no early stopping, and the last epoch is
    ///   the best.
    package init(_ network: N, plan: TrainingPlan, workers: Int, heldOut: [N.Example], examples: @escaping Examples) {
        self.plan = plan
        self.examples = examples
        self.heldOut = heldOut
        let optimiser = Optimiser(plan.method.optimiser, weights: network.weights, clip: plan.clip)
        parallel = DataParallel(network, optimiser: optimiser, workers: workers)
    }

    /// Resumes from a state, once weights and optimiser are loaded.
    package func resume(_ state: TrainingState) {
        self.state = state
        parallel.optimiser.resume(afterSteps: state.steps)
    }

    /// Progress events, for display and saving.
    package enum Event {
        /// A batch is done; `of` is the number of batches in this epoch.
        case batch(of: Int)
        /// An epoch is done; `isBest` means that its weights are the ones to keep.
        case epoch(LearningCurve.Point, isBest: Bool)
    }

    /// Runs to the end of the plan, to early stopping, or until `goesOn` returns false after a batch.
    /// - Returns: false if stopped by `goesOn`.
    package func run(goesOn: () -> Bool, _ happened: (Event) throws -> Void) throws -> Bool {
        while !state.isFinished {
            let batches = Self.batches(examples(state.epoch), plan, epoch: state.epoch)
            while state.batch < batches.count {
                let progress =
                    (Double(state.epoch) + Double(state.batch) / Double(batches.count)) / Double(max(plan.epochs, 1))
                let tally = parallel.learn(
                    batches[state.batch], seed: plan.seed, rate: plan.rate(step: state.steps, progress: progress))
                state.loss += tally.loss
                state.examples += tally.examples
                state.batch += 1
                state.steps += 1
                try happened(.batch(of: batches.count))
                guard goesOn() else { return false }
            }
            try endEpoch(happened)
        }
        return true
    }

    private func endEpoch(_ happened: (Event) throws -> Void) throws {
        let measured = heldOut.isEmpty ? nil : parallel.measure(heldOut, batchSize: plan.batchSize)
        let point = LearningCurve.Point(
            epoch: state.epoch + 1, loss: state.loss / Double(max(state.examples, 1)),
            heldOutLoss: measured?.meanLoss, heldOutAccuracy: measured?.accuracy,
            extra: measured.map { tally in tally.extra.mapValues { $0 / Double(max(tally.examples, 1)) } } ?? [:])
        let isBest = point.heldOutLoss.map { $0 < state.best ?? .infinity } ?? true
        if isBest { (state.best, state.bestEpoch) = (point.heldOutLoss, point.epoch) }
        state.curve.points.append(point)
        (state.epoch, state.batch, state.loss, state.examples) = (state.epoch + 1, 0, 0, 0)
        let isStuck = plan.patience.map { measured != nil && point.epoch - state.bestEpoch >= $0 } ?? false
        state.isFinished = state.epoch >= plan.epochs || isStuck
        try happened(.epoch(point, isBest: isBest))
    }

    /// Shuffled batches, with a random order for each epoch.
    private static func batches(_ examples: [N.Example], _ plan: TrainingPlan, epoch: Int) -> [[N.Example]] {
        var stream = RandomStream(seed: plan.seed, place: "training/order/\(epoch)")
        let order = examples.indices.map { (key: stream.next(), index: $0) }.sorted {
            ($0.key, $0.index) < ($1.key, $1.index)
        }
        return stride(from: 0, to: order.count, by: plan.batchSize).map { start in
            order[start..<min(start + plan.batchSize, order.count)].map { examples[$0.index] }
        }
    }
}
