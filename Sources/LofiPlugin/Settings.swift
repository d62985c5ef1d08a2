/// A plugin's parameters with checked values, every one present: what the user gave, and defaults for the rest.
public struct Settings: Sendable, Equatable {
    private let values: [String: ParameterValue]

    /// Checks `given` against `parameters` and fills in the defaults.
    /// - Throws: `SettingsError` for an unknown key, or a value outside its domain.
    public init(_ given: [String: ParameterValue] = [:], for parameters: [Parameter]) throws(SettingsError) {
        var values: [String: ParameterValue] = [:]
        for parameter in parameters { values[parameter.key] = parameter.defaultValue }
        for (key, value) in given.sorted(by: { $0.key < $1.key }) {
            guard let parameter = parameters.first(where: { $0.key == key }) else {
                throw .unknownKey(key, known: parameters.map(\.key))
            }
            guard let accepted = parameter.domain.accepting(value) else {
                throw .notAllowed(key, value: value, domain: parameter.domain)
            }
            values[key] = accepted
        }
        self.values = values
    }

    /// The value of a real or whole number. The plugin must have declared the key.
    public func number(_ key: String) -> Double {
        guard case .number(let value)? = values[key] else { preconditionFailure("no number parameter \(key)") }
        return value
    }

    /// The non-empty paths of all audio file parameters.
    public func audioFiles(_ parameters: [Parameter]) -> [String] {
        parameters.filter { $0.domain == .audioFile }.map { text($0.key) }.filter { !$0.isEmpty }
    }

    /// The value of a whole number. The plugin must have declared the key.
    public func integer(_ key: String) -> Int { Int(number(key)) }

    /// The value of a flag. The plugin must have declared the key.
    public func flag(_ key: String) -> Bool {
        guard case .flag(let value)? = values[key] else { preconditionFailure("no flag parameter \(key)") }
        return value
    }

    /// The value of a choice, a text or an audio file's path. The plugin must have declared the key.
    public func text(_ key: String) -> String {
        guard case .text(let value)? = values[key] else { preconditionFailure("no text parameter \(key)") }
        return value
    }
}

extension Parameter.Domain {
    /// The value converted to the parameter's type, or nil if it is not allowed.
    func accepting(_ value: ParameterValue) -> ParameterValue? {
        switch (self, value) {
        case (.number(let range, _), .number(let number)):
            number.isFinite && range.contains(number) ? value : nil
        case (.integer(let range, _), .number(let number)):
            number.isFinite && number == number.rounded() && abs(number) < 1e15 && range.contains(Int(number))
                ? value : nil
        case (.choice(let choices), .text(let text)): choices.contains(text) ? value : nil
        // YAML reads a kit named 808 as a number: convert it back to text.
        case (.choice(let choices), .number): choices.contains(value.description) ? .text(value.description) : nil
        case (.text, .number), (.audioFile, .number), (.file, .number): .text(value.description)
        case (.flag, .flag), (.text, .text), (.audioFile, .text), (.file, .text): value
        default: nil
        }
    }
}

/// Why a plugin's settings were refused. Each case carries what is allowed; the reader of the style adds file and line.
public enum SettingsError: Error, Equatable, CustomStringConvertible {
    /// A key that is not among the known ones.
    case unknownKey(String, known: [String])
    /// A value outside its domain.
    case notAllowed(String, value: ParameterValue, domain: Parameter.Domain)

    /// The key at fault.
    public var key: String {
        switch self {
        case .unknownKey(let key, _), .notAllowed(let key, _, _): key
        }
    }

    /// Message for the user: the key, what is allowed, and the nearest name if one is similar.
    public var description: String {
        switch self {
        case .unknownKey(let key, let known):
            if known.isEmpty {
                "unknown key '\(key)': there are no settings here"
            } else {
                "unknown key '\(key)'" + Suggestion.phrase(for: key, among: known)
                    + "; allowed: " + known.joined(separator: ", ")
            }
        case .notAllowed(let key, let value, let domain):
            "'\(key)' is \(value == .text("") ? "empty" : "\(value)"), but must be \(domain)"
                + domain.suggestion(for: value)
        }
    }
}

extension Parameter.Domain {
    fileprivate func suggestion(for value: ParameterValue) -> String {
        guard case .choice(let choices) = self, case .text(let text) = value else { return "" }
        return Suggestion.phrase(for: text, among: choices)
    }
}
