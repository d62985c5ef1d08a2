import ArgumentParser
import LofiEngine
import LofiPlugin
import LofiScore

struct SongCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "song",
        abstract: "Create a new song and render it to a finished recording.",
        discussion: """
            lofi-render song --style rainy-cafe --seed 7 -o song.wav
            lofi-render song --model my-model.safetensors --length 3:00 -o song.flac

            --set takes keys of the style, which contain a dot, and parameters of the generator, which do not.
            A style can name its generator: 'generator: { composer: { mode: minor, density: 0.8 } }'.
            """)

    @OptionGroup
    var generator: GeneratorOptions

    @Option(
        name: [.short, .long], help: "Audio file to write; the extension sets the format; - for WAV on standard output."
    )
    var output: String

    @Flag(help: "Write stems into a folder even if it holds other files, which are kept.")
    var force = false

    private static let usualBars = 32
    private static let usualLoopBars = 8

    @OptionGroup
    var arrangement: ArrangementOutput

    @OptionGroup
    var options: RenderOptions

    mutating func run() throws {
        try StandardOutput.refuseTerminal(output)
        var options = options
        // As it was given: what follows changes some of it.
        var words = CommandWords("song")
        words.add(generator.words)
        words.add(options.words)
        let typed = try generator.typed(sets: options.settings.filter(Self.isOfGenerator))
        options.settings.removeAll(where: Self.isOfGenerator)
        let parameters = LofiRenderCommand.catalog.generators.flatMap { $0.parameters }
        try RenderCommand.refuse([output, arrangement.midiOut], asOneOf: typed.files(parameters))
        // The style's own tempo applies at render time.
        var request = try GenerateCommand.request(
            bars: options.bars ?? (options.loop ? Self.usualLoopBars : Self.usualBars), seed: options.seed, tempo: nil,
            key: options.key, mode: typed.word("mode"))
        let asked: Set<GenerationRequest.Wish> = options.bars == nil ? [] : [.bars]
        request.asked = asked
        // The generator has used it: all that it made is looped.
        options.bars = nil
        if options.length == nil, !options.loop { options.length = "2:00" }
        options.key = request.key?.description
        // Chords are never transposed.
        if typed.word("chords") != nil { options.key = nil }
        let (isQuiet, song) = (options.quiet, request)
        try options.render(to: output, midiOut: arrangement.midiOut, force: force, words: words) { style in
            let choice = try GeneratorChoice(kind: generator.kind, typed: typed, style: style.generator, asked: asked)
            return try choice.song(song) { line in if !isQuiet { StandardError.say(line) } }
        }
    }

    /// Whether a `key=value` is for the generator: keys of a style contain a dot or are listed here.
    private static func isOfGenerator(_ setting: String) -> Bool {
        let key = setting.prefix { $0 != "=" }
        return !key.contains(".") && !["soundfont", "meter"].contains(key)
    }
}
