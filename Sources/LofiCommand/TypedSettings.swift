import LofiEngine
import LofiPlugin

/// Settings as typed on the command line: options declared by parameters, and `--set key=value`.
struct TypedSettings {
    /// A plugin, or its training, with the parameters it declares.
    struct Owner {
        let kind: String
        let parameters: [Parameter]
    }

    /// Values by option name without dashes; a flag's value is empty.
    private var options: [String: String]
    private let sets: [(key: String, word: String)]

    /// - Parameters:
    ///   - options: option names without dashes; nil values were not given.
    ///   - sets: the values of `--set`, each as `key=value`.
    /// - Throws: `Failure` for a `--set` without a key or an equals sign.
    init(options: [(name: String, word: String?)], sets: [String]) throws {
        self.options = Dictionary(uniqueKeysWithValues: options.compactMap { name, word in word.map { (name, $0) } })
        self.sets = try sets.map { text in
            guard let cut = text.firstIndex(of: "="), cut != text.startIndex else {
                throw Failure(message: "--set needs key=value, not \(text)", exitCode: Failure.usage)
            }
            return (String(text[..<cut]), String(text[text.index(after: cut)...]))
        }
    }

    subscript(option name: String) -> String? { options[name] }

    /// The value of an option, or of the `--set` key of the same name.
    func word(_ name: String) -> String? { options[name] ?? sets.last { $0.key == name }?.word }

    func without(option name: String) -> TypedSettings {
        var typed = self
        typed.options[name] = nil
        return typed
    }

    /// The files named by any setting of a file parameter.
    func files(_ parameters: [Parameter]) -> [String] {
        let files = parameters.filter { $0.domain == .file }
        return options.filter { option, _ in files.contains { $0.option == option } }.map(\.value)
            + sets.filter { key, _ in files.contains { $0.key == key } }.map(\.word)
    }

    /// The values by parameter key, checked against the declarations.
    /// - Parameter others: owners to suggest for an option that `owner` does not have.
    /// - Throws: `Failure` that names the option as typed and the allowed values.
    func values(for owner: Owner, others: [Owner]) throws -> [String: ParameterValue] {
        var values: [String: ParameterValue] = [:]
        for (option, word) in options.sorted(by: { $0.key < $1.key }) {
            guard let parameter = owner.parameters.first(where: { $0.option == option }) else {
                throw Self.foreign(option, owner, others)
            }
            let isFlag = parameter.domain == .flag
            let value: ParameterValue =
                isFlag ? .flag(parameter.defaultValue == .flag(false)) : Self.value(word, of: parameter)
            values[parameter.key] = try Self.checked(value, parameter, typed: "--\(option)")
        }
        for (key, word) in sets {
            guard let parameter = owner.parameters.first(where: { $0.key == key }) else {
                let error = SettingsError.unknownKey(key, known: owner.parameters.map(\.key))
                throw Failure(message: "--set \(key)=\(word): \(owner.kind): \(error)", exitCode: Failure.usage)
            }
            guard values[key] == nil else {
                throw Failure(message: "\(key) is set more than once; set it once", exitCode: Failure.usage)
            }
            values[key] = try Self.checked(
                Self.value(word, of: parameter), parameter, typed: "--set \(key)=\(word)")
        }
        return values
    }

    /// The name of a setting for a message, as it was or could be typed; a field of the request is an option.
    func name(of key: String, among parameters: [Parameter]) -> String {
        guard let parameter = parameters.first(where: { $0.key == key }) else { return "--\(key)" }
        guard let option = parameter.option, options[option] != nil || !sets.contains(where: { $0.key == key }) else {
            return "--set \(key)"
        }
        return "--\(option)"
    }

    private static func value(_ word: String, of parameter: Parameter) -> ParameterValue {
        switch parameter.domain {
        case .text, .choice, .audioFile, .file: .text(word)
        case .number, .integer, .flag: ParameterValue(word: word)
        }
    }

    private static func checked(
        _ value: ParameterValue, _ parameter: Parameter, typed: String
    ) throws -> ParameterValue {
        do { _ = try Settings([parameter.key: value], for: [parameter]) } catch {
            throw Failure(message: "\(typed): \(error)", exitCode: Failure.usage)
        }
        return value
    }

    private static func foreign(_ option: String, _ owner: Owner, _ others: [Owner]) -> Failure {
        let having = others.filter { $0.parameters.contains { $0.option == option } }.map(\.kind)
        let hint =
            having.isEmpty ? "" : "; \(having.joined(separator: ", ")) \(having.count == 1 ? "has" : "have") it"
        return Failure(message: "--\(option): \(owner.kind) has no such setting\(hint)", exitCode: Failure.usage)
    }
}
