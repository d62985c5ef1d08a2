import LofiDSP
import LofiPlugin

/// Stems rendered at half the sample rate and doubled, for rates that FluidSynth does not have.
///
/// Always in pieces of the same length, so that the output does not depend on the blocks asked for.
final class DoubledStems {
    /// 48 taps: flat to 0.44 of the lower rate, images 85 dB down from 0.56 on (`Oversampling`).
    private static let taps = 48
    private static let pieceFrames = 512
    /// The filter's latency at the doubled rate.
    static let latencyFrames = taps - 1

    private let piece: StemBlock
    private var filters: [HalfBand] = []
    private let input, output: AudioBlock
    /// Doubled frames of the piece, of each stem.
    private let doubled: StemBlock
    /// Frames of `doubled` that are left, at its end.
    private var left = 0
    /// Frames to drop: the latency, and one if the start is odd.
    private var late = 0

    init(stemCount: Int) {
        piece = StemBlock(stemCount: stemCount, capacityFrames: Self.pieceFrames)
        doubled = StemBlock(stemCount: stemCount, capacityFrames: 2 * Self.pieceFrames)
        input = .allocate(capacity: Self.pieceFrames)
        input.initialize(repeating: .zero)
        // A half-band filter writes up to fourteen frames beyond.
        output = .allocate(capacity: 2 * Self.pieceFrames + 14)
        output.initialize(repeating: .zero)
        reset(isOdd: false)
    }

    deinit {
        input.deallocate()
        output.deallocate()
    }

    /// Starts in silence.
    /// - Parameter isOdd: whether the first frame lies between two of the lower rate.
    func reset(isOdd: Bool) {
        filters = (0..<piece.stemCount).map { _ in
            HalfBand(taps: Self.taps, beta: 8, maximumBlockFrames: Self.pieceFrames)
        }
        (left, late) = (0, Self.latencyFrames + (isOdd ? 1 : 0))
    }

    /// Overwrites every stem.
    /// - Parameter play: renders the next frames at the lower rate.
    func render(
        into stems: StemBlock, play: (StemBlock) throws(SynthesisError) -> Void
    ) throws(SynthesisError) {
        var filled = 0
        while filled < stems.frameCount {
            if left == 0 { try refill(play) }
            let dropped = min(late, left)
            (late, left) = (late - dropped, left - dropped)
            let count = min(left, stems.frameCount - filled)
            let start = doubled.capacityFrames - left
            for stem in 0..<stems.stemCount {
                (stems.left(stem) + filled).update(from: doubled.left(stem) + start, count: count)
                (stems.right(stem) + filled).update(from: doubled.right(stem) + start, count: count)
            }
            (filled, left) = (filled + count, left - count)
        }
    }

    private func refill(_ play: (StemBlock) throws(SynthesisError) -> Void) throws(SynthesisError) {
        try play(piece)
        guard let source = input.baseAddress, let target = output.baseAddress else { return }
        for stem in 0..<piece.stemCount {
            let (left, right) = (piece.left(stem), piece.right(stem))
            for index in 0..<Self.pieceFrames { source[index] = StereoFrame(left[index], right[index]) }
            filters[stem].double(source, count: Self.pieceFrames, into: target)
            let (doubledLeft, doubledRight) = (doubled.left(stem), doubled.right(stem))
            for index in 0..<(2 * Self.pieceFrames) {
                (doubledLeft[index], doubledRight[index]) = (target[index].x, target[index].y)
            }
        }
        left = doubled.capacityFrames
    }
}
