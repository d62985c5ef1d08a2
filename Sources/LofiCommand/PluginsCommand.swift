import ArgumentParser
import LofiEngine
import LofiPlugin

struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins", abstract: "List every plugin with its parameters, units and ranges.")

    @Argument(help: "Show only this plugin.")
    var kind: String?

    mutating func run() throws {
        let catalog = LofiRenderCommand.catalog
        let kinds = PluginFamily.allCases.flatMap { catalog.plugins($0).map { $0.kind } }
        if let kind, !kinds.contains(kind) {
            throw Failure(
                message: "no plugin is called '\(kind)'\(Suggestion.phrase(for: kind, among: kinds))",
                exitCode: Failure.usage)
        }
        for family in PluginFamily.allCases {
            let wanted = catalog.plugins(family).filter { kind == nil || $0.kind == kind }
            guard !wanted.isEmpty else { continue }
            print("\(family.noun.prefix(1).uppercased())\(family.noun.dropFirst())s (\(family.key):)\n")
            for plugin in wanted {
                Self.describe("\(plugin.kind): \(plugin.summary)", plugin.parameters.map(Line.init))
            }
        }
        guard kind == nil else { return }
        print("Sections of a style\n")
        Self.describe(.style, "style: the whole file")
    }

    /// One key of a listing with its description.
    private struct Line {
        let key: String
        let text: String

        init(_ parameter: Parameter) {
            let standard = parameter.defaultValue.description
            key = parameter.key
            text = "\(parameter.summary) [\(parameter.domain); default \(standard.isEmpty ? "none" : standard)]"
        }

        init(_ key: StyleSection.Key) {
            self.key = key.name
            switch key.content {
            case .value(let parameter): text = Line(parameter).text
            case .values(let parameter): text = "\(key.summary) [\(parameter.domain)]"
            case .section, .named, .plugins, .plugin: text = key.summary
            }
        }
    }

    /// Prints a section of a style, then its subsections.
    private static func describe(_ section: StyleSection, _ title: String) {
        describe(title, section.keys.map(Line.init))
        for key in section.keys {
            switch key.content {
            case .section(let inner): describe(inner, "\(key.name): \(key.summary)")
            case .named(let names, let inner): for name in names { describe(inner(name), "\(key.name): \(name)") }
            case .plugins(_, let inner?): describe(inner, "\(key.name): common keys, in addition to the plugin's own")
            case .value, .values, .plugins, .plugin: continue
            }
        }
    }

    private static func describe(_ title: String, _ lines: [Line]) {
        print("  \(title)")
        let width = lines.map(\.key.count).max() ?? 0
        for line in lines { print("    \(line.key.padding(to: width))  \(line.text)") }
        print("")
    }
}
