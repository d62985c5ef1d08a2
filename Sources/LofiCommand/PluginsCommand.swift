import ArgumentParser
import LofiEngine
import LofiPlugin
import LofiScore

struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins", abstract: "Lists every plugin with its parameters, units and ranges.")

    @Argument(help: "Only this one.")
    var kind: String?

    mutating func run() throws {
        let catalog = LofiRenderCommand.catalog
        let groups: [(title: String, plugins: [any Plugin.Type])] = [
            ("Generators", catalog.generators), ("Score transforms (score:)", catalog.transforms),
            ("Effects (effects:)", catalog.effects),
            ("Noise layers (layers:)", catalog.layers),
        ]
        let kinds = groups.flatMap { $0.plugins.map { $0.kind } }
        if let kind, !kinds.contains(kind) {
            throw Failure(
                message: "no plugin is called '\(kind)'\(Suggestion.phrase(for: kind, among: kinds))",
                exitCode: Failure.usage)
        }
        for group in groups {
            let wanted = group.plugins.filter { kind == nil || $0.kind == kind }
            guard !wanted.isEmpty else { continue }
            print("\(group.title)\n")
            for plugin in wanted { Self.describe("\(plugin.kind): \(plugin.summary)", plugin.parameters) }
        }
        guard kind == nil else { return }
        print("What every style has besides\n")
        for role in Role.allCases {
            Self.describe("parts: \(role.rawValue): its strip", Style.stripParameters(for: role))
        }
        Self.describe("master: the end of the chain", Style.masterParameters)
    }

    private static func describe(_ title: String, _ parameters: [Parameter]) {
        print("  \(title)")
        let width = parameters.map(\.key.count).max() ?? 0
        for parameter in parameters {
            let standard = parameter.defaultValue.description
            print(
                "    \(parameter.key.padding(to: width))  \(parameter.summary) "
                    + "[\(parameter.domain); default \(standard.isEmpty ? "none" : standard)]")
        }
        print("")
    }
}
