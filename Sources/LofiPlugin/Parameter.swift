/// The declaration of a plugin's setting: its key, the values that it accepts, and its default.
///
/// The style reader, its error messages, the `plugins` listing and the tests over every plugin all read this declaration.
public struct Parameter: Sendable, Equatable {
    /// What values a parameter accepts.
    public enum Domain: Sendable, Equatable {
        /// A real number within the range, in the unit ("Hz", "dB", "s", "%", "cents" … or "").
        case number(ClosedRange<Double>, unit: String)
        /// A whole number within the range, in the unit.
        case integer(ClosedRange<Int>, unit: String)
        /// One of the named choices.
        case choice([String])
        /// Yes or no.
        case flag
        /// Free text (a name), checked by the plugin itself.
        case text
        /// The path of an audio file, which is read before the plugin is created; empty for none.
        case audioFile
        /// The path of a file that the plugin reads itself; empty for none.
        case file
    }

    /// Kebab-case name in styles; never changes.
    public let key: String
    /// The accepted values.
    public let domain: Domain
    /// Value if the style gives none.
    public let defaultValue: ParameterValue
    /// One line for listings.
    public let summary: String
    /// The command-line option that sets it, without dashes, such as `no-memory`; nil if only `--set` does.
    public private(set) var option: String?

    /// Returns a copy with its own command-line option. The option of a flag takes no value and sets the opposite of the
    /// default.
    public func offered(as option: String) -> Parameter {
        var parameter = self
        parameter.option = option
        return parameter
    }

    /// Declares a real number.
    /// - Parameters:
    ///   - value: The default; must lie in `range`.
    ///   - unit: Symbol such as Hz, dB or s; empty for a plain number.
    public static func number(
        _ key: String, _ range: ClosedRange<Double>, default value: Double, unit: String = "", _ summary: String
    ) -> Parameter {
        precondition(range.contains(value), "default of \(key) lies outside its range")
        return Parameter(
            key: key, domain: .number(range, unit: unit), defaultValue: .number(value), summary: summary)
    }

    /// Declares a whole number.
    /// - Parameters:
    ///   - value: The default; must lie in `range`.
    ///   - unit: Symbol such as Hz, dB or s; empty for a plain number.
    public static func integer(
        _ key: String, _ range: ClosedRange<Int>, default value: Int, unit: String = "", _ summary: String
    ) -> Parameter {
        precondition(range.contains(value), "default of \(key) lies outside its range")
        return Parameter(
            key: key, domain: .integer(range, unit: unit), defaultValue: .number(Double(value)), summary: summary)
    }

    /// Declares a choice of words.
    /// - Parameter value: The default; must be one of `choices`.
    public static func choice(
        _ key: String, _ choices: [String], default value: String, _ summary: String
    ) -> Parameter {
        precondition(choices.contains(value), "default of \(key) is not among its choices")
        return Parameter(key: key, domain: .choice(choices), defaultValue: .text(value), summary: summary)
    }

    /// Declares a setting that is true or false.
    public static func flag(_ key: String, default value: Bool, _ summary: String) -> Parameter {
        Parameter(key: key, domain: .flag, defaultValue: .flag(value), summary: summary)
    }

    /// Declares free text, such as the name of a bus.
    public static func text(_ key: String, default value: String, _ summary: String) -> Parameter {
        Parameter(key: key, domain: .text, defaultValue: .text(value), summary: summary)
    }

    /// Declares the path of an audio file. A style must give one: there is no default.
    public static func audioFile(_ key: String, _ summary: String) -> Parameter {
        Parameter(key: key, domain: .audioFile, defaultValue: .text(""), summary: summary)
    }

    /// Declares the path of a file that the plugin reads itself; empty for none.
    public static func file(_ key: String, default value: String = "", _ summary: String) -> Parameter {
        Parameter(key: key, domain: .file, defaultValue: .text(value), summary: summary)
    }
}

/// A raw value of a parameter, as a style or the command line wrote it.
public enum ParameterValue: Sendable, Equatable, CustomStringConvertible {
    /// A real or whole number.
    case number(Double)
    /// A choice, free text or a path.
    case text(String)
    /// True or false.
    case flag(Bool)

    /// The value as a style writes it; a whole number has no decimal point.
    public var description: String {
        switch self {
        case .number(let value):
            value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
        case .text(let text): text
        case .flag(let flag): flag ? "true" : "false"
        }
    }
}

extension Parameter.Domain: CustomStringConvertible {
    /// The allowed values for messages and listings: "20…20000 Hz", "one of dusty, brushes".
    public var description: String {
        switch self {
        case .number(let range, let unit):
            "\(ParameterValue.number(range.lowerBound))…\(ParameterValue.number(range.upperBound))"
                + (unit.isEmpty ? "" : " \(unit)")
        case .integer(let range, let unit):
            "\(range.lowerBound)…\(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)") + ", whole"
        case .choice(let choices): "one of " + choices.joined(separator: ", ")
        case .flag: "true or false"
        case .text: "text"
        case .audioFile: "path of an audio file"
        case .file: "path of a file"
        }
    }
}
