/// Rounds the highest peaks off before the limiter has to turn all down for them: drums stay loud, with a little warmth.
///
/// Signal flow: twice the rate → a curve that is straight up to the knee and bends towards the ceiling above it → back.
/// After D. Giannoulis, M. Massberg and J. Reiss, "Digital Dynamic Range Compressor Design" (JAES 2012), a soft knee
/// without time constants.
/// Simplification: overtones beyond twice the band fold back; with what peaks exceed the knee by they lie below -80 dBFS
/// (measured by `make sound-check`).
public final class SoftClip {
    /// By how many frames the output lags the input.
    public var latencyFrames: Int { halfBand.latencyFrames }

    private static let runFrames = 512
    private let halfBand = HalfBand(taps: 32, beta: 8, maximumBlockFrames: SoftClip.runFrames)
    private let doubled: UnsafeMutablePointer<StereoFrame>
    private let knee: Float
    private let room: Float

    /// - Parameters:
    ///   - kneeDecibels: how far below the ceiling the curve begins to bend, more than 0.
    ///   - ceilingDecibels: dBFS that is approached and never reached.
    public init(kneeDecibels: Double, ceilingDecibels: Double) {
        knee = Decibels.amplitude(ceilingDecibels - kneeDecibels)
        room = Decibels.amplitude(ceilingDecibels) - knee
        doubled = .allocate(capacity: 2 * Self.runFrames)
        doubled.initialize(repeating: .zero, count: 2 * Self.runFrames)
    }

    deinit { doubled.deallocate() }

    public func process(_ block: AudioBlock) {
        guard let base = block.baseAddress else { return }
        let (knee, room) = (knee, room)
        for start in stride(from: 0, to: block.count, by: Self.runFrames) {
            let count = min(Self.runFrames, block.count - start)
            halfBand.double(base + start, count: count, into: doubled)
            for index in 0..<(2 * count) {
                doubled[index].x = Self.bent(doubled[index].x, knee, room)
                doubled[index].y = Self.bent(doubled[index].y, knee, room)
            }
            halfBand.halve(doubled, count: count, into: base + start)
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
