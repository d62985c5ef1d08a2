import ArgumentParser
import LofiEngine
import LofiGenerate
import LofiScore

struct SongCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "song",
        abstract: "Create a new song and render it to a finished recording.",
        discussion: """
            lofi-render song --style rainy-cafe --seed 7 -o song.wav
            lofi-render song --model my-model.safetensors --length 3:00 -o song.flac

            A style can name its generator: 'generator: { composer: { mode: minor, density: 0.8 } }'.
            """)

    @OptionGroup
    var generator: GeneratorOptions

    @Option(help: "Bars of new music, 1 to 10000, which the form repeats and varies. (default: \(usualBars))")
    var bars: Int?

    @Option(
        name: [.short, .long], help: "Audio file to write; the extension sets the format; - for WAV on standard output."
    )
    var output: String

    private static let usualBars = 32

    @OptionGroup
    var options: RenderOptions

    mutating func run() throws {
        try StandardOutput.refuseTerminal(output)
        try RenderCommand.refuse([output, options.midiOut], asOneOf: generator.files)
        // The style's own tempo comes with the render.
        let request = try GenerateCommand.request(
            bars: bars ?? Self.usualBars, seed: options.seed, tempo: nil, key: options.key, mode: generator.mode)
        var options = options
        if options.length == nil { options.length = "2:00" }
        options.key = request.key?.description
        // Chords are never transposed.
        if generator.chords != nil { options.key = nil }
        let isQuiet = options.quiet
        let given: Set<String> = bars == nil ? [] : ["bars"]
        try options.render(to: output) { style in
            let prepared = try generator.prepared(style: style, others: given)
            return try prepared.song(request) { line in if !isQuiet { StandardError.say(line) } }
        }
    }
}
