import LofiEngine
import LofiPlugin

/// Settings as a person typed them: options that parameters are offered as, and `--set key=value`.
struct TypedSettings {
    /// What a plugin, or its training, can be set to.
    struct Owner {
        let kind: String
        let parameters: [Parameter]
    }

    /// Words by the name of their option, without dashes; a flag's word is empty.
    private var options: [String: String]
    private let sets: [(key: String, word: String)]

    /// - Parameters:
    ///   - options: nil for one that was not given.
    ///   - sets: `key=value` each.
    init(options: [(name: String, word: String?)], sets: [String]) throws {
        self.options = Dictionary(uniqueKeysWithValues: options.compactMap { name, word in word.map { (name, $0) } })
        self.sets = try sets.map { text in
            guard let cut = text.firstIndex(of: "="), cut != text.startIndex else {
                throw Failure(message: "--set \(text): write it as key=value", exitCode: Failure.usage)
            }
            return (String(text[..<cut]), String(text[text.index(after: cut)...]))
        }
    }

    subscript(option name: String) -> String? { options[name] }

    /// The word of an option, or of the key of the same name.
    func word(_ name: String) -> String? { options[name] ?? sets.last { $0.key == name }?.word }

    func without(option name: String) -> TypedSettings {
        var typed = self
        typed.options[name] = nil
        return typed
    }

    /// Files that settings name, whichever of the parameters they set.
    func files(_ parameters: [Parameter]) -> [String] {
        let files = parameters.filter { $0.domain == .file }
        return options.filter { option, _ in files.contains { $0.option == option } }.map(\.value)
            + sets.filter { key, _ in files.contains { $0.key == key } }.map(\.word)
    }

    /// The values by key, checked against what is declared.
    /// - Parameter others: whom to name for an option that the owner does not have.
    /// - Throws: `Failure` that names the option as it was typed, and what is allowed.
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

    /// A setting as it was typed, or as it could be, for a message; a wish of the request is an option of its own.
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
