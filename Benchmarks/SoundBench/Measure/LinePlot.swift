import Foundation
import LofiPlatform

/// A line plot as an SVG image.
public struct LinePlot: Sendable {
    /// A curve with its label.
    public struct Curve: Sendable {
        /// Label in the legend.
        public let label: String
        /// Points with finite coordinates, in drawing order.
        public let points: [SIMD2<Double>]
        /// Whether it is drawn dashed, as a reference for another curve.
        public let isReference: Bool

        /// Creates a curve; points that are not finite are dropped.
        public init(_ label: String, _ points: [SIMD2<Double>], isReference: Bool = false) {
            self.label = label
            self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
            self.isReference = isReference
        }
    }

    /// Heading above the plot.
    public let title: String
    /// Unit of the x axis, shown below it; may be empty.
    public let xLabel: String
    /// Unit of the y axis, shown above it; may be empty.
    public let yLabel: String
    /// Whether the x axis is logarithmic (frequencies).
    public let isLogarithmic: Bool
    /// Values at the left and right borders; above 0 if the axis is logarithmic.
    public let xRange: ClosedRange<Double>
    /// Values at the lower and upper borders; the axis is always linear.
    public let yRange: ClosedRange<Double>
    /// In the order of drawing and of the legend.
    public let curves: [Curve]

    /// Creates a plot; points outside the ranges are clamped to its border.
    public init(
        title: String, x xLabel: String, _ xRange: ClosedRange<Double>, isLogarithmic: Bool = false,
        y yLabel: String, _ yRange: ClosedRange<Double>, curves: [Curve]
    ) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.isLogarithmic = isLogarithmic
        self.xRange = xRange
        self.yRange = yRange
        self.curves = curves
    }

    private static let size = SIMD2(720.0, 360.0)
    private static let corner = SIMD2(64.0, 36.0)
    private static let plotSize = SIMD2(630.0, 270.0)
    private static let colours = ["#1b6ca8", "#c8553d", "#3a7d44", "#7b4b94", "#b8860b", "#555555"]

    /// The SVG document.
    public var svg: String {
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.size.x)) \(Int(Self.size.y))\" "
                + "font-family=\"sans-serif\" font-size=\"11\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
            label(title, at: SIMD2(Self.corner.x, 15), size: 14),
        ]
        for tick in xTicks {
            let x = position(SIMD2(tick, yRange.lowerBound)).x
            lines.append(rule(SIMD2(x, Self.corner.y), SIMD2(x, Self.corner.y + Self.plotSize.y)))
            lines.append(label(Self.short(tick), at: SIMD2(x, Self.corner.y + Self.plotSize.y + 15), anchor: "middle"))
        }
        for tick in Self.linearTicks(yRange) {
            let y = position(SIMD2(xRange.lowerBound, tick)).y
            lines.append(rule(SIMD2(Self.corner.x, y), SIMD2(Self.corner.x + Self.plotSize.x, y)))
            lines.append(label(Self.short(tick), at: SIMD2(Self.corner.x - 6, y + 4), anchor: "end"))
        }
        lines.append(label(xLabel, at: SIMD2(Self.corner.x + Self.plotSize.x / 2, Self.size.y - 18), anchor: "middle"))
        lines.append(label(yLabel, at: SIMD2(6, Self.corner.y - 6)))
        for (index, curve) in curves.enumerated() {
            let colour = Self.colours[index % Self.colours.count]
            let points = curve.points.map { point in
                let at = position(point)
                return "\(Signals.text(at.x, digits: 1)),\(Signals.text(at.y, digits: 1))"
            }
            lines.append(
                "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.4\""
                    + (curve.isReference ? " stroke-dasharray=\"5 4\"" : "")
                    + " points=\"\(points.joined(separator: " "))\"/>")
            let y = Self.corner.y + 14 + 14 * Double(index)
            lines.append(
                label(curve.label, at: SIMD2(Self.corner.x + Self.plotSize.x - 6, y), anchor: "end", fill: colour))
        }
        return (lines + ["</svg>", ""]).joined(separator: "\n")
    }

    private func position(_ point: SIMD2<Double>) -> SIMD2<Double> {
        func share(_ value: Double, _ range: ClosedRange<Double>, _ logarithmic: Bool) -> Double {
            let kept = min(max(value, range.lowerBound), range.upperBound)
            return logarithmic
                ? log(kept / range.lowerBound) / log(range.upperBound / range.lowerBound)
                : (kept - range.lowerBound) / (range.upperBound - range.lowerBound)
        }
        return SIMD2(
            Self.corner.x + Self.plotSize.x * share(point.x, xRange, isLogarithmic),
            Self.corner.y + Self.plotSize.y * (1 - share(point.y, yRange, false)))
    }

    private var xTicks: [Double] {
        guard isLogarithmic else { return Self.linearTicks(xRange) }
        return (-2...5).flatMap { decade in [1.0, 2, 5].map { $0 * pow(10, Double(decade)) } }
            .filter { xRange.contains($0) }
    }

    private static func linearTicks(_ range: ClosedRange<Double>) -> [Double] {
        let rough = (range.upperBound - range.lowerBound) / 6
        let decade = pow(10, floor(log10(rough)))
        let step = ([1.0, 2, 5, 10].first { $0 * decade >= rough } ?? 10) * decade
        return Array(stride(from: ceil(range.lowerBound / step) * step, through: range.upperBound, by: step))
    }

    private static func short(_ number: Double) -> String {
        if abs(number) >= 1000 {
            return Signals.text(number / 1000, digits: number.truncatingRemainder(dividingBy: 1000) == 0 ? 0 : 1) + "k"
        }
        return Signals.text(number, digits: number == number.rounded() ? 0 : 2)
    }

    private func rule(_ from: SIMD2<Double>, _ to: SIMD2<Double>) -> String {
        "<line x1=\"\(Signals.text(from.x, digits: 1))\" y1=\"\(Signals.text(from.y, digits: 1))\" "
            + "x2=\"\(Signals.text(to.x, digits: 1))\" y2=\"\(Signals.text(to.y, digits: 1))\" stroke=\"#ddd\"/>"
    }

    private func label(
        _ text: String, at: SIMD2<Double>, anchor: String = "start", size: Int = 11, fill: String = "#333"
    ) -> String {
        let escaped = text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
        return "<text x=\"\(Signals.text(at.x, digits: 1))\" y=\"\(Signals.text(at.y, digits: 1))\" "
            + "text-anchor=\"\(anchor)\" font-size=\"\(size)\" fill=\"\(fill)\">\(escaped)</text>"
    }
}
