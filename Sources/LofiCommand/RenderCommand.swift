import ArgumentParser
import LofiEngine
import LofiPlatform
import LofiScore
import LofiScoreFiles

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Render a MIDI or audio file to a finished recording (default).")

    @Argument(help: "MIDI or audio file to read, or - for standard input.")
    var input: String

    @Option(
        name: [.short, .long],
        help: """
            Audio file to write; the extension sets the format; - for WAV on standard output. (default: the input's name \
            with .wav, or with -lofi.wav for audio)
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
        try Self.refuse([output, arrangement.midiOut], asOneOf: [input])
        switch try RenderInput(path: input) {
        case .song(let bytes):
            try audio.refuseForNotes()
            try options.render(to: try target(ending: ".wav"), midiOut: arrangement.midiOut, force: force) { _ in
                try Self.song(bytes, path: input, quiet: options.quiet).score
            }
        case .audio(let source):
            try options.refuseForAudio()
            var words = options.words
            words.add(audio.words)
            try options.render(
                try audio.song(source), to: try target(ending: "-lofi.wav"), midiOut: arrangement.midiOut,
                words: words)
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

    private func target(ending: String) throws -> String {
        try Self.outputPath(output, input: input, ending: ending, force: force)
    }

    /// The output given, or else that of the default name.
    /// - Parameters:
    ///   - ending: replaces that of the input in the default name.
    ///   - force: whether a file of the default name may be anybody's.
    static func outputPath(_ output: String?, input: String?, ending: String, force: Bool) throws -> String {
        guard let output else {
            guard let input, !OutputFile.isStream(input) else {
                throw Failure(message: "no output given: use -o FILE, or -o - for a pipe", exitCode: Failure.usage)
            }
            let name = input.split(separator: "/").last ?? ""
            let stem =
                name.contains(".") && !name.hasPrefix(".")
                ? input[..<(input.lastIndex(of: ".") ?? input.endIndex)] : input[...]
            let output = "\(stem)\(ending)"
            try refuse([output], asOneOf: [input])
            if !force { try ForeignFile.refuse(output) }
            return output
        }
        try StandardOutput.refuseTerminal(output)
        return output
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
