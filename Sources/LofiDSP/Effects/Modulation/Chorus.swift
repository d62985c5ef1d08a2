import LofiPlatform
import LofiPlugin

/// Two more players beside the first, never quite together: width and shimmer.
///
/// Signal flow: for each channel a delay of about 12 ms read at a place that swings, a quarter turn apart left and
/// right, mixed with the direct sound. After J. Dattorro, "Effect Design, Part 2" (JAES 1997).
/// Simplification: the place is worked out every 16 frames and moves straight in between; cubic interpolation.
public final class Chorus: AudioEffect {
    public static let kind = "chorus"
    public static let summary = "width and shimmer, as of several players"
    public static let parameters: [Parameter] = [
        .number("depth", 0...1, default: 0.3, "how far the copies swing, 1 is 4 ms"),
        .number("rate", 0.05...5, default: 0.6, unit: "Hz", "how often they swing"),
        .number("mix", 0...1, default: 0.35, "share of the copies"),
    ]

    private static let stride = 16
    private static let centreSeconds = 0.012
    private static let swingSeconds = 0.004

    public let tailFrames: Int
    private let ring: FrameRing
    private let centre: Double
    private let swing: Double
    /// The turn of the swing in 16 frames, and where it is: cosine and sine.
    private let turn: SIMD2<Double>
    private var pointer = SIMD2(1.0, 0.0)
    private let wet: Float
    private let dry: Float
    private var count = 0
    private var place: SIMD2<Double>
    private var step = SIMD2<Double>.zero

    public init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        centre = Self.centreSeconds * rate
        swing = Self.swingSeconds * rate * settings.number("depth")
        let angle = 2 * .pi * settings.number("rate") / rate * Double(Self.stride)
        turn = SIMD2(cos(angle), sin(angle))
        let mix = settings.number("mix")
        // Direct sound and copies are hardly correlated: their powers add.
        (dry, wet) = (Float((1 - mix / 2).squareRoot()), Float((mix / 2).squareRoot()))
        ring = FrameRing(longestFrames: centre + swing)
        tailFrames = Int(centre + swing) + 8
        place = SIMD2(centre, centre + swing)
    }

    public func process(_ block: AudioBlock) {
        var (place, step, count) = (place, step, count)
        for index in block.indices {
            if count == 0 {
                step = (nextPlace() - place) / Double(Self.stride)
                count = Self.stride
            }
            let frame = block[index].bounded
            ring.write(frame)
            block[index] = frame * dry + ring.read(place) * wet
            place += step
            count -= 1
        }
        (self.place, self.step, self.count) = (place, step, count)
    }

    /// The delays of left and right 16 frames on.
    private func nextPlace() -> SIMD2<Double> {
        let turned = pointer * turn.x + SIMD2(-pointer.y, pointer.x) * turn.y
        // Rounding lets a pointer's length creep; a Newton step puts it right.
        pointer = turned * (1.5 - 0.5 * (turned * turned).sum())
        return SIMD2(centre + swing * pointer.y, centre + swing * pointer.x)
    }
}
