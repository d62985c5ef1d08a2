import LofiAudioFile
import LofiEngine
import LofiPlatform
import LofiPlugin

/// What the names given to `render` mean: one input, or an input and its output.
struct RenderWords {
    private let names: [String]
    private let output: String?
    private let force: Bool

    /// - Parameters:
    ///   - names: the arguments, at least one.
    ///   - output: that of `-o`; nil if it was not given.
    ///   - force: whether a second name may be that of anybody's file.
    init(_ names: [String], output: String?, force: Bool) {
        (self.names, self.output, self.force) = (names, output, force)
    }

    /// - Throws: `Failure` for several songs, with the command that renders them, and for the name of a command.
    func inputAndOutput() throws -> (input: String, output: String?) {
        if names.count == 2, output == nil, RenderInput.isNamedAsAudio(names[1]), !Folder.exists(names[0]) {
            // It may be meant as a second input, so it is no less protected than a default name.
            if !force { try ForeignFile.refuse(names[1]) }
            return (names[0], names[1])
        }
        guard names.count == 1, !Folder.exists(names[0]) else {
            throw Failure(
                message: "render makes one recording; for \(names.count == 1 ? "a folder" : "several"), type: "
                    + batchLine, exitCode: Failure.usage)
        }
        try refuseCommand(names[0])
        return (names[0], output)
    }

    /// The command that renders all inputs with the options that were typed.
    private var batchLine: String {
        var words = CommandWords("batch")
        for name in names { words.add(argument: name) }
        let folder = output.map { RenderInput.isNamedAsAudio($0) ? "finished" : $0 } ?? "finished"
        for word in ["--out", folder] { words.add(argument: word) }
        return words.line + typedOptions
    }

    /// The options as typed, without those that `batch` does not have.
    private var typedOptions: String {
        var (options, takesValue) = (CommandWords(), false)
        var words = LofiRenderCommand.arguments[...]
        if words.first == "render" { words = words.dropFirst() }
        var isLeftOut = false
        for word in words {
            if takesValue {
                takesValue = false
                if !isLeftOut { options.add(argument: word) }
                continue
            }
            guard word.hasPrefix("-"), word != "-", word != "--" else { continue }
            let name = String(word.prefix { $0 != "=" })
            isLeftOut = ["-o", "--output", "--midi-out", "--slow", "--stretch"].contains(name)
            takesValue = !word.contains("=") && !Self.flags.contains(name)
            if !isLeftOut { options.add(argument: word) }
        }
        let line = options.line.dropFirst(CommandWords().line.count)
        return String(line)
    }

    private static let flags: Set = [
        "-q", "--quiet", "--force", "--as-is", "--loop", "--no-drums", "--no-bass", "--no-noise",
    ]

    /// What people call some commands.
    private static let meanings = [
        "presets": "styles", "list": "styles", "effects": "plugins", "compose": "song", "new": "song",
        "convert": "render",
        "info": "analyze", "show": "styles show", "stems": "render song.mid --stems FOLDER", "version": "--version",
    ]

    /// A word that is no file may be meant as a command.
    private func refuseCommand(_ word: String) throws {
        guard word != "-", !word.contains("/"), !word.contains("."), access(word.systemName, F_OK) != 0 else { return }
        let commands = LofiRenderCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let near = Self.meanings[word] ?? Suggestion.nearest(to: word, among: commands) else { return }
        throw Failure(
            message: "there is neither a file nor a command '\(word)'; did you mean 'lofi-render \(near)'?",
            exitCode: Failure.noInput)
    }
}
