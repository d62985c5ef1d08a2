/// Weights for cubic Hermite (Catmull-Rom) interpolation of four frames, tabulated at 1024 positions.
///
/// FluidSynth has 256. The position is truncated by at most 1/1024 of a frame, which shifts a 5 kHz tone at 44.1 kHz by
/// 2π · 5000 / 44,100 / 1024 radians: the error is at least 63 dB below the tone.
enum CubicCurve {
    static let placeBits: UInt64 = 10

    /// Weights by position, valid for the lifetime of the program and never modified.
    nonisolated(unsafe) static let weights: UnsafePointer<SIMD4<Float>> = {
        let count = 1 << placeBits
        let table = UnsafeMutablePointer<SIMD4<Float>>.allocate(capacity: count)
        for place in 0..<count {
            let t = Float(place) / Float(count)
            let cubic = SIMD4<Float>(-0.5, 1.5, -1.5, 0.5) * t
            let square = (cubic + SIMD4(1, -2.5, 2, -0.5)) * t
            table[place] = (square + SIMD4(-0.5, 0, 0.5, 0)) * t + SIMD4(0, 1, 0, 0)
        }
        return UnsafePointer(table)
    }()

    /// The weights at a fixed-point position with 32 fractional bits.
    @inline(__always)
    static func weights(_ weights: UnsafePointer<SIMD4<Float>>, at place: UInt64) -> SIMD4<Float> {
        weights[Int(truncatingIfNeeded: (place & 0xFFFF_FFFF) >> (32 &- placeBits))]
    }
}

extension SIMD4<Float> {
    /// The horizontal sums of four vectors, shuffled together at half the cost of four separate sums.
    @inline(__always)
    static func sums(_ a: SIMD4, _ b: SIMD4, _ c: SIMD4, _ d: SIMD4) -> SIMD4 {
        let first = SIMD4(a[0], b[0], a[1], b[1]) + SIMD4(a[2], b[2], a[3], b[3])
        let second = SIMD4(c[0], d[0], c[1], d[1]) + SIMD4(c[2], d[2], c[3], d[3])
        return SIMD4(lowHalf: first.lowHalf, highHalf: second.lowHalf)
            + SIMD4(lowHalf: first.highHalf, highHalf: second.highHalf)
    }
}
