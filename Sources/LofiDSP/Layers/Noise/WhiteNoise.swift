import LofiPlugin

/// White noise in two independent channels, at about a nanosecond per frame.
///
/// SplitMix64 (Steele, Lea and Flood 2014): its state is a plain counter, so that the processor can work on several
/// frames at once, unlike with a `RandomStream`, whose next state depends on the last. The period is 2^64 frames.
struct WhiteNoise: Sendable {
    private var state: UInt64

    init(random: RandomStream) {
        var random = random
        state = random.next()
    }

    @inline(__always)
    private mutating func nextBits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Returns a frame uniform between ±√3, so that each channel's mean square is 1.
    @inline(__always)
    mutating func next() -> StereoFrame {
        let bits = nextBits()
        let halves = SIMD2<Int32>(Int32(truncatingIfNeeded: bits), Int32(truncatingIfNeeded: bits >> 32))
        return StereoFrame(halves) * Float(0x1p-31 * 1.7320508075688772)
    }

    /// Returns triangular noise: the sum of two uniforms between ±1/2 in each channel, in units of 1/65,536.
    @inline(__always)
    mutating func nextTriangular() -> SIMD2<Int32> {
        let bits = nextBits()
        let first = SIMD2<Int32>(
            Int32(Int16(truncatingIfNeeded: bits)), Int32(Int16(truncatingIfNeeded: bits >> 16)))
        let second = SIMD2<Int32>(
            Int32(Int16(truncatingIfNeeded: bits >> 32)), Int32(Int16(truncatingIfNeeded: bits >> 48)))
        // Each 16-bit number has a mean of -1/2; adding 1 removes the bias of the sum.
        return first &+ second &+ 1
    }
}
