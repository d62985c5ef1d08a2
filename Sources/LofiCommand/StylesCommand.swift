import ArgumentParser
import LofiEngine
import LofiPlatform
import LofiPlugin

struct StylesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "styles", abstract: "Lists the styles, or shows one.", subcommands: [List.self, Show.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists the styles (the default).")

        mutating func run() throws {
            let library = StyleLibrary(catalog: LofiRenderCommand.catalog)
            let entries = library.entries()
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
            commandName: "show", abstract: "Prints a style, to read or to make one's own from.")

        @Argument(help: "A style by name, or a file by path.")
        var name: String

        mutating func run() throws {
            print(try StyleLibrary(catalog: LofiRenderCommand.catalog).entry(name).text, terminator: "")
        }
    }
}

extension String {
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
