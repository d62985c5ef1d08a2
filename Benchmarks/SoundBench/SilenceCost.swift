import Glibc
import LofiDSP
import LofiPlatform
import LofiPlugin

/// The CPU cost of silence after noise: subnormal numbers would make it slow.
public enum SilenceCost {
    private static let maximumRatio = 1.5
    private static let blockFrames = 2048
    private static let noiseSeconds = 10.0, silenceSeconds = 60.0
    private static let runs = 5

    /// Prints the cost of each effect.
    ///
    /// - Returns: whether the last ten seconds of silence cost each effect at most `maximumRatio` times the ten of
    ///   noise.
    public static func print() throws -> Bool {
        Swift.print("| effect | silence against noise |\n|---|---|")
        var isGood = true
        for type in standardEffects {
            // As the threads of a render do.
            let median = try flushingDenormals { try (0..<runs).map { _ in try ratio(type) }.sorted()[runs / 2] }
            Swift.print("| \(type.kind) | \(Signals.text(median, digits: 2)) |")
            isGood = isGood && median <= maximumRatio
        }
        return isGood
    }

    private static func ratio(_ type: any AudioEffect.Type) throws -> Double {
        let effect = type.init(
            settings: try Settings(for: type.parameters), context: Signals.context(block: blockFrames))
        let noise = Signals.noise(frames: blockFrames)
        let silence = [StereoFrame](repeating: .zero, count: blockFrames)
        let loud = seconds { run(effect, noise, noiseSeconds) }
        run(effect, silence, silenceSeconds - noiseSeconds)
        return seconds { run(effect, silence, noiseSeconds) } / max(loud, 1e-6)
    }

    private static func run(_ effect: any AudioEffect, _ input: [StereoFrame], _ seconds: Double) {
        let block = AudioBlock.allocate(capacity: blockFrames)
        defer { block.deallocate() }
        for _ in 0..<Int(seconds * Signals.rate) / blockFrames {
            _ = block.initialize(from: input)
            effect.process(block)
        }
    }

    /// CPU time of this thread.
    private static func seconds(_ work: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        work()
        return now() - start
    }
}
