import LofiPlugin

/// White noise in eight independent lanes, each with a mean square of 1, at about a nanosecond per step.
///
/// One xorshift generator per lane (G. Marsaglia, "Xorshift RNGs", 2003): shifts only, which every processor does on
/// four lanes at once. The period is 2^32 - 1 steps, 27 hours at 44.1 kHz.
struct WideNoise: Sendable {
    private var low: SIMD4<UInt32>
    private var high: SIMD4<UInt32>

    init(random: RandomStream) {
        var random = random
        func seed() -> SIMD4<UInt32> {
            var lanes = SIMD4<UInt32>.zero
            // A zero state would stay zero.
            for lane in 0..<4 { lanes[lane] = UInt32(truncatingIfNeeded: random.next()) | 1 }
            return lanes
        }
        (low, high) = (seed(), seed())
    }

    /// Returns eight values, uniform between ±√3.
    @inline(__always)
    mutating func next() -> (SIMD4<Float>, SIMD4<Float>) {
        low = Self.stepped(low)
        high = Self.stepped(high)
        return (Self.unit(low), Self.unit(high))
    }

    /// Advances only the first four lanes and returns their values.
    @inline(__always)
    mutating func nextFour() -> SIMD4<Float> {
        low = Self.stepped(low)
        return Self.unit(low)
    }

    @inline(__always)
    private static func stepped(_ state: SIMD4<UInt32>) -> SIMD4<UInt32> {
        var x = state
        x ^= x &<< 13
        x ^= x &>> 17
        x ^= x &<< 5
        return x
    }

    @inline(__always)
    private static func unit(_ state: SIMD4<UInt32>) -> SIMD4<Float> {
        SIMD4<Float>(SIMD4<Int32>(truncatingIfNeeded: state)) * Float(0x1p-31 * 1.7320508075688772)
    }
}
