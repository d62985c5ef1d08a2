/// A measured figure of the sound with its promised range.
public struct SoundCheck: Sendable {
    /// The plugin or component measured: "wow-flutter", "vinyl", "tine-piano".
    public let area: String
    /// What is measured.
    public let name: String
    /// The promised range, in words.
    public let promise: String
    /// Whether it takes less than about half a second: if so, the tests run it too.
    public let isQuick: Bool
    /// Why the figure is outside the promised range; nil if it holds. A check with a reason that does hold fails the
    /// tests, so that reasons do not outlive their cause.
    public let reasonOutside: String?
    /// Measures the figure.
    public let measure: @Sendable () throws -> Finding

    /// The result of a measurement.
    public struct Finding: Sendable {
        /// The measured value with its unit.
        public let value: String
        /// Whether the promise holds.
        public let holds: Bool

        /// Creates a result.
        public init(_ value: String, holds: Bool) {
            self.value = value
            self.holds = holds
        }
    }

    /// Creates a check with a promise in words.
    public init(
        _ area: String, _ name: String, promise: String, isQuick: Bool = true, outside reason: String? = nil,
        measure: @escaping @Sendable () throws -> Finding
    ) {
        self.area = area
        self.name = name
        self.promise = promise
        self.isQuick = isQuick
        reasonOutside = reason
        self.measure = measure
    }

    /// Creates a check for a number in a range.
    public init(
        _ area: String, _ name: String, within range: ClosedRange<Double>, unit: String, digits: Int = 1,
        isQuick: Bool = true, outside reason: String? = nil, measure: @escaping @Sendable () throws -> Double
    ) {
        @Sendable func text(_ number: Double) -> String { Signals.text(number, digits: digits) }
        let promise =
            switch (range.lowerBound, range.upperBound) {
            case (-Double.infinity, let high): "at most \(text(high)) \(unit)"
            case (let low, Double.infinity): "at least \(text(low)) \(unit)"
            case (let low, let high): "\(text(low)) to \(text(high)) \(unit)"
            }
        self.init(area, name, promise: promise, isQuick: isQuick, outside: reason) {
            let value = try measure()
            return Finding("\(text(value)) \(unit)", holds: range.contains(value))
        }
    }
}

/// An illustration for the documentation: the curves behind a check.
public struct SoundPicture: Sendable {
    /// File name without its extension.
    public let name: String
    /// Creates the plot.
    public let draw: @Sendable () throws -> LinePlot

    /// Creates a picture.
    public init(_ name: String, draw: @escaping @Sendable () throws -> LinePlot) {
        self.name = name
        self.draw = draw
    }
}
