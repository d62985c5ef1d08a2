import ArgumentParser
import LofiEngine
import LofiGenerate
import LofiScore

struct SongCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "song",
        abstract: "Makes a whole new recording of nothing.",
        discussion: """
            lofi-render song --style rainy-cafe --seed 7 -o song.wav
            lofi-render song --model my-model.safetensors --length 3:00 -o song.flac

            A style may name its generator: 'generator: { composer: { mode: minor, density: 0.8 } }'.
            """)

    @OptionGroup
    var generator: GeneratorOptions

    @Option(help: "Bars of new music, which the form then repeats and varies, 1 to 10000.")
    var bars = 32

    @Option(
        name: [.short, .long], help: "Where to write; the ending chooses the format, - is a WAV on standard output.")
    var output: String

    @OptionGroup
    var options: RenderOptions

    mutating func run() throws {
        try RenderOptions.refuseTerminal(output)
        try RenderCommand.refuse([output, options.midiOut], asOneOf: generator.files)
        // The style's own tempo and key come with the render.
        let request = try GenerateCommand.request(bars: bars, seed: options.seed, tempo: nil, key: nil)
        var options = options
        if options.length == nil { options.length = "2:00" }
        try options.render(to: output) { try generator.song(request, style: $0) }
    }
}
