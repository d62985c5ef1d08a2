import ArgumentParser
import CPlatform
import LofiEngine
import LofiPlatform
import LofiPlugin

/// The `lofi-render` command line.
///
/// A package that adds its own plugins needs three lines:
///
///     @main struct MyRender {
///         static func main() { LofiRenderCommand.run(catalog: .standard.adding(MyEffect.self)) }
///     }
public struct LofiRenderCommand: ParsableCommand {
    /// Help, version and subcommands; without a subcommand the arguments are those of `render`.
    public static let configuration = CommandConfiguration(
        commandName: "lofi-render",
        abstract: "Turn any MIDI file into a finished lo-fi recording.",
        discussion: """
            lofi-render song.mid                        write song.wav next to it
            lofi-render song.mid --style rainy-cafe -o out.wav
            generator | lofi-render - -o out.wav        read MIDI from a pipe
            lofi-render song.mid -o - | ffplay -        write WAV to a pipe

            Exit status: 0 done; 64 wrong use of the command line; 65 bad data in an input; 66 an input that cannot be read; \
            69 something needed is missing; 73 an output that cannot be created; 74 error while writing; 128 + the signal if \
            ended by one.
            """,
        version: "0.1.0",
        subcommands: [
            RenderCommand.self, BatchCommand.self, ProcessCommand.self, StylesCommand.self, PluginsCommand.self,
            AnalyzeCommand.self,
            SoundFontCommand.self, CorpusCommand.self, TrainCommand.self, GenerateCommand.self, SongCommand.self,
            EvaluateCommand.self,
        ],
        defaultSubcommand: RenderCommand.self)

    /// For the argument parser alone; call `run(catalog:)`.
    public init() {}

    /// The plugins available to all subcommands.
    static var catalog: Catalog { shared.withLock { $0 } }
    private static let shared = Locked(Catalog.standard)

    /// Runs the command line with a catalogue of plugins and exits with a status from sysexits.h.
    public static func run(catalog: Catalog = .standard) -> Never {
        shared.withLock { $0 = catalog }
        lofi_install_signal_handlers()
        if isRender(CommandLine.arguments.dropFirst().first) {
            // Loading FluidSynth and its sixty dependencies takes as long as reading arguments, style and song: 35 ms.
            _ = try? WorkerThread { catalog.synthesizers.first?.prepare() }
        }
        // Exit only after everything has been released, so that leak checkers report nothing.
        endProgram(runAndReport())
    }

    /// The arguments after the program's name; file names need not be UTF-8.
    static var arguments: [String] {
        understood(
            (1..<max(1, Int(CommandLine.argc))).compactMap { index in
                CommandLine.unsafeArgv[index].map { String(systemName: $0) }
            })
    }

    /// Turns the first guesses of many people into the words that the parser knows.
    static func understood(_ words: [String]) -> [String] {
        let options = words.prefix { $0 != "--" }
        if options.contains("--list-styles") || options == ["--styles"] { return ["styles"] }
        if options.first == "-V" { return ["--version"] }
        return joiningNegatives(words)
    }

    /// The name of an option as it was typed.
    static func typed(_ name: String, or alias: String) -> String {
        arguments.contains { $0 == alias || $0.hasPrefix("\(alias)=") } ? alias : name
    }

    /// Joins `--option -5` to `--option=-5`: the parser takes any word that begins with a dash as an option.
    static func joiningNegatives(_ words: [String]) -> [String] {
        var joined: [String] = []
        for (index, word) in words.enumerated() {
            if word == "--" { return joined + words[index...] }
            let isNegative = word.first == "-" && word.dropFirst().first.map { $0.isNumber || $0 == "." } ?? false
            if isNegative, let option = joined.last, option.hasPrefix("--"), !option.contains("=") {
                joined[joined.count - 1] = "\(option)=\(word)"
            } else {
                joined.append(word)
            }
        }
        return joined
    }

    /// Checks that no argument is empty: most often it is a variable of a shell script that is not set.
    /// - Throws: `Failure` that names the option.
    static func refuseEmpty(_ words: [String]) throws {
        guard let index = words.firstIndex(of: "") else { return }
        let before = index > 0 ? words[index - 1] : ""
        let name = before.hasPrefix("-") && before.count > 1 ? "the argument after \(before)" : "the input's name"
        throw Failure(message: "\(name) is empty", exitCode: Failure.usage)
    }

    /// Whether a command line that begins with `word` renders a song.
    private static func isRender(_ word: String?) -> Bool {
        guard let word, !["-h", "--help", "--version"].contains(word) else { return false }
        let renders: [any ParsableCommand.Type] = [RenderCommand.self, SongCommand.self]
        let known = configuration.subcommands.first {
            $0._commandName == word || $0.configuration.aliases.contains(word)
        }
        return known.map { known in renders.contains { $0 == known } } ?? true
    }

    /// - Returns: the exit status.
    @inline(never)
    private static func runAndReport() -> Int32 {
        do {
            var command = try parseAsRoot(arguments)
            try refuseEmpty(arguments)
            try command.run()
            try StandardOutput.finish()
            return 0
        } catch {
            if let failure = Failure(error) ?? Failure(ofArguments: error) {
                StandardError.say("lofi-render: \(failure.message)")
                return failure.exitCode
            }
            let status = exitCode(for: error).rawValue
            // Requested help and the version go to standard output.
            if status == 0 {
                print(fullMessage(for: error))
            } else {
                StandardError.write(fullMessage(for: error) + "\n")
            }
            return status
        }
    }
}

/// Calls the C function: inside a command, `exit` is the argument parser's.
private func endProgram(_ status: Int32) -> Never { exit(status) }
