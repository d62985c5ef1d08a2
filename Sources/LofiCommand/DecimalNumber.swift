import ArgumentParser

/// A number of an option in decimal digits: Swift's own reading takes 0x10, 1e308, inf and nan too.
struct DecimalNumber: ExpressibleByArgument {
    let value: Double

    /// Returns nil for text other than digits with at most one point, and a sign before them.
    init?(argument: String) {
        let digits = argument.first.map { "+-".contains($0) } == true ? argument.dropFirst() : argument[...]
        guard digits.allSatisfy({ ("0"..."9").contains($0) || $0 == "." }), let value = Double(argument) else {
            return nil
        }
        self.value = value
    }
}
