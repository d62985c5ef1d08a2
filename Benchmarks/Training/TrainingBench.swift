import ArgumentParser
import LofiGenerate
import LofiNeural
import LofiPlatform
import LofiPlugin

/// Times the write-up's LSTM stack as `Benchmarks/torch/training_speed.py` does: batch 64, 50 steps, 200 words, recurrent
/// dropout, RMSprop. Prints milliseconds a step, tokens a second of stateful sampling and the peak of memory.
@main struct TrainingBench: ParsableCommand {
    @Option var steps = 6
    @Option var tokens = 2000
    @Option var workers = 2

    mutating func run() throws {
        var stream = RandomStream(seed: 1, place: "bench")
        let shape = NoteChordNetwork<Float>.Shape(vocabulary: 200, embedding: nil, predictsEveryStep: false)
        let network = NoteChordNetwork<Float>(shape, seed: 1)
        let training = DataParallel(
            network, optimiser: Optimiser(.rmsprop, weights: network.weights), workers: workers)
        let batch = (0..<64).map { _ in
            let words = (0...50).map { _ in Int32(stream.unit() * 200) }
            return NoteChordNetwork<Float>.Example(inputs: Array(words.dropLast()), targets: Array(words.dropFirst()))
        }
        _ = training.learn(batch, seed: 1, rate: 0.001)
        let times = (0..<steps).map { _ in
            let start = now()
            _ = training.learn(batch, seed: 1, rate: 0.001)
            return (now() - start) * 1000
        }.sorted()

        // As a generator reads it: from a model file, whose numbers have 16 bits.
        let header = ModelHeader(kind: NoteChordModel.kind, corpus: .init(digest: "", files: 0), licence: "")
        let pairs = (0..<12).flatMap { low in (low + 1..<12).map { [low, $0] } }
        let chords = (pairs + pairs.filter { $0[0] > 0 }.prefix(50).map { [0] + $0 }).map { NoteChordToken(.chord($0)) }
        let words = Vocabulary((24..<108).map { NoteChordToken(.note($0)) } + chords)
        let model = NoteChordModel(
            header: header, coding: .asWritten, vocabulary: words, window: 50, network: network)
        let sampled = try NoteChordModel(model.file().bytes(.half)).network
        let memory = NoteChordNetwork<Float>.Memory(sampled)
        _ = sampled.hear(1, memory)
        let start = now()
        for token in 0..<tokens { _ = sampled.hear(Int32(token % 200), memory) }
        let perSecond = Double(tokens) / (now() - start)

        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        print("\(times[times.count / 2]) \(perSecond) \(usage.ru_maxrss)")
    }

    private func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
