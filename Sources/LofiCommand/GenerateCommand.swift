import ArgumentParser
import LofiArrange
import LofiAudioFile
import LofiCore
import LofiGenerate
import LofiScore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Makes a MIDI file of nothing: from a model, or by a program of one's own.",
        discussion: """
            lofi-render generate --bars 16 --seed 7 -o new.mid
            lofi-render generate -o - | lofi-render - --style rainy-cafe -o new.wav
            lofi-render generate --model melody-vae --like mine.mid -o more.mid
            lofi-render generate --generator 'python my_model.py --bars {bars}' -o new.mid
            """)

    @OptionGroup
    var generator: GeneratorOptions

    @Option(help: "Bars of four quarters, 1 to 10000.")
    var bars = 16

    @Option(help: "A whole number from 0 on; equal seeds give equal songs.")
    var seed: UInt64 = 1

    @Option(help: "Tempo in bpm, 20 to 400. (default: the generator's)")
    var tempo: Double?

    @Option(help: "Key, such as Eb or \"A minor\", or its relative of the other mode. (default: the generator's)")
    var key: String?

    @Option(
        help: "Adds drums as recorded drummers play them: a groove, such as boom-bap ('lofi-render plugins drums').")
    var drums: String?

    @Option(name: [.short, .long], help: "A MIDI file to write; - is standard output.")
    var output: String

    mutating func run() throws {
        try RenderCommand.refuse([output], asOneOf: generator.files)
        let request = try Self.request(bars: bars, seed: seed, tempo: tempo, key: key)
        let song = try withDrums(try generator.song(request))
        let bytes = MIDIFileWriter.bytes(song)
        guard output == "-" else {
            let file = try AtomicFile(path: output)
            try file.write(bytes)
            return try file.commit()
        }
        guard isatty(STDOUT_FILENO) != 1 else {
            throw Failure(
                message: "a MIDI file is no text: send standard output to a file or a pipe", exitCode: Failure.usage)
        }
        try StandardOutput.write(bytes)
    }

    private func withDrums(_ song: Score) throws -> Score {
        guard let drums else { return song }
        let settings: Settings
        do { settings = try Settings(["groove": .text(drums), "when": .text("always")], for: Drums.parameters) } catch {
            throw Failure(message: "--drums: \(error)", exitCode: Failure.usage)
        }
        var random = RandomStream(seed: seed, place: "generate/drums")
        return try Drums(settings: settings).apply(to: song, random: &random)
    }

    static func request(bars: Int, seed: UInt64, tempo: Double?, key: String?) throws -> GenerationRequest {
        guard (1...10_000).contains(bars) else {
            throw Failure(message: "--bars \(bars): allowed is 1…10000", exitCode: Failure.usage)
        }
        if let tempo, !(20...400).contains(tempo) {
            throw Failure(message: "--tempo \(tempo): allowed is 20…400 bpm", exitCode: Failure.usage)
        }
        var request = GenerationRequest(bars: bars, seed: seed, beatsPerMinute: tempo)
        if let key {
            guard let found = Key(key) else {
                throw Failure(
                    message: "--key \(key): write it as Eb, F# or \"A minor\"", exitCode: Failure.usage)
            }
            request.key = found
        }
        return request
    }
}
