import ArgumentParser
import LofiAudioFile
import LofiEngine
import LofiScore

struct ProcessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process", abstract: "Apply effects to an audio file, or render noise layers alone.",
        discussion: """
            lofi-render process in.wav --effect 'wow-flutter: {wow: 0.5, flutter: 0}'
            lofi-render process --length 60 -o rain.wav --effect 'rain: {intensity: 0.8}'
            lofi-render process in.wav -o out.wav --effect vinyl --effect 'duck: {from: input, below: 20000}'

            Renders as 'render' does, with a chain of effects in place of a style. The loudness is kept; peaks above the \
            ceiling are limited, except in a file of 32-bit floats. 'from: input' feeds the input to an effect's side-chain.
            """)

    @Argument(help: "Audio file to process, or - for standard input; leave it out to render noise layers alone.")
    var input: String?

    @Option(
        name: [.short, .long],
        help: """
            Audio file to write; the extension sets the format; - for WAV on standard output. (default: the input's name \
            with -lofi.wav)
            """)
    var output: String?

    @Flag(help: "Replace an existing file of the default name even if lofi-render did not create it.")
    var force = false

    @Option(
        name: .customLong("effect"),
        help: ArgumentHelp("Effect or noise layer as in a style; repeat for a chain, in order.", valueName: "yaml"))
    var effects: [String] = []

    @OptionGroup
    var audio: AudioOptions

    @Option(help: "Length of the output, such as 2:30 or 60. (default: the input and the effects' tails)")
    var length: String?

    @Option(help: "Random seed, 0 or more; the same seed gives the same file.")
    var seed: UInt64 = 1

    @Option(help: "Sample rate in Hz, 8000 to 192000. (default: 44100; 48000 for opus)")
    var rate: Int?

    @Option(help: "Sample format: 16, 24 or 32f; flac has 16 and 24, and ogg, opus and mp3 have none. (default: 16)")
    var bits: String?

    @Flag(name: [.short, .long], help: "Print errors only.")
    var quiet = false

    @OptionGroup(title: "Tags of the output")
    var tags: TagOptions

    /// What affects the sound.
    private var words: CommandWords {
        var words = CommandWords("process")
        for effect in effects { words.add("effect", effect) }
        words.add(audio.words)
        words.add("seed", "\(seed)")
        words.add("length", length)
        words.add("rate", rate.map(String.init))
        words.add("bits", bits)
        return words
    }

    mutating func run() throws {
        let seconds = try length.map(RenderOptions.seconds)
        guard input != nil || length != nil else {
            throw Failure(message: "without an input file, give a length, such as --length 60", exitCode: Failure.usage)
        }
        guard input != nil || !effects.isEmpty else {
            throw Failure(
                message: "without an input file, give --effect, such as --effect rain", exitCode: Failure.usage)
        }
        try RenderCommand.refuse([output], asOneOf: [input])
        let target = try RenderCommand.outputPath(output, input: input, ending: "-lofi.wav", force: force)
        let catalog = LofiRenderCommand.catalog
        var options = try RenderOptions.rendererOptions(for: target, seed: seed, rate: rate, bits: bits)
        options.tags = try tags.tags()
        options.tags.comment = options.tags.comment ?? words.line
        options.exactSeconds = seconds
        let renderer = SongRenderer(
            style: try Style(chain: effects, catalog: catalog), catalog: catalog, options: options)
        try RenderCommand.refuse([target], asOneOf: Array(renderer.files))
        let display = ProgressDisplay(isQuiet: quiet, saysFirstBlock: false)
        let delivery = RenderDelivery(
            target: target, style: renderer.style, display: display, isQuiet: quiet,
            warnings: RenderOptions.warnings(bits: bits, target: target))
        guard let input else { return try delivery.run(arranged: .silence, midiOut: nil, with: renderer) }
        guard case .audio(let source) = try RenderInput(path: input) else {
            throw Failure(
                message: "\(input) is a song of notes; effects for it belong into a style", exitCode: Failure.badData)
        }
        try delivery.run(audio.song(source), midiOut: nil, with: renderer)
    }
}
