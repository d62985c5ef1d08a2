import ArgumentParser
import CPlatform
import LofiAudioFile
import LofiEngine
import LofiPlatform

struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Render many songs in parallel; resumes where it left off.",
        discussion: """
            lofi-render batch songs --out finished --style rainy-cafe
            lofi-render batch 'songs/*.mid' more.jsonl --out finished --jobs 2 --ending flac

            A manifest (.jsonl) has one line per song: {"input": "a.mid", "output": "a.flac", "style": "rainy-cafe", "seed": 7,
            "no-drums": true, "set": {"vinyl.crackle": 900}}. Only the input is required; every key but input and output is
            one of the options below. Inputs are relative to the manifest's folder, outputs to the output folder.

            batch.jsonl in the output folder records the result of each song, with SHA-256 digests. A recorded song is
            rendered again only if the song, its options or its output have changed. A failed song does not stop the
            others; the exit status is then 65.
            """)

    @Argument(help: "MIDI files, folders, quoted patterns such as 'songs/*.mid', or manifests (.jsonl).")
    var inputs: [String]

    @Option(help: "Output folder; created if missing.")
    var out: String

    @Option(help: "Songs rendered in parallel, each on one core, 1 to 32. (default: the number of cores)")
    var jobs: Int?

    @Option(help: "Output format, unless a manifest names the output: wav, flac, aiff, ogg, opus or mp3.")
    var ending = "wav"

    @Flag(help: "Replace existing files that lofi-render did not make, if their names come from the inputs.")
    var force = false

    @OptionGroup
    var options: RenderOptions

    private static let mostJobs = 32

    func validate() throws {
        if let jobs, !(1...Self.mostJobs).contains(jobs) {
            throw ValidationError("--jobs must be 1…\(Self.mostJobs), not \(jobs)")
        }
        guard AudioFormat.Container(ending: ending) != nil else {
            let known = AudioFormat.Container.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--ending must be one of \(known), not \(ending)")
        }
        guard !out.isEmpty else { throw ValidationError("--out is empty; name a folder, such as --out finished") }
    }

    mutating func run() throws {
        var gathering = BatchInputs(ending: ending)
        let songs = try gathering.jobs(inputs)
        try RenderCommand.refuse(["\(out)/\(BatchLog.name)"], asOneOf: inputs)
        // Report an error that affects every song once, before creating anything.
        _ = try options.renderer(for: "song.\(ending)")
        try makeFolders(for: songs)
        let log = try BatchLog(folder: out)
        let start = monotonicSeconds()
        let tally = try BatchRun(
            songs, folder: out, options: options, log: log, replacesForeignFiles: force
        ).work(
            songsAtATime: min(jobs ?? Int(lofi_core_count()), Self.mostJobs, songs.count))
        try log.settle(order: songs.map(\.output))
        if !options.quiet {
            StandardError.say(
                "\(tally.rendered) rendered, \(tally.known) up to date, \(tally.failed) failed, "
                    + (gathering.skippedFiles > 0 ? "\(counted(gathering.skippedFiles, "other file")) skipped, " : "")
                    + "\(clockTime(tally.seconds)) of audio in \(clockTime(monotonicSeconds() - start)); \(log.path)")
        }
        guard tally.failed == 0 else {
            throw Failure(
                message: "\(tally.failed) of \(counted(songs.count, "song")) failed; see \(log.path)",
                exitCode: Failure.badData)
        }
    }

    /// The options of the command line, overridden by others.
    static func options(adding words: [String]) throws -> RenderOptions {
        let own = LofiRenderCommand.arguments.dropFirst()
        let end = own.firstIndex(of: "--") ?? own.endIndex
        return try Self.parse(own[..<end] + words + own[end...]).options
    }

    private func makeFolders(for songs: [BatchJob]) throws {
        let below = songs.compactMap { song in
            song.output.lastIndex(of: "/").map { "\(out)/\(song.output[..<$0])" }
        }
        for folder in Set([out] + below).sorted() { try Folder.make(folder) }
    }
}
