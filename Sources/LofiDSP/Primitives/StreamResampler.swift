import LofiPlugin

/// Plays a stream of frames at another speed or sample rate, block by block.
///
/// A Kaiser-windowed sinc of 128 zero crossings whose stop band begins at half the lower of the two rates: whatever would alias
/// is attenuated by more than 90 dB, and up to 0.45 of that rate the response is flat. Positions are computed from the number of
/// the frame, so that nothing drifts over hours.
package final class StreamResampler {
    private let step: Double
    private let kernel: SamplingKernel
    private let reach: Int
    /// Input from index `first` on; negative indices are the silence before the beginning.
    private var input: [StereoFrame]
    private var first: Int
    /// Length of the input, once its end has been read.
    private var inputCount: Int?
    private var outputCount = 0
    private var piece = [StereoFrame](repeating: .zero, count: 4096)

    /// Of the sinc on each side.
    private static let zeroCrossings = 64.0
    /// For 96 dB of stop-band attenuation (J. F. Kaiser, 1974).
    private static let beta = 9.6
    /// Half the width of the transition band for this length and attenuation, as a share of the lower rate:
    /// (96 - 8) / (2.285 · 128 · 2π · 2).
    private static let halfTransition = 0.024

    /// - Parameter step: input frames per output frame: the speed times the input's sample rate, divided by the output's.
    package init(step: Double) {
        self.step = step
        let band = min(1, 1 / step)
        let taps = (Int((2 * Self.zeroCrossings / band).rounded(.up)) + 3) / 4 * 4
        kernel = SamplingKernel(
            taps: taps, cutoff: band * (0.5 - Self.halfTransition), beta: Self.beta,
            phases: max(1, Int((512 * band).rounded(.up))), readsBetween: true)
        reach = taps / 2
        input = [StereoFrame](repeating: .zero, count: reach)
        first = -reach
    }

    /// Fills a block.
    /// - Parameter read: fills a block with the next frames of the input and returns their number; 0 at the end.
    /// - Returns: the number of frames; fewer than the block holds only at the end.
    package func read<Failure: Error>(
        into block: AudioBlock, from read: (AudioBlock) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        var filled = 0
        while filled < block.count {
            let position = Double(outputCount) * step
            if let inputCount, position >= Double(inputCount) { break }
            let whole = Int(position)
            while inputCount == nil, first + input.count <= whole + reach { try refill(read) }
            if let inputCount, position >= Double(inputCount) { break }
            block[filled] = input.withUnsafeBufferPointer { input in
                guard let base = input.baseAddress else { return .zero }
                return kernel.read(base + whole - reach + 1 - first, fraction: Float(position - Double(whole)))
            }
            filled += 1
            outputCount += 1
        }
        return filled
    }

    private func refill<Failure: Error>(_ read: (AudioBlock) throws(Failure) -> Int) throws(Failure) {
        let unused = Int(Double(outputCount) * step) - reach - first
        if unused > 1 << 15 {
            input.removeFirst(unused)
            first += unused
        }
        let count = try piece.withUnsafeMutableBufferPointer { piece throws(Failure) in try read(piece) }
        if count > 0 {
            input += piece[..<count]
        } else {
            inputCount = first + input.count
            input += [StereoFrame](repeating: .zero, count: reach + 1)
        }
    }
}
