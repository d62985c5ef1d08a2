import ArgumentParser
import LofiEngine
import LofiPlatform
import LofiScore
import LofiScoreFiles

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Render a MIDI or audio file to a finished recording (default).")

    @Argument(
        help: ArgumentHelp(
            "MIDI or audio file to read, or - for standard input; a second name is the output.", valueName: "input"),
        completion: .file(extensions: CompletionWords.songEndings))
    var inputs: [String]

    @Option(
        name: [.short, .long],
        help: """
            Audio file to write, whose extension sets the format; a folder; or - for WAV on standard output. (default: the \
            input's name with .wav, or with -lofi.wav for audio)
            """)
    var output: String?

    @Flag(
        help: """
            Replace an existing file of the default name even if lofi-render did not create it, and write stems beside \
            other files.
            """)
    var force = false

    @OptionGroup
    var arrangement: ArrangementOutput

    @OptionGroup(title: "Audio files as input")
    var audio: AudioOptions

    @OptionGroup
    var options: RenderOptions

    mutating func run() throws {
        let (input, output) = try RenderWords(inputs, output: output, force: force).inputAndOutput()
        func target(ending: String) throws -> String {
            try Self.outputPath(output, input: input, ending: ending, force: force)
        }
        try Self.refuse([output, arrangement.midiOut], asOneOf: [input])
        switch try RenderInput(path: input) {
        case .song(let bytes):
            try audio.refuseForNotes()
            let quiet = options.quiet
            try options.render(to: try target(ending: ".wav"), midiOut: arrangement.midiOut, force: force) { _ in
                try Self.song(bytes, path: input, quiet: quiet).score
            }
        case .audio(let source):
            try options.refuseForAudio()
            var words = options.words
            words.add(audio.words)
            try options.render(
                try audio.song(source), to: try target(ending: "-lofi.wav"), midiOut: arrangement.midiOut,
                force: force, words: words)
        }
    }

    /// The song in a file's bytes; its warnings are printed unless `quiet`.
    /// - Parameter path: for messages.
    static func song(_ bytes: [UInt8], path: String, quiet: Bool) throws -> MIDISong {
        let song: MIDISong
        do { song = try MIDISong(bytes) } catch { throw Failure(error, path: path) }
        if !quiet {
            for warning in warnings(of: song) { StandardError.say("warning: \(warning)") }
        }
        return song
    }

    /// The first five warnings about the file, and how many more there are.
    static func warnings(of song: MIDISong) -> [String] {
        song.warnings.prefix(5).map { "\($0)" }
            + (song.warnings.count > 5 ? ["and \(song.warnings.count - 5) more; see analyze"] : [])
    }

    /// The output given, that of the default name in the folder given, or else that of the default name beside the input.
    /// - Parameters:
    ///   - ending: replaces that of the input in the default name.
    ///   - force: whether a file of the default name may be anybody's.
    static func outputPath(_ output: String?, input: String?, ending: String, force: Bool) throws -> String {
        if let output, !output.hasSuffix("/"), !Folder.exists(output) {
            try StandardOutput.refuseTerminal(output)
            return output
        }
        guard let input, !OutputFile.isStream(input) else {
            throw Failure(
                message: output.map { "\($0) is a folder: name a file in it, such as \($0)/song.wav" }
                    ?? "no output given: use -o FILE, or -o - for a pipe", exitCode: Failure.usage)
        }
        if let output, !Folder.exists(output) {
            throw Failure(
                message: "cannot create files in \(output): there is no such folder; create it with mkdir -p \(output)",
                exitCode: Failure.cannotCreate)
        }
        let name = input.split(separator: "/").last ?? ""
        let stem =
            name.contains(".") && !name.hasPrefix(".") ? name[..<(name.lastIndex(of: ".") ?? name.endIndex)] : name
        let folder = output.map { $0.hasSuffix("/") ? $0 : "\($0)/" } ?? String(input.dropLast(name.count))
        let path = "\(folder)\(stem)\(ending)"
        try refuse([path], asOneOf: [input])
        if !force { try ForeignFile.refuse(path) }
        return path
    }

    /// Checks that no output would overwrite an input.
    /// - Throws: `Failure` if an output and an input are the same file.
    static func refuse(_ outputs: [String?], asOneOf inputs: [String?]) throws {
        let known = Set(inputs.compactMap { $0 }.filter { $0 != "-" }.compactMap { FileIdentity($0) })
        for case let output? in outputs where output != "-" {
            guard let identity = FileIdentity(output), known.contains(identity) else { continue }
            throw Failure(message: "\(output) is an input; choose another output", exitCode: Failure.cannotCreate)
        }
    }
}
