import LofiPlugin

/// White noise in eight independent lanes, each with a mean square of 1, at about a nanosecond per step.
///
/// One xorshift generator per lane (G. Marsaglia, "Xorshift RNGs", 2003): shifts only, which every processor does on
/// several lanes at once. The period is 2^32 - 1 steps, 27 hours at 44.1 kHz.
struct WideNoise: Sendable {
    private var state = SIMD8<UInt32>.zero

    init(random: RandomStream) {
        var random = random
        // A zero state would stay zero.
        for lane in 0..<8 { state[lane] = UInt32(truncatingIfNeeded: random.next()) | 1 }
    }

    /// Returns eight values, uniform between ±√3.
    @inline(__always)
    mutating func next() -> SIMD8<Float> {
        var x = state
        x ^= x &<< 13
        x ^= x &>> 17
        x ^= x &<< 5
        state = x
        return SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: x)) * Float(0x1p-31 * 1.7320508075688772)
    }

    /// Returns the first four of them, at half the cost; the others stay behind.
    @inline(__always)
    mutating func nextFour() -> SIMD4<Float> {
        var x = state.lowHalf
        x ^= x &<< 13
        x ^= x &>> 17
        x ^= x &<< 5
        state.lowHalf = x
        return SIMD4<Float>(SIMD4<Int32>(truncatingIfNeeded: x)) * Float(0x1p-31 * 1.7320508075688772)
    }
}
