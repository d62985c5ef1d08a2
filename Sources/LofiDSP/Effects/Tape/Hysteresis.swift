import LofiPlugin

/// Hysteresis of a magnetic coating: field of the record head in, magnetisation out.
///
/// The model of D. C. Jiles and D. L. Atherton ("Theory of ferromagnetic hysteresis", 1986) with the constants of J.
/// Chowdhury, "Real-time physical modelling for analog tape machines" (DAFx 2019); fields are in units of a and
/// magnetisation in units of Ms. Since the model depends on the path of the field and not on time, it is integrated
/// over the field itself: domain walls relax towards the anhysteretic curve by e^(-w), half of each step towards the
/// curve's old value, half towards its new one. This is second-order in the step and never overshoots the curve,
/// whatever the size of the jump.
struct Hysteresis {
    /// α Ms / a: how strongly magnetisation adds to the field; Ms 3.5e5 A/m, a 22 kA/m, α 1.6e-3.
    private static let coupling: Float = 1.6e-3 * 3.5e5 / 22e3
    /// k / a: pinning of the domain walls; k 27 kA/m.
    private static let pinning: Float = 27.0 / 22
    /// c: the reversible share of the magnetisation.
    private static let reversible: Float = 0.17
    /// Field clamp: beyond it the magnetisation changes by less than a thousandth.
    private static let maximumField: Float = 1000

    private var magnetisation = StereoFrame.zero
    /// The one before: under bias the best guess for the next value.
    private var previous = StereoFrame.zero
    private var field = StereoFrame.zero
    private var curve = StereoFrame.zero
    private var slope = StereoFrame(repeating: 1.0 / 3)

    /// Returns the magnetisation (units of Ms) after the field moves to `wanted` (units of a).
    @inline(__always)
    mutating func next(_ wanted: StereoFrame) -> StereoFrame {
        let limit = Self.maximumField
        let next = StereoFrame(max(-limit, min(limit, wanted.x)), max(-limit, min(limit, wanted.y)))
        let step: StereoFrame = next - field
        let direction = StereoFrame(step.x < 0 ? -1 : 1, step.y < 0 ? -1 : 1)
        let half: StereoFrame = (step * direction) * Float(0.5)
        let (curveNext, slopeNext) = Self.langevin(next + previous * Self.coupling)
        let spring: StereoFrame = ((slope + slopeNext) * step) * Self.reversibleStep
        // Walls only move towards the anhysteretic curve, never away from it.
        let before = Self.positive(direction * (curve - magnetisation))
        let relaxed: StereoFrame = Self.relaxed(half * Self.mobility(before)) * direction
        let base: StereoFrame = magnetisation + before * relaxed + spring
        let after = Self.positive(direction * (curveNext - base))
        previous = magnetisation
        magnetisation = base + after * relaxed
        (field, curve, slope) = (next, curveNext, slopeNext)
        return magnetisation
    }

    /// Half of the reversible part per slope of the anhysteretic curve: c / (1 - α c / 3) / 2.
    private static let reversibleStep: Float = reversible * (1 + reversible * coupling / 3) / 2

    @inline(__always)
    private static func positive(_ x: StereoFrame) -> StereoFrame { StereoFrame(max(0, x.x), max(0, x.y)) }

    /// 1 - e^(-w), second-order accurate, and 1 at infinity.
    @inline(__always)
    private static func relaxed(_ w: StereoFrame) -> StereoFrame {
        let terms: StereoFrame = w + (w * w) * Float(0.5)
        return terms / (terms + Float(1))
    }

    /// 1 / (k - α e / (1 - c)), first-order in e: the term is below 0.05.
    @inline(__always)
    private static func mobility(_ excess: StereoFrame) -> StereoFrame {
        excess * (coupling / (pinning * pinning * (1 - reversible))) + Float(1 / pinning)
    }

    /// Returns the Langevin function coth x - 1/x and its slope.
    ///
    /// x / (1 + √R) with R = (x / L - 1)² = x² + 2 + 2 / (1 + x²/10): second-order accurate at 0 and at infinity, and
    /// within 0.1 % in between; the slope by L' = 1 - L² - 2 L / x.
    @inline(__always)
    private static func langevin(_ x: StereoFrame) -> (StereoFrame, StereoFrame) {
        let square: StereoFrame = x * x
        let between: StereoFrame = 2 / (square * Float(0.1) + Float(1))
        let ratio: StereoFrame = 1 / ((square + between + Float(2)).squareRoot() + Float(1))
        let value: StereoFrame = x * ratio
        return (value, (1 - value * value) - ratio * Float(2))
    }
}
