import LofiPlugin

/// A magnetic coating that remembers: the field of a record head in, magnetisation out.
///
/// The model of D. C. Jiles and D. L. Atherton ("Theory of ferromagnetic hysteresis", 1986) with the constants of
/// J. Chowdhury, "Real-time physical modelling for analog tape machines" (DAFx 2019), in which fields are counted in
/// units of a and magnetisation in units of Ms. As the model knows no time, only turns of the field, it is solved over the
/// field itself: walls relax towards the anhysteretic curve by e^(-w), half of a step towards where the curve was, half
/// towards where it is. That is of second order in the step, and for a jump of any size never beyond the curve.
struct Hysteresis {
    /// α Ms / a: how much magnetisation helps the field; Ms 3.5e5 A/m, a 22 kA/m, α 1.6e-3.
    private static let coupling: Float = 1.6e-3 * 3.5e5 / 22e3
    /// k / a: how far domain walls stick; k 27 kA/m.
    private static let pinning: Float = 27.0 / 22
    /// c: the share that springs back.
    private static let reversible: Float = 0.17
    /// Where more field changes the magnetisation by less than a thousandth.
    private static let greatestField: Float = 1000

    private var magnetisation = StereoFrame.zero
    /// The one before: under bias the best guess for the next.
    private var previous = StereoFrame.zero
    private var field = StereoFrame.zero
    private var curve = StereoFrame.zero
    private var slope = StereoFrame(repeating: 1.0 / 3)

    @inline(__always)
    mutating func next(_ wanted: StereoFrame) -> StereoFrame {
        let limit = Self.greatestField
        let next = StereoFrame(max(-limit, min(limit, wanted.x)), max(-limit, min(limit, wanted.y)))
        let step: StereoFrame = next - field
        let way = StereoFrame(step.x < 0 ? -1 : 1, step.y < 0 ? -1 : 1)
        let half: StereoFrame = (step * way) * Float(0.5)
        let (curveNext, slopeNext) = Self.langevin(next + previous * Self.coupling)
        let spring: StereoFrame = ((slope + slopeNext) * step) * Self.springing
        // Walls move only towards the anhysteretic curve, never away from it.
        let before = Self.positive(way * (curve - magnetisation))
        let relaxed: StereoFrame = Self.relaxed(half * Self.mobility(before)) * way
        let base: StereoFrame = magnetisation + before * relaxed + spring
        let after = Self.positive(way * (curveNext - base))
        previous = magnetisation
        magnetisation = base + after * relaxed
        (field, curve, slope) = (next, curveNext, slopeNext)
        return magnetisation
    }

    /// Half of what springs back for each slope of the anhysteretic curve: c / (1 - α c / 3) / 2.
    private static let springing: Float = reversible * (1 + reversible * coupling / 3) / 2

    @inline(__always)
    private static func positive(_ x: StereoFrame) -> StereoFrame { StereoFrame(max(0, x.x), max(0, x.y)) }

    /// 1 - e^(-w) to the second order, and 1 at infinity.
    @inline(__always)
    private static func relaxed(_ w: StereoFrame) -> StereoFrame {
        let terms: StereoFrame = w + (w * w) * Float(0.5)
        return terms / (terms + Float(1))
    }

    /// 1 / (k - α e / (1 - c)) to the first order in e: the term is below 0.05.
    @inline(__always)
    private static func mobility(_ excess: StereoFrame) -> StereoFrame {
        excess * (coupling / (pinning * pinning * (1 - reversible))) + Float(1 / pinning)
    }

    /// Langevin's curve coth x - 1/x and its slope.
    ///
    /// x / (1 + √R) with R = (x / L - 1)² = x² + 2 + 2 / (1 + x²/10): right at 0 and at infinity to the second order, and
    /// within 0.1 % between; the slope by L' = 1 - L² - 2 L / x.
    @inline(__always)
    private static func langevin(_ x: StereoFrame) -> (StereoFrame, StereoFrame) {
        let square: StereoFrame = x * x
        let between: StereoFrame = 2 / (square * Float(0.1) + Float(1))
        let ratio: StereoFrame = 1 / ((square + between + Float(2)).squareRoot() + Float(1))
        let value: StereoFrame = x * ratio
        return (value, (1 - value * value) - ratio * Float(2))
    }
}
