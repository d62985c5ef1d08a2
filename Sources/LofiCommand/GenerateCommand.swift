import ArgumentParser
import LofiArrange
import LofiAudioFile
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Create a new MIDI file with a model or your own program.",
        discussion: """
            lofi-render generate --bars 16 --seed 7 -o new.mid
            lofi-render generate -o - | lofi-render - --style rainy-cafe -o new.wav
            lofi-render generate --chords "Dm9 G13 | Cmaj9" -o new.mid
            lofi-render generate --melody tune.mid -o accompanied.mid
            lofi-render generate --model melody-vae --like mine.mid -o more.mid
            lofi-render generate composer --set density=0.5 -o sparse.mid
            lofi-render generate --generator 'python my_model.py --bars {bars}' -o new.mid
            """)

    @OptionGroup
    var generator: GeneratorOptions

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Set any parameter of the generator, such as density=0.5.", valueName: "key=value"))
    var settings: [String] = []

    @Option(help: "Length in bars of 4/4, 1 to 10000. (default: \(usualBars))")
    var bars: Int?

    @Option(help: "Random seed, 0 or more; the same seed gives the same song. (default: 1)")
    var seed: UInt64?

    @Option(help: "Tempo in bpm, 20 to 400. (default: chosen by the generator)")
    var tempo: DecimalNumber?

    @Option(
        help:
            "Key, such as Eb or \"A minor\"; up to 24 songs are generated until one is found in this key. (default: chosen by the generator)"
    )
    var key: String?

    @Option(help: "Add a recorded drummer's groove, such as boom-bap ('lofi-render plugins drums' lists them).")
    var drums: String?

    @Option(name: [.short, .long], help: "MIDI file to write, or - for standard output.")
    var output: String

    private static let usualBars = 16

    mutating func run() throws {
        try StandardOutput.refuseTerminal(output)
        let typed = try generator.typed(sets: settings)
        let parameters = LofiRenderCommand.catalog.generators.flatMap { $0.parameters }
        try RenderCommand.refuse([output], asOneOf: typed.files(parameters))
        let bytes = MIDIFileWriter.bytes(
            try song(typed, say: StandardError.say), keepsOverlaps: typed.word("melody") != nil)
        try OutputFile.write(bytes, to: output)
    }

    /// - Parameter say: receives one line for each request that could not be followed exactly.
    func song(_ typed: TypedSettings, say: (String) -> Void) throws -> Score {
        var request = try Self.request(
            bars: bars ?? Self.usualBars, seed: seed ?? 1, tempo: tempo?.value, key: key, mode: typed.word("mode"))
        request.asked = asked
        let choice = try GeneratorChoice(kind: generator.kind, typed: typed, asked: asked)
        return try withDrums(try choice.song(request, say: say))
    }

    /// The parts of the request that were given as options.
    var asked: Set<GenerationRequest.Wish> {
        let given: [GenerationRequest.Wish: Bool] = [
            .bars: bars != nil, .seed: seed != nil, .tempo: tempo != nil, .key: key != nil,
        ]
        return Set(given.filter(\.value).keys)
    }

    private func withDrums(_ song: Score) throws -> Score {
        guard let drums else { return song }
        let settings: Settings
        do { settings = try Settings(["groove": .text(drums), "when": .text("always")], for: Drums.parameters) } catch {
            throw Failure(message: "--drums: \(error)", exitCode: Failure.usage)
        }
        var random = RandomStream(seed: seed ?? 1, place: "generate/drums")
        return try Drums(settings: settings).apply(to: song, random: &random)
    }

    /// - Throws: `Failure` for a number out of range, an invalid key, or a key that contradicts the mode.
    static func request(
        bars: Int, seed: UInt64, tempo: Double?, key: String?, mode: String?
    ) throws -> GenerationRequest {
        try check(bars: bars)
        if let tempo, !(20...400).contains(tempo) {
            throw Failure(message: "--tempo must be 20…400 bpm, not \(tempo)", exitCode: Failure.usage)
        }
        return GenerationRequest(
            bars: bars, seed: seed, beatsPerMinute: tempo, key: try key.map { try KeyWords.key($0, mode: mode) })
    }

    /// - Throws: `Failure` for a number of bars outside the allowed range.
    static func check(bars: Int) throws {
        guard (1...10_000).contains(bars) else {
            throw Failure(message: "--bars must be 1…10000, not \(bars)", exitCode: Failure.usage)
        }
    }
}
