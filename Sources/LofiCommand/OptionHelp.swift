import ArgumentParser
import LofiPlugin

extension ArgumentHelp {
    /// Help for an option, taken from the parameters that declare it; hidden if there are none.
    static func declared(_ option: String, in owners: [TypedSettings.Owner]) -> ArgumentHelp {
        let offers = owners.compactMap { owner in
            owner.parameters.first { $0.option == option }.map { (kind: owner.kind, parameter: $0) }
        }
        guard let parameter = offers.first?.parameter else { return ArgumentHelp("", visibility: .hidden) }
        let kinds = offers.map(\.kind).joined(separator: ", ")
        let summary = parameter.summary.prefix(1).uppercased() + parameter.summary.dropFirst()
        return ArgumentHelp("\(summary)\(parameter.domain.rangePhrase) (\(kinds)).")
    }

    static func generatorOption(_ option: String) -> ArgumentHelp {
        declared(option, in: LofiRenderCommand.catalog.generatorSettings)
    }

    static func trainingOption(_ option: String) -> ArgumentHelp {
        declared(option, in: LofiRenderCommand.catalog.trainingSettings)
    }
}

extension Parameter.Domain {
    /// The allowed values: `, 0.25 to 4` for a number, `: small or large` for a choice.
    fileprivate var rangePhrase: String {
        switch self {
        case .number(let range, _):
            ", \(ParameterValue.number(range.lowerBound)) to \(ParameterValue.number(range.upperBound))"
        case .integer(let range, _): ", \(range.lowerBound) to \(range.upperBound)"
        case .choice(let choices): ": \(choices.joined(separator: " or "))"
        case .flag, .text, .audioFile, .file: ""
        }
    }
}

extension Catalog {
    var generatorSettings: [TypedSettings.Owner] {
        generators.map { .init(kind: $0.kind, parameters: $0.parameters) }
    }
}
