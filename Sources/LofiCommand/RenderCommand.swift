import ArgumentParser
import LofiEngine
import LofiPlatform
import LofiScore
import LofiScoreFiles

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Renders a MIDI file to a finished recording (the default).")

    @Argument(help: "A MIDI file; - is standard input.")
    var input: String

    @Option(
        name: [.short, .long],
        help: """
            Audio file to write; the extension sets the format; - for WAV on standard output. (default: the input's name \
            with .wav)
            """)
    var output: String?

    @Flag(help: "Without -o, replace a file of the default name that lofi-render did not make.")
    var force = false

    @OptionGroup
    var options: RenderOptions

    mutating func run() throws {
        let target = try outputPath()
        try options.render(to: target) { _ in try Self.readSong(input, quiet: options.quiet).score }
    }

    static func readSong(_ path: String, quiet: Bool) throws -> MIDISong {
        let bytes = try FileBytes.contents(of: path)
        let song: MIDISong
        do { song = try MIDISong(bytes) } catch { throw Failure(error, path: path) }
        if !quiet {
            for warning in warnings(of: song) { StandardError.say("warning: \(warning)") }
        }
        return song
    }

    /// What was odd about the file, not at endless length.
    static func warnings(of song: MIDISong) -> [String] {
        song.warnings.prefix(5).map { "\($0)" }
            + (song.warnings.count > 5 ? ["and \(song.warnings.count - 5) more; see analyze"] : [])
    }

    private func outputPath() throws -> String {
        try Self.refuse([output, options.midiOut], asOneOf: [input])
        guard let output else {
            guard !OutputFile.isStream(input) else {
                throw Failure(message: "name the output: -o FILE, or -o - for a pipe", exitCode: Failure.usage)
            }
            let name = input.split(separator: "/").last ?? ""
            let stem =
                name.contains(".") && !name.hasPrefix(".")
                ? input[..<(input.lastIndex(of: ".") ?? input.endIndex)] : input[...]
            let output = "\(stem).wav"
            try Self.refuse([output], asOneOf: [input])
            if !force { try ForeignFile.refuse(output) }
            return output
        }
        try StandardOutput.refuseTerminal(output)
        return output
    }

    /// What is read is never written over.
    static func refuse(_ outputs: [String?], asOneOf inputs: [String?]) throws {
        for case let output? in outputs {
            for case let input? in inputs where isSameFile(input, output) {
                throw Failure(message: "\(output) is an input; name another output", exitCode: Failure.cannotCreate)
            }
        }
    }

    private static func isSameFile(_ first: String, _ second: String) -> Bool {
        first != "-" && second != "-" && FileIdentity(first).map { $0 == FileIdentity(second) } ?? false
    }
}
