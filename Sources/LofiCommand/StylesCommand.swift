import ArgumentParser
import LofiEngine
import LofiPlatform
import LofiPlugin

struct StylesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "styles", abstract: "List the styles, or print one.", subcommands: [List.self, Show.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the styles (default).")

        @Argument(help: "Word that describes styles, such as jazz or rain. (default: all)")
        var word: String?

        mutating func run() throws {
            let library = StyleLibrary(catalog: LofiRenderCommand.catalog)
            let entries = word.map(library.entries(describedBy:)) ?? library.entries()
            if let word, entries.isEmpty {
                throw Failure(
                    message: "no style fits '\(word)'; 'lofi-render styles' lists all", exitCode: Failure.usage)
            }
            let width = entries.map(\.name.count).max() ?? 0
            for entry in entries {
                let summary: String
                do { summary = try library.style(entry.path ?? entry.name).summary } catch {
                    summary = "cannot be read: \(error)"
                }
                let name = entry.name.padding(to: width)
                print("\(name)  \(summary)\(entry.path.map { "  (\($0))" } ?? "")".escaped)
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print a style, to read or to use as a template.")

        @Argument(
            help: "Style by name or path of a YAML file.", completion: .custom { _ in CompletionWords.styles })
        var name: String

        mutating func run() throws {
            let library = StyleLibrary(catalog: LofiRenderCommand.catalog)
            // A style with a mistake would be a bad template.
            _ = try library.style(name)
            print(try library.entry(name).text, terminator: "")
        }
    }
}

extension String {
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
