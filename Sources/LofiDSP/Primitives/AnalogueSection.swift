import LofiPlatform
import LofiPlugin

/// A second-order analogue filter (b2 s² + b1 s + b0) / (a2 s² + a1 s + a0), with s in units of its corner, and the
/// digital section of the same magnitude.
///
/// The bilinear transform compresses the treble: a low-pass at 0.2 of the sample rate is 5 dB too low at 0.4. Here the
/// poles start where the analogue ones are (M. Vicanek, "Matched Second Order Digital Filters", 2016); then numerator
/// and denominator, both quadratic in sin²(ω/2), are fitted to the magnitude by the iteration of C. K. Sanathanan and
/// J. Koerner (1963), with weights driven towards the minimax error after C. L. Lawson (1961). Accurate to 0.1 dB up to
/// 0.4 of the sample rate (measured); takes about 50 µs, so it belongs in `init`.
public struct AnalogueSection: Sendable {
    private let b: SIMD3<Double>
    private let a: SIMD3<Double>

    /// Creates a filter from its coefficients of s⁰, s¹, s².
    public init(numerator: SIMD3<Double>, denominator: SIMD3<Double>) {
        b = numerator
        a = denominator
    }

    /// Returns a low-pass; -3 dB at the corner with the default `q` (Butterworth).
    public static func lowPass(q: Double = 0.5.squareRoot()) -> Self {
        Self(numerator: SIMD3(1, 0, 0), denominator: SIMD3(1, 1 / q, 1))
    }

    /// Returns a high-pass; -3 dB at the corner with the default `q` (Butterworth).
    public static func highPass(q: Double = 0.5.squareRoot()) -> Self {
        Self(numerator: SIMD3(0, 0, 1), denominator: SIMD3(1, 1 / q, 1))
    }

    /// Returns a peaking filter: the full gain at the centre, half of it (in dB) at the edges of the bandwidth 1 / q.
    public static func peak(q: Double, gainDecibels: Double) -> Self {
        let root = pow(10, gainDecibels / 40)
        return Self(numerator: SIMD3(1, root / q, 1), denominator: SIMD3(1, 1 / (root * q), 1))
    }

    /// Returns a low shelf; half of the gain (in dB) is reached at the corner.
    public static func lowShelf(gainDecibels: Double) -> Self {
        let root = pow(10, gainDecibels / 40)
        let slope = (2 * root).squareRoot()
        return Self(
            numerator: SIMD3(root * root, root * slope, root), denominator: SIMD3(1, slope, root))
    }

    /// Returns a high shelf; half of the gain (in dB) is reached at the corner.
    public static func highShelf(gainDecibels: Double) -> Self {
        let root = pow(10, gainDecibels / 40)
        let slope = (2 * root).squareRoot()
        return Self(
            numerator: SIMD3(root, root * slope, root * root), denominator: SIMD3(root, slope, 1))
    }

    /// Returns the squared magnitude at a frequency in units of the corner.
    public func power(at x: Double) -> Double {
        func square(_ c: SIMD3<Double>) -> Double {
            let (even, odd) = (c[0] - c[2] * x * x, c[1] * x)
            return even * even + odd * odd
        }
        return square(b) / square(a)
    }

    /// Returns the digital section, its corner limited to 0.49 of the sample rate.
    ///
    /// - Parameter correction: additional gain (squared) over frequency in Hz for this section to provide, such as the
    ///   error of sections before it.
    public func digital(
        cornerHz: Double, sampleRate: Double, correction: (_ hertz: Double) -> Double = { _ in 1 }
    ) -> Biquad.Coefficients {
        let corner = 2 * Double.pi * min(cornerHz, 0.49 * sampleRate) / sampleRate
        let fit = MagnitudeFit(poles: digitalPoles(corner), corner: corner, zerosAtDC: b[0] == 0 && b[1] == 0) {
            power(at: $0 / corner) * correction($0 * sampleRate / (2 * .pi))
        }
        // The fit fails for some bells above 0.45 of the sample rate.
        return fit.coefficients ?? bilinear(cornerHz: cornerHz, sampleRate: sampleRate)
    }

    /// Returns the digital section by the bilinear transform: exact at the corner, compressed above it.
    public func bilinear(cornerHz: Double, sampleRate: Double) -> Biquad.Coefficients {
        let k = tan(.pi * min(cornerHz, 0.49 * sampleRate) / sampleRate)
        func mapped(_ c: SIMD3<Double>) -> SIMD3<Double> {
            let (low, middle, high) = (c[0] * k * k, c[1] * k, c[2])
            return SIMD3(low + middle + high, 2 * (low - high), low - middle + high)
        }
        let (top, bottom) = (mapped(b), mapped(a))
        return .init(b0: top[0], b1: top[1], b2: top[2], a0: bottom[0], a1: bottom[1], a2: bottom[2])
    }

    /// Maps the analogue poles to z = e^s, as 1 + a1 z⁻¹ + a2 z⁻².
    private func digitalPoles(_ corner: Double) -> (a1: Double, a2: Double) {
        let middle = -a[1] / (2 * a[2]) * corner
        let square = a[1] * a[1] / (4 * a[2] * a[2]) - a[0] / a[2]
        let spread = abs(square).squareRoot() * corner
        return (-2 * exp(middle) * (square < 0 ? cos(spread) : cosh(spread)), exp(2 * middle))
    }
}

/// A digital section fitted to a magnitude.
private struct MagnitudeFit {
    private(set) var coefficients: Biquad.Coefficients?
    /// sin²(ω/2) at the points of the fit.
    private let points: [Double]
    /// Denominator of the starting point there.
    private let start: [Double]
    /// Target power there.
    private let target: [Double]
    private let zerosAtDC: Bool

    /// Upper edge of the fit as a share of the sample rate: slightly beyond the promised range.
    private static let edge = 0.405
    private static let rounds = 12

    init(
        poles: (a1: Double, a2: Double), corner: Double, zerosAtDC: Bool, power: (_ omega: Double) -> Double
    ) {
        self.zerosAtDC = zerosAtDC
        let top = 2 * Double.pi * Self.edge
        let even = (1...64).map { top * sin(Double($0) / 64 * .pi / 2) }
        let around = (0..<32).map { corner * pow(2, Double($0) / 31 * 6 - 3) }.filter { $0 <= top }
        let omegas = even + around
        points = omegas.map { sin($0 / 2) * sin($0 / 2) }
        // |1 + a1 z⁻¹ + a2 z⁻²|² in powers of sin²(ω/2).
        let constant = (1 + poles.a1 + poles.a2) * (1 + poles.a1 + poles.a2)
        let linear = -4 * (poles.a1 * (1 + poles.a2) + 4 * poles.a2)
        let square = 16 * poles.a2
        start = points.map { constant + ($0 * linear + $0 * $0 * square) }
        target = omegas.map { max(1e-300, power($0)) }
        iterate(constant, linear, square)
    }

    /// Iterates the fit; the first round keeps the poles and only fits the numerator.
    private mutating func iterate(_ constant: Double, _ linear: Double, _ square: Double) {
        var (denominator, weights) = (start, [Double](repeating: 1, count: points.count))
        var minimum = Double.infinity
        for round in 0..<Self.rounds {
            let (numerator, change) = solve(denominator, weights, polesAreFree: round > 0)
            let above = points.map { numerator[0] + $0 * (numerator[1] + $0 * numerator[2]) }
            let below = zip(points, start).map { $1 + $0 * (change[0] + $0 * change[1]) }
            guard above.allSatisfy({ $0 > 0 }), below.allSatisfy({ $0 > 0 }),
                let top = Self.factors(numerator),
                let bottom = Self.factors(SIMD3(constant, linear + change[0], square + change[1]))
            else { return }
            let errors = points.indices.map { abs(log(above[$0] / (below[$0] * target[$0]))) }
            let maximum = errors.max() ?? 0
            if maximum < minimum {
                minimum = maximum
                coefficients = .init(
                    b0: top[0], b1: top[1], b2: top[2], a0: bottom[0], a1: bottom[1], a2: bottom[2])
            }
            let mean = errors.reduce(1e-12, +) / Double(errors.count)
            weights = zip(weights, errors).map { $0 * ($1 / mean + 0.02).squareRoot() }
            denominator = below
        }
    }

    /// Solves (numerator - change · target) / (denominator · target) = start / denominator by least squares.
    private func solve(
        _ denominator: [Double], _ weights: [Double], polesAreFree: Bool
    ) -> (numerator: SIMD3<Double>, change: SIMD2<Double>) {
        let powers = zerosAtDC ? [2] : [0, 1, 2]
        let scales = points.indices.map { weights[$0] / denominator[$0] }
        var columns = powers.map { power in
            points.indices.map { pow(points[$0], Double(power)) / target[$0] * scales[$0] }
        }
        if polesAreFree {
            columns += [1.0, 2].map { power in points.indices.map { -pow(points[$0], power) * scales[$0] } }
        }
        let solution = Self.leastSquares(columns, points.indices.map { start[$0] * scales[$0] })
        var (numerator, change) = (SIMD3<Double>.zero, SIMD2<Double>.zero)
        for (index, power) in powers.enumerated() { numerator[power] = solution[index] }
        if polesAreFree { change = SIMD2(solution[powers.count], solution[powers.count + 1]) }
        return (numerator, change)
    }

    /// Least squares by orthogonal columns (modified Gram-Schmidt): where zeros are close to poles, normal equations
    /// would be too ill-conditioned.
    private static func leastSquares(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        var columns = matrix + [right]
        let count = matrix.count
        var triangle = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count)
        for column in 0..<count {
            let size = product(columns[column], columns[column]).squareRoot()
            triangle[column][column] = size
            columns[column] = columns[column].map { $0 / size }
            for other in (column + 1)...count {
                let share = product(columns[column], columns[other])
                triangle[column][other] = share
                columns[other] = zip(columns[other], columns[column]).map { $0 - share * $1 }
            }
        }
        var solution = [Double](repeating: 0, count: count)
        for row in (0..<count).reversed() {
            let known = (row + 1..<count).reduce(0.0) { $0 + triangle[row][$1] * solution[$1] }
            solution[row] = (triangle[row][count] - known) / triangle[row][row]
        }
        return solution
    }

    /// Returns the minimum-phase c0 + c1 z⁻¹ + c2 z⁻² whose squared magnitude is p0 + p1 x + p2 x², x being sin²(ω/2);
    /// nil where that is negative somewhere.
    private static func factors(_ p: SIMD3<Double>) -> SIMD3<Double>? {
        let nyquist = p.sum()
        guard p[0] >= 0, nyquist >= 0 else { return nil }
        // x = 0 and x = 1 give (c0 + c1 + c2)² and (c0 - c1 + c2)², the square term 16 c0 c2.
        let outer = (p[0].squareRoot() + nyquist.squareRoot()) / 2
        let inside = outer * outer - p[2] / 4
        // Zero for a double zero at 0 Hz, up to rounding.
        guard inside >= -1e-9 * outer * outer, outer > 0 else { return nil }
        let first = (outer + max(0, inside).squareRoot()) / 2
        return SIMD3(first, (p[0].squareRoot() - nyquist.squareRoot()) / 2, p[2] / 16 / first)
    }
}
