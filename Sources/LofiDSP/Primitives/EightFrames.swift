import LofiPlugin

/// Eight consecutive outputs of a FIR filter at once: their sums are independent, and a pair of frames loaded for one
/// tap is reused by the tap two further on.
struct EightFrames {
    /// Two frames each.
    var pairs: (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>)

    /// - Parameters:
    ///   - frames: the first frame that the first output needs; `taps` + 7 are read.
    ///   - coefficients: of each tap, repeated for both channels of two frames.
    ///   - taps: a multiple of four.
    @inline(__always)
    init(of frames: UnsafePointer<StereoFrame>, through coefficients: UnsafePointer<SIMD4<Float>>, taps: Int) {
        let base = UnsafeRawPointer(frames)
        var (a, b, c, d) = (SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero)
        var tap = 0
        while tap < taps {
            for odd in 0..<2 {
                let start = tap &+ odd
                let (first, second) = (coefficients[start], coefficients[start &+ 2])
                let (p, q, r) = (Self.pair(base, start), Self.pair(base, start &+ 2), Self.pair(base, start &+ 4))
                let (s, t) = (Self.pair(base, start &+ 6), Self.pair(base, start &+ 8))
                a += p * first + q * second
                b += q * first + r * second
                c += r * first + s * second
                d += s * first + t * second
            }
            tap &+= 4
        }
        pairs = (a, b, c, d)
    }

    @inline(__always)
    private static func pair(_ base: UnsafeRawPointer, _ frame: Int) -> SIMD4<Float> {
        base.loadUnaligned(fromByteOffset: frame &* MemoryLayout<StereoFrame>.stride, as: SIMD4<Float>.self)
    }

    /// Writes the first `count` of them, at most eight.
    @inline(__always)
    func store(_ target: UnsafeMutablePointer<StereoFrame>, count: Int) {
        let raw = UnsafeMutableRawPointer(target)
        if count >= 8 {
            raw.storeBytes(of: pairs.0, as: SIMD4<Float>.self)
            raw.storeBytes(of: pairs.1, toByteOffset: 16, as: SIMD4<Float>.self)
            raw.storeBytes(of: pairs.2, toByteOffset: 32, as: SIMD4<Float>.self)
            raw.storeBytes(of: pairs.3, toByteOffset: 48, as: SIMD4<Float>.self)
        } else {
            for index in 0..<count {
                let pair = index < 4 ? (index < 2 ? pairs.0 : pairs.1) : (index < 6 ? pairs.2 : pairs.3)
                target[index] = index % 2 == 0 ? pair.lowHalf : pair.highHalf
            }
        }
    }
}
