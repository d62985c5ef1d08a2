import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles

/// Generates songs with the user's own program in any language, which writes a MIDI file to standard output.
///
/// The program is started without a shell and with empty standard input, and is killed when lofi-render ends. If it fails,
/// the end of its standard error is shown.
package struct ExternalProgram: ScoreGenerator {
    package static let kind = "external-program"
    package static let summary = "your own program that writes a MIDI file to its standard output"
    package static let parameters: [Parameter] = [
        .text(
            "command", default: "",
            "your own program that writes a MIDI file to standard output, such as "
                + "'python my_model.py --bars {bars} --seed {seed}'; {bpm} and {key} work too"
        )
        .offered(as: "generator"),
        .number("time-limit", 1...86_400, default: 600, unit: "s", "a program that takes longer is terminated"),
    ]

    /// Maximum output: 64 MiB, a thousand times a long song.
    static let mostBytes = 64 << 20

    private let command: CommandLineWords
    private let limitSeconds: Double
    private let limitBytes: Int

    package init(settings: Settings) throws(GenerationError) {
        try self.init(
            command: settings.text("command"), limitSeconds: settings.number("time-limit"), limitBytes: Self.mostBytes)
    }

    init(command: String, limitSeconds: Double, limitBytes: Int) throws(GenerationError) {
        self.command = try CommandLineWords(command)
        self.limitSeconds = limitSeconds
        self.limitBytes = limitBytes
    }

    package func generate(
        _ request: GenerationRequest, random: inout RandomStream
    ) throws(GenerationError) -> Score {
        let words = try command.filled(for: request)
        let program = Self.readable(Array(words[0].utf8), most: 100)
        let run: ChildRun
        switch ChildRun.run(words, limitSeconds: limitSeconds, limitBytes: limitBytes) {
        case .success(let success): run = success
        case .failure(let error): throw .cannotStart(program: program, reason: error.reason)
        }
        switch run.ending {
        case .exited(0): break
        case .exited(let status): throw failure(program, "exit status \(status)", run)
        case .signalled(let signal): throw failure(program, "signal \(signal)", run)
        case .tookTooLong:
            let limit = ParameterValue.number(limitSeconds)
            throw .stopped(program: program, reason: "not done after \(limit) s; raise time-limit to allow more")
        case .wroteTooMuch:
            throw .stopped(program: program, reason: "it wrote more than \(limitBytes >> 20) MiB, more than any song")
        }
        guard !run.output.isEmpty else {
            throw .noSong(program: program, reason: "nothing on its standard output")
        }
        do { return try MIDISong(run.output).score } catch {
            throw .noSong(program: program, reason: "\(error)")
        }
    }

    package func remarks(on request: GenerationRequest) -> [String] {
        let placeholders: [(wish: GenerationRequest.Wish, name: String)] = [
            (.bars, "bars"), (.seed, "seed"), (.tempo, "bpm"), (.key, "key"),
        ]
        return placeholders.filter { request.asked.contains($0.wish) && !command.contains(placeholder: $0.name) }.map {
            "--\($0.wish.rawValue) is ignored: the command does not contain {\($0.name)}"
        }
    }

    private func failure(_ program: String, _ ending: String, _ run: ChildRun) -> GenerationError {
        .failed(program: program, ending: ending, lastWords: Self.readable(run.errors, most: 300))
    }

    /// The end of a text as one line, without control characters, which must not reach a terminal.
    private static func readable(_ bytes: [UInt8], most: Int) -> String {
        let text = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { $0.isReadable ? Character($0) : " " }
        let line = String(text).split(separator: " ").joined(separator: " ")
        return line.count > most ? "…" + line.suffix(most) : line
    }
}
