/// The cubic Hermite curve (Catmull-Rom) through four neighbouring frames, between the middle two.
enum CubicCurve {
    /// - Parameter x: how far from `b` to `c`, 0…1.
    @inline(__always)
    static func between(_ a: Float, _ b: Float, _ c: Float, _ d: Float, at x: Float) -> Float {
        let slope = (c - a) * 0.5
        let twist = (b - c) * 1.5 + (d - a) * 0.5
        let bend = (a - b) + slope - twist
        return ((twist * x + bend) * x + slope) * x + b
    }

    /// Eight at once, in the same order: the same bits, however blocks are cut.
    @inline(__always)
    static func between(
        _ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>, _ d: SIMD8<Float>, at x: SIMD8<Float>
    ) -> SIMD8<Float> {
        let slope = (c - a) * 0.5
        let twist = (b - c) * 1.5 + (d - a) * 0.5
        let bend = (a - b) + slope - twist
        return ((twist * x + bend) * x + slope) * x + b
    }

    /// Four neighbours of each of eight places become eight firsts, seconds, thirds and fourths.
    @inline(__always)
    static func turned(
        _ first: (SIMD4<Int16>, SIMD4<Int16>, SIMD4<Int16>, SIMD4<Int16>),
        _ last: (SIMD4<Int16>, SIMD4<Int16>, SIMD4<Int16>, SIMD4<Int16>)
    ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
        let (one, two) = (paired(first.0, first.1), paired(first.2, first.3))
        let (three, four) = (paired(last.0, last.1), paired(last.2, last.3))
        let (ab, cd) = (low(one, two), high(one, two))
        let (abLater, cdLater) = (low(three, four), high(three, four))
        func floats(_ front: SIMD2<Int32>, _ back: SIMD2<Int32>) -> SIMD8<Float> {
            SIMD8<Float>(unsafeBitCast(SIMD4(lowHalf: front, highHalf: back), to: SIMD8<Int16>.self))
        }
        return (
            floats(ab.lowHalf, abLater.lowHalf), floats(ab.highHalf, abLater.highHalf),
            floats(cd.lowHalf, cdLater.lowHalf), floats(cd.highHalf, cdLater.highHalf)
        )
    }

    @inline(__always)
    private static func paired(_ a: SIMD4<Int16>, _ b: SIMD4<Int16>) -> SIMD4<Int32> {
        unsafeBitCast(SIMD8(a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3]), to: SIMD4<Int32>.self)
    }

    @inline(__always)
    private static func low(_ a: SIMD4<Int32>, _ b: SIMD4<Int32>) -> SIMD4<Int32> { SIMD4(a[0], b[0], a[1], b[1]) }

    @inline(__always)
    private static func high(_ a: SIMD4<Int32>, _ b: SIMD4<Int32>) -> SIMD4<Int32> { SIMD4(a[2], b[2], a[3], b[3]) }
}
