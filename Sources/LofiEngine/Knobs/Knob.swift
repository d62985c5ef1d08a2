import LofiPlatform
import LofiPlugin

/// A control from 0 to 100 for several settings of any style, defined in Knobs/knobs.yaml.
public struct Knob: Sendable {
    /// Name of the option and of the knob, such as `dust`.
    public let name: String
    /// One-line description.
    public let summary: String
    let moves: [Move]

    /// The range of every knob.
    public static let range = 0.0...100

    /// The settings of one plugin that a knob moves.
    struct Move: Sendable {
        /// The kinds of plugin that the move sets; if the style has none of them, the first is added.
        let kinds: [String]
        /// Paths of plugin lists; the first that the style has is used.
        let lists: [String]
        /// Settings of an added plugin.
        let added: StyleNode?
        let isRemovedAtZero: Bool
        let settings: [(key: String, curve: Curve)]
        /// The largest send to the buses that contain the plugin.
        let send: Curve?
        /// Added to a style that has none of the lists.
        let missing: StyleNode?
    }

    /// Maps the travel of a knob to a value.
    struct Curve: Sendable, Equatable {
        enum Shape: Equatable { case power(Double), exponential }

        let start: Double
        let end: Double
        let shape: Shape

        /// The value at a position of the knob.
        /// - Parameter share: fraction of the travel, 0…1.
        func value(_ share: Double) -> Double {
            switch shape {
            case .power(let power): start + (end - start) * pow(share, power)
            case .exponential: start * pow(end / start, share)
            }
        }
    }
}

extension StyleDocument {
    /// Turns a knob: sets its plugins where the style has them, and adds them in the usual position otherwise.
    /// - Parameters:
    ///   - name: the name of a knob in `KnobBook.standard()`.
    ///   - amount: 0…100.
    /// - Throws: `StyleError` that names the option.
    public mutating func turn(_ name: String, to amount: Double) throws(StyleError) {
        let place = SourcePlace.commandLine("--\(name) \(ParameterValue.number(amount))")
        let knobs = try KnobBook.standard()
        guard let knob = knobs.first(where: { $0.name == name }) else {
            throw StyleError(
                place: place, reason: "unknown knob '\(name)'; available: " + knobs.map(\.name).joined(separator: ", "))
        }
        guard Knob.range.contains(amount) else {
            throw StyleError(place: place, reason: "must be 0…100")
        }
        for move in knob.moves {
            try KnobTurn(move: move, share: amount / 100, catalog: catalog, place: place).apply(to: &root)
        }
    }
}
