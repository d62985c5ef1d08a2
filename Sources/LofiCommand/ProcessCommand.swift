import ArgumentParser
import LofiAudioFile
import LofiEngine

struct ProcessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process", abstract: "Runs effects over one audio file, or renders noise layers alone.",
        discussion: """
            lofi-render process in.wav -o out.wav --effect 'wow-flutter: {wow: 0.5, flutter: 0}'
            lofi-render process --length 60 -o rain.wav --effect 'rain: {intensity: 0.8}'
            lofi-render process in.wav -o out.wav --effect vinyl --effect 'duck: {from: input, below: 20000}'

            'from: input' makes a side-chain effect listen to the input file.
            """)

    @Argument(help: "An audio file; none for layers alone.")
    var input: String?

    @Option(
        name: [.short, .long], help: "Where to write; the ending chooses the format, - is a WAV on standard output.")
    var output: String

    @Option(
        name: .customLong("effect"),
        help: ArgumentHelp("An effect or a layer as in a style; again for more, in order.", valueName: "yaml"))
    var effects: [String] = []

    @Option(help: "Length of the output, such as 2:30 or 60; without it, the input and what rings on behind it.")
    var length: String?

    @Option(help: "A whole number from 0 on; equal seeds give equal files.")
    var seed: UInt64 = 1

    @Option(help: "Sample rate in Hz where there is no input, 8000 to 192000. (default: 44100)")
    var rate: Int?

    @Option(help: "Sample format: 16, 24 or 32f.")
    var bits = "32f"

    mutating func run() throws {
        guard let format = AudioFormat.SampleFormat(rawValue: bits) else {
            throw Failure(message: "--bits \(bits): allowed is 16, 24 or 32f", exitCode: Failure.usage)
        }
        guard input != nil || length != nil else {
            throw Failure(message: "without an input file, say how long: --length 60", exitCode: Failure.usage)
        }
        guard input == nil || rate == nil else {
            throw Failure(message: "--rate is for layers alone: a file keeps its own rate", exitCode: Failure.usage)
        }
        try StandardOutput.refuseTerminal(output)
        try RenderCommand.refuse([output], asOneOf: [input])
        guard (8000...192_000).contains(rate ?? 44100) else {
            throw Failure(message: "--rate \(rate ?? 0): allowed is 8000…192000 Hz", exitCode: Failure.usage)
        }
        var options = SoundProcessor.Options()
        options.seed = seed
        options.sampleFormat = format
        options.sampleRate = rate ?? options.sampleRate
        options.seconds = try length.map { text in
            let seconds = try RenderOptions.seconds(text)
            guard seconds > 0 else {
                throw Failure(message: "--length must be more than 0 s, not \(text)", exitCode: Failure.usage)
            }
            return seconds
        }
        let processor = try SoundProcessor(chain: effects, catalog: LofiRenderCommand.catalog, options: options)
        try processor.process(input, to: output)
    }
}
