/// One figure of the sound: what is promised, and how it is measured.
public struct SoundCheck: Sendable {
    /// The plugin or thing that is measured: "wow-flutter", "vinyl", "tine-piano".
    public let area: String
    /// What is measured, in words.
    public let name: String
    /// What it has to be, in words.
    public let promise: String
    /// Whether it takes less than about half a second: then the tests run it too.
    public let isQuick: Bool
    /// Why it lies outside what was promised; nil for all that holds. A check with a reason that holds after all fails
    /// the tests, so that reasons do not outlive their cause.
    public let reasonOutside: String?
    public let measure: @Sendable () throws -> Finding

    public struct Finding: Sendable {
        /// The measured value with its unit.
        public let value: String
        public let holds: Bool

        public init(_ value: String, holds: Bool) {
            self.value = value
            self.holds = holds
        }
    }

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

    /// A number that has to lie in a range.
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

/// A picture for the documents: the curves that a check rests on.
public struct SoundPicture: Sendable {
    /// The file's name without its ending.
    public let name: String
    public let draw: @Sendable () throws -> LinePlot

    public init(_ name: String, draw: @escaping @Sendable () throws -> LinePlot) {
        self.name = name
        self.draw = draw
    }
}
