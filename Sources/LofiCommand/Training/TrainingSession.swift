import ArgumentParser
import CPlatform
import LofiAudioFile
import LofiGenerate
import LofiNeural
import LofiPlatform
import LofiScore
import LofiTraining

/// Runs one training from the command line: progress, checkpoints and signals.
final class TrainingSession {
    private let path: String
    private let precision: Safetensors.Precision
    private let resumes: Bool
    private let deadline: Double?
    private let isQuiet: Bool
    private let display: TrainingDisplay
    private let curvePath: String?
    private let newHeader: (String) -> ModelHeader
    /// The best model so far, until it is written to disk.
    private var best: Safetensors?
    private var lastWritten = monotonicSeconds()
    /// Bounds the work that a killed process loses.
    private static let secondsBetweenCheckpoints = 60.0
    /// In bytes: 32-bit weights with the optimizer's two moments each.
    private static let largestCheckpoint = 8 * ModelLibrary.largestFile

    private var checkpointPath: String { Self.checkpointPath(of: path) }

    /// Path of the checkpoint of a model file.
    static func checkpointPath(of output: String) -> String { output + ".checkpoint" }

    init(_ command: TrainCommand, corpora: [NamedCorpus]) throws {
        path = command.output
        precision = command.single ? .single : .half
        resumes = command.resume
        deadline = command.minutes.map { monotonicSeconds() + $0 * 60 }
        isQuiet = command.quiet
        display = TrainingDisplay(isQuiet: isQuiet)
        curvePath = command.curve
        let note = NamedCorpus.note(of: corpora)
        let licence = command.licence
        newHeader = { ModelHeader(kind: $0, corpus: note, licence: licence) }
        // Creating the output's temporary file reports an unwritable folder now instead of after an hour.
        guard !OutputFile.isStream(path) else {
            throw Failure(
                message: "-o must name a file, not \(path); the checkpoint is written next to it",
                exitCode: Failure.cannotCreate)
        }
        _ = try OutputFile(path: path)
        lofi_defer_signals()
    }

    /// Whether a signal has asked to stop.
    private var isInterrupted: Bool { lofi_deferred_signal() != 0 }

    private var mayGoOn: Bool { !isInterrupted && deadline.map { monotonicSeconds() < $0 } ?? true }

    /// Trains a model, then completes and reports on it unless interrupted.
    func run(_ training: some ModelTraining, label: String, workers: Int) throws {
        let trainer = Trainer(
            training.network, plan: training.plan, workers: workers, heldOut: training.heldOut,
            examples: training.examples(epoch:))
        try run(trainer, label: label, model: training.model)
        guard !isInterrupted else { return }
        if let completed = try training.completed(modelBytes, in: self) {
            try OutputFile.write(completed.bytes(precision), to: path)
        }
        guard !isInterrupted, !isQuiet, let line = try training.report(on: modelBytes) else { return }
        StandardError.say(line)
    }

    /// Trains to the end of the plan, a signal or the deadline, and writes the model and its checkpoint.
    /// - Parameter model: returns the model file with this header and the network's current weights.
    private func run<N: Network>(_ trainer: Trainer<N>, label: String, model: (ModelHeader) -> Safetensors) throws
    where N.Scalar == Float {
        if resumes { try resume(trainer, model: model(newHeader(label))) }
        func headed(_ epochs: Int, _ loss: Double?) -> Safetensors {
            var header = newHeader(label)
            (header.epochs, header.heldOutLoss) = (epochs, loss)
            return model(header)
        }
        let hasModel = resumes && access(path.systemName, F_OK) == 0
        display.begin(epochs: trainer.plan.epochs)
        defer { display.end() }
        let isDone = try trainer.run(goesOn: { self.mayGoOn }) { event in
            switch event {
            case .batch(let count): display.batch(trainer.state, of: count, batchSize: trainer.plan.batchSize)
            case .epoch(let point, let isBest):
                if isBest { best = headed(point.epoch, point.heldOutLoss) }
                display.epoch(point, isBest: isBest)
                if let curvePath { try OutputFile.write(Array(trainer.state.curve.table.utf8), to: curvePath) }
            }
            if monotonicSeconds() - lastWritten > Self.secondsBetweenCheckpoints {
                try flush(trainer, headed(trainer.state.epoch, nil))
            }
        }
        // If stopped within the first epoch, keep the current weights.
        if best == nil, trainer.state.bestEpoch == 0, !hasModel { best = headed(0, nil) }
        try flush(trainer, headed(trainer.state.epoch, nil))
        if !isDone {
            display.say(
                "stopped in epoch \(trainer.state.epoch + 1) after batch \(trainer.state.batch); resume with --resume")
        }
    }

    private func flush<N: Network>(_ trainer: Trainer<N>, _ now: Safetensors) throws where N.Scalar == Float {
        if let best { try OutputFile.write(best.bytes(precision), to: path) }
        best = nil
        var checkpoint = now
        checkpoint.tensors += Safetensors.tensors(of: trainer.parallel.optimiser)
        checkpoint.metadata.merge(TrainingCheckpoint(plan: trainer.plan, state: trainer.state).metadata) { $1 }
        try OutputFile.write(checkpoint.bytes(.single), to: checkpointPath)
        lastWritten = monotonicSeconds()
    }

    /// - Parameter model: the model to train, whose metadata must match the checkpoint's.
    private func resume<N: Network>(_ trainer: Trainer<N>, model: Safetensors) throws where N.Scalar == Float {
        let bytes = try FileBytes.contents(of: checkpointPath, limit: Self.largestCheckpoint)
        do {
            let file = try Safetensors.checked(bytes)
            let checkpoint = try TrainingCheckpoint(file)
            try checkpoint.check(against: trainer.plan, digest: newHeader("").corpus.digest, in: file)
            let kept = model.metadata.keys.filter { $0 != "lofi-render" }.sorted()
            if let key = kept.first(where: { file.metadata[$0] != model.metadata[$0] }) {
                throw TrainingError.otherTraining("its \(key) differs")
            }
            try file.fill(trainer.parallel.network.weights)
            try file.fill(trainer.parallel.optimiser)
            var state = checkpoint.state
            // A longer plan may continue after the end of a shorter one.
            state.isFinished = state.epoch >= trainer.plan.epochs
            trainer.resume(state)
        } catch let error as ModelFileError {
            throw Failure(message: "\(checkpointPath): \(error)", exitCode: Failure.badData)
        } catch let error as ModelError {
            throw Failure(message: "\(checkpointPath): \(error)", exitCode: Failure.badData)
        } catch let error as TrainingError {
            throw Failure(message: "\(checkpointPath): \(error)", exitCode: Failure.badData)
        }
    }

    /// The bytes of the best model, from disk.
    private func modelBytes() throws -> [UInt8] { try FileBytes.contents(of: path, limit: ModelLibrary.largestFile) }

    /// Exits with 128 plus the signal's number if a signal was received.
    func finish() throws {
        let signal = lofi_deferred_signal()
        guard signal == 0 else { throw ExitCode(128 + signal) }
    }
}

extension TrainingSession: TrainingStage {
    /// The best weights of a stage, or nil if it was interrupted; stages have no checkpoints, so `--resume` restarts them.
    func best<N: Network>(of trainer: Trainer<N>, label: String) throws -> [Safetensors.Tensor]?
    where N.Scalar == Float {
        display.begin(epochs: trainer.plan.epochs, label: label)
        defer { display.end() }
        let weights = trainer.parallel.network.weights
        var best = Safetensors.tensors(of: weights)
        let isDone = try trainer.run(goesOn: { !self.isInterrupted }) { event in
            switch event {
            case .batch(let count): display.batch(trainer.state, of: count, batchSize: trainer.plan.batchSize)
            case .epoch(let point, let isBest):
                if isBest { best = Safetensors.tensors(of: weights) }
                display.epoch(point, isBest: isBest)
            }
        }
        guard isDone else {
            display.say("stopped before the \(label) was trained; --resume restarts it")
            return nil
        }
        return best
    }
}
