import LofiPlugin

/// Soft clipper that rounds off the highest peaks before the limiter would have to turn everything down for them: drums
/// stay loud, with a little warmth.
///
/// Signal flow: 4× oversampling → a curve that is linear up to the knee and bends towards the ceiling above it → back.
/// After D. Giannoulis, M. Massberg and J. Reiss, "Digital Dynamic Range Compressor Design" (JAES 2012), a soft knee
/// without time constants.
/// Simplification: harmonics beyond four times the bandwidth alias; at the levels by which peaks exceed the knee,
/// aliases stay below -80 dBFS (measured by `make sound-check`).
public final class SoftClip {
    /// Latency in frames.
    public var latencyFrames: Int { oversampling.latencyFrames }

    private let oversampling = Oversampling(doublings: 2, taps: 48, maximumBlockFrames: 512)
    private let knee: Float
    private let room: Float

    /// - Parameters:
    ///   - kneeDecibels: how far below the ceiling the curve begins to bend, more than 0.
    ///   - ceilingDecibels: level in dBFS that is approached and never reached.
    public init(kneeDecibels: Double, ceilingDecibels: Double) {
        knee = Decibels.amplitude(ceilingDecibels - kneeDecibels)
        room = Decibels.amplitude(ceilingDecibels) - knee
    }

    /// Clips the block in place; its frames come out `latencyFrames` later.
    public func process(_ block: AudioBlock) {
        let (knee, room) = (knee, room)
        oversampling.process(block) { frames, count in
            for index in 0..<count {
                frames[index].x = Self.bent(frames[index].x, knee, room)
                frames[index].y = Self.bent(frames[index].y, knee, room)
            }
        }
    }

    @inline(__always)
    private static func bent(_ x: Float, _ knee: Float, _ room: Float) -> Float {
        let over = x.magnitude - knee
        guard over > 0 else { return x }
        let u = over / room
        let y = knee + over / (1 + u * u).squareRoot()
        return x < 0 ? -y : y
    }
}
