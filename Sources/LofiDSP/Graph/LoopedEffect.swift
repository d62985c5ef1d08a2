import LofiPlugin

/// An effect with a clock in a loop: each pass has an instance of its own, so that each pass is the same.
///
/// The sound goes over from one instance to the next in 20 ms.
/// - Those of a linear effect take it over at their input, so that tails ring out where they began. Once an LFO completes whole
///   cycles in the loop, both do the same then, and nothing is heard of it.
/// - Those of any other effect hand it over at their output, at the end of a pass. The next one has listened to that pass, so that
///   its levels and echoes are as if it had played all along; one more follows the last pass.
final class LoopedEffect {
    private static let fadeSeconds = 0.02
    /// Time in which gains and levels settle, in seconds.
    private static let settlingSeconds = 4.0
    /// Time for which an instance listens, in seconds, at most.
    static let longestListeningSeconds = 12.0

    /// The life of one instance.
    private struct Pass {
        let effect: any AudioEffect
        /// Frames of the input at which it is created, heard, succeeded and forgotten.
        let begin, start, end, forgotten: Int
    }

    private let passes: [Pass]
    private let fadeFrames: Int
    private let fadesInput: Bool
    /// The sum, the sound of one instance, and the side-chain for it.
    private let sum, scratch, listened: AudioBlock
    private var frame = 0

    /// - Parameters:
    ///   - effects: equal instances, `count(passes:isLinear:)` of them.
    ///   - isLinear: whether what they do depends on nothing but the time.
    ///   - startFrame: frame of the input at which the first pass begins.
    init(
        _ effects: [any AudioEffect], isLinear: Bool, startFrame: Int, loopFrames: Int, sampleRate: Double,
        maximumBlockFrames: Int
    ) {
        let fadeFrames = max(1, min(Int(Self.fadeSeconds * sampleRate), loopFrames / 4))
        passes = effects.enumerated().map { number, effect in
            // The first kept pass hands over as all that follow do, whatever the first of all was like.
            let start = startFrame + number * loopFrames - (isLinear || number == 0 ? 0 : fadeFrames)
            let end = startFrame + (number + 1) * loopFrames - (isLinear ? 0 : fadeFrames)
            let isLast = number == effects.count - 1
            let ring = isLinear ? effect.latencyFrames + effect.tailFrames : 0
            let settling = Double(effect.tailFrames) + Self.settlingSeconds * sampleRate
            let listening = isLinear ? 0 : Int(min(settling, Self.longestListeningSeconds * sampleRate))
            return Pass(
                effect: effect, begin: number == 0 ? 0 : max(0, start - listening), start: start,
                end: isLast ? .max : end, forgotten: isLast ? .max : end + fadeFrames + ring)
        }
        (self.fadeFrames, fadesInput) = (fadeFrames, isLinear)
        func silence() -> AudioBlock {
            let block = AudioBlock.allocate(capacity: maximumBlockFrames)
            block.initialize(repeating: .zero)
            return block
        }
        (sum, scratch, listened) = (silence(), silence(), silence())
    }

    deinit { for block in [sum, scratch, listened] { block.deallocate() } }

    /// Number of instances for a number of passes.
    static func count(passes: Int, isLinear: Bool) -> Int { isLinear ? passes : passes + 1 }

    /// - Parameter sidechain: what the effect listens to; nil if it listens to nothing else.
    func process(_ block: AudioBlock, sidechain: AudioBlock? = nil) {
        let sum = AudioBlock(rebasing: sum[..<block.count])
        sum.update(repeating: .zero)
        for number in passes.indices { add(number, block, sidechain, to: sum) }
        block.copy(sum)
        frame += block.count
    }

    private func add(_ number: Int, _ block: AudioBlock, _ sidechain: AudioBlock?, to sum: AudioBlock) {
        let pass = passes[number]
        let first = max(0, pass.begin - frame)
        // Exact, so that the result does not depend on the blocks.
        let last = pass.forgotten == .max ? block.count : min(block.count, pass.forgotten - frame)
        guard first < last else { return }
        let own = AudioBlock(rebasing: scratch[first..<last])
        for index in first..<last { scratch[index] = block[index] * (fadesInput ? gain(number, index) : 1) }
        if let sidechain, let listener = pass.effect as? any SidechainEffect {
            let heard = AudioBlock(rebasing: listened[first..<last])
            heard.copy(AudioBlock(rebasing: sidechain[first..<last]))
            listener.process(own, sidechain: heard)
        } else {
            pass.effect.process(own)
        }
        for index in first..<last { sum[index] += scratch[index] * (fadesInput ? 1 : gain(number, index)) }
    }

    /// How much of a pass is heard at a frame of the block, 0…1.
    private func gain(_ number: Int, _ index: Int) -> Float {
        let (pass, now) = (passes[number], frame + index)
        // The first pass has nothing to take over from.
        let rise = number == 0 ? 1 : Float(now - pass.start) / Float(fadeFrames)
        let fall = pass.end == .max ? 1 : 1 - Float(now - pass.end) / Float(fadeFrames)
        return max(0, min(1, rise)) * max(0, min(1, fall))
    }
}
