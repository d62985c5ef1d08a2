import LofiPlatform
import LofiPlugin

/// One control for several settings of any style, 0…100; Knobs/knobs.yaml says which.
public struct Knob: Sendable {
    public let name: String
    /// One line for a person who chooses.
    public let summary: String
    let moves: [Move]

    public static let range = 0.0...100

    /// The settings of one plugin that a knob moves.
    struct Move: Sendable {
        /// Any of these will do; the first is added where there is none.
        let kinds: [String]
        /// Paths of lists; the first that the style has.
        let lists: [String]
        /// Settings of a plugin that is added.
        let added: StyleNode?
        let isRemovedAtZero: Bool
        let settings: [(key: String, curve: Curve)]
        /// The largest send to the buses with the plugin.
        let send: Curve?
        /// What is added to a style that has none of the lists.
        let missing: StyleNode?
    }

    /// A value over the travel of a knob.
    struct Curve: Sendable, Equatable {
        enum Shape: Equatable { case power(Double), exponential }

        let start: Double
        let end: Double
        let shape: Shape

        /// - Parameter share: of the travel, 0…1.
        func value(_ share: Double) -> Double {
            switch shape {
            case .power(let power): start + (end - start) * pow(share, power)
            case .exponential: start * pow(end / start, share)
            }
        }
    }
}

extension StyleDocument {
    /// Turns a knob: sets its plugins where the style has them, else adds them where a style would have them.
    /// - Parameters:
    ///   - name: one of `KnobBook.standard`.
    ///   - amount: 0…100.
    /// - Throws: `StyleError` that names the option.
    public mutating func turn(_ name: String, to amount: Double) throws(StyleError) {
        let place = SourcePlace.commandLine("--\(name) \(ParameterValue.number(amount))")
        let knobs = try KnobBook.standard()
        guard let knob = knobs.first(where: { $0.name == name }) else {
            throw StyleError(
                place: place, reason: "unknown knob '\(name)'; allowed: " + knobs.map(\.name).joined(separator: ", "))
        }
        guard Knob.range.contains(amount) else {
            throw StyleError(place: place, reason: "allowed is 0…100")
        }
        for move in knob.moves {
            try KnobTurn(move: move, share: amount / 100, catalog: catalog, place: place).apply(to: &root)
        }
    }
}
