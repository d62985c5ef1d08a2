import ArgumentParser
import LofiAudioFile
import LofiEngine

struct ProcessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process", abstract: "Apply effects to an audio file, or render noise layers alone.",
        discussion: """
            lofi-render process in.wav -o out.wav --effect 'wow-flutter: {wow: 0.5, flutter: 0}'
            lofi-render process --length 60 -o rain.wav --effect 'rain: {intensity: 0.8}'
            lofi-render process in.wav -o out.wav --effect vinyl --effect 'duck: {from: input, below: 20000}'

            'from: input' feeds the input file to an effect's side-chain.
            """)

    @Argument(help: "Audio file to process; leave it out to render noise layers alone.")
    var input: String?

    @Option(
        name: [.short, .long], help: "Audio file to write; the extension sets the format; - for WAV on standard output."
    )
    var output: String

    @Option(
        name: .customLong("effect"),
        help: ArgumentHelp("Effect or noise layer as in a style; repeat for a chain, in order.", valueName: "yaml"))
    var effects: [String] = []

    @Option(help: "Length of the output, such as 2:30 or 60. (default: the input and the effects' tails)")
    var length: String?

    @Option(help: "Random seed, 0 or more; the same seed gives the same file.")
    var seed: UInt64 = 1

    @Option(help: "Sample rate in Hz if there is no input file, 8000 to 192000. (default: 44100)")
    var rate: Int?

    @Option(help: "Sample format: 16, 24 or 32f; flac has 16 and 24, and ogg, opus and mp3 have none. (default: 32f)")
    var bits: String?

    @OptionGroup(title: "Tags of the output")
    var tags: TagOptions

    mutating func run() throws {
        guard input != nil || length != nil else {
            throw Failure(message: "without an input file, give a length, such as --length 60", exitCode: Failure.usage)
        }
        guard input == nil || rate == nil else {
            throw Failure(message: "--rate cannot be used with an input file", exitCode: Failure.usage)
        }
        try StandardOutput.refuseTerminal(output)
        try RenderCommand.refuse([output], asOneOf: [input])
        guard (8000...192_000).contains(rate ?? 44100) else {
            throw Failure(message: "--rate must be 8000…192000 Hz, not \(rate ?? 0)", exitCode: Failure.usage)
        }
        var options = SoundProcessor.Options()
        options.seed = seed
        if let bits { options.sampleFormat = try RenderOptions.sampleFormat(bits) }
        options.tags = try tags.tags()
        options.sampleRate = rate ?? options.sampleRate
        options.seconds = try length.map(RenderOptions.seconds)
        guard input != nil || !effects.isEmpty else {
            throw Failure(
                message: "without an input file, give --effect, such as --effect rain", exitCode: Failure.usage)
        }
        let processor = try SoundProcessor(chain: effects, catalog: LofiRenderCommand.catalog, options: options)
        try RenderCommand.refuse([output], asOneOf: processor.files)
        try processor.process(input, to: output)
        for warning in RenderOptions.warnings(bits: bits, target: output) { StandardError.say("warning: \(warning)") }
    }
}
