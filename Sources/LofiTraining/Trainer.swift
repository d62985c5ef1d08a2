import Glibc
import LofiNeural
import LofiPlugin

/// Takes a network through epochs of examples, so that it can stop after any batch and go on bit for bit.
package final class Trainer<N: Network> where N.Scalar == Float {
    /// The examples of an epoch, counted from 0; the same for the same epoch.
    package typealias Examples = (_ epoch: Int) -> [N.Example]

    package let plan: TrainingPlan
    package private(set) var state = TrainingState()
    package let parallel: DataParallel<N>
    private let examples: Examples
    private let heldOut: [N.Example]

    /// - Parameter heldOut: never learnt from; may be empty, and then there is neither early stopping nor a best epoch but
    ///   the last.
    package init(_ network: N, plan: TrainingPlan, workers: Int, heldOut: [N.Example], examples: @escaping Examples) {
        self.plan = plan
        self.examples = examples
        self.heldOut = heldOut
        let optimiser = Optimiser(plan.method.optimiser, weights: network.weights, clip: plan.clip)
        parallel = DataParallel(network, optimiser: optimiser, workers: workers)
    }

    /// Goes on from a state whose weights and optimiser are already filled.
    package func resume(_ state: TrainingState) {
        self.state = state
        parallel.optimiser.resume(afterSteps: state.steps)
    }

    /// What happens while it runs, for whoever shows and keeps it.
    package enum Event {
        /// A batch of so many in this epoch is learnt.
        case batch(of: Int)
        /// An epoch ended; `isBest`: its weights are the ones to keep.
        case epoch(LearningCurve.Point, isBest: Bool)
    }

    /// Runs to the end of the plan, to early stopping, or until `goesOn` is false after a batch.
    /// - Returns: false where it was stopped from outside.
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

    /// Shuffled by the epoch's own chance.
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
