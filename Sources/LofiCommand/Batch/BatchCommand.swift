import ArgumentParser
import CPlatform
import LofiAudioFile
import LofiEngine
import LofiPlatform

struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Renders many songs, several at a time; goes on where it was stopped.",
        discussion: """
            lofi-render batch songs --out finished --style rainy-cafe
            lofi-render batch 'songs/*.mid' more.jsonl --out finished --jobs 2 --ending flac

            A manifest (.jsonl) has a line a song: {"input": "a.mid", "output": "a.flac", "style": "rainy-cafe", "seed": 7,
            "tempo": 72, "key": "Eb", "length": "3:00", "set": {"drums.fills-every": 4}}. All but the input may be left out;
            paths are seen from the manifest's folder and from that of the results.

            batch.jsonl in the folder of the results tells what became of each song, with SHA-256 digests. A song that it
            knows is not rendered again, unless the song, its options or its result have changed. A song that fails does not
            stop the others; then the exit status is 65.
            """)

    @Argument(help: "Songs, folders, patterns in quotes, and manifests.")
    var inputs: [String]

    @Option(help: "The folder for the results; it is made where there is none.")
    var out: String

    @Option(help: "Songs at a time, each on one core, 1 to 32. (default: as many as there are cores)")
    var jobs: Int?

    @Option(help: "The format of recordings that a manifest does not name: wav, flac, aiff, ogg, opus or mp3.")
    var ending = "wav"

    @Flag(help: "Replace files that lofi-render did not make, where their names come from the inputs'.")
    var force = false

    @OptionGroup
    var options: RenderOptions

    private static let mostJobs = 32

    func validate() throws {
        if let jobs, !(1...Self.mostJobs).contains(jobs) {
            throw ValidationError("--jobs \(jobs): allowed is 1…\(Self.mostJobs)")
        }
        guard AudioFormat.Container(ending: ending) != nil else {
            let known = AudioFormat.Container.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--ending \(ending): there are \(known)")
        }
        guard options.midiOut == nil else { throw ValidationError("--midi-out is for one song") }
    }

    mutating func run() throws {
        let songs = try BatchInputs(ending: ending).jobs(inputs)
        // What is wrong for all songs is said once, before anything is made.
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
                "\(tally.rendered) rendered, \(tally.known) there already, \(tally.failed) failed, "
                    + "\(clockTime(tally.seconds)) of sound in \(clockTime(monotonicSeconds() - start)); \(log.path)")
        }
        guard tally.failed == 0 else {
            throw Failure(
                message: "\(tally.failed) of \(songs.count) songs failed; \(log.path) says why",
                exitCode: Failure.badData)
        }
    }

    private func makeFolders(for songs: [BatchJob]) throws {
        let below = songs.compactMap { song in
            song.output.lastIndex(of: "/").map { "\(out)/\(song.output[..<$0])" }
        }
        for folder in Set([out] + below).sorted() {
            do { try Folder.make(folder) } catch {
                throw Failure(message: "\(folder): no folder can be made there", exitCode: Failure.cannotCreate)
            }
        }
    }
}
