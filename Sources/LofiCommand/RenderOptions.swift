import ArgumentParser
import LofiArrange
import LofiAudioFile
import LofiEngine
import LofiPlatform
import LofiPlugin
import LofiScore

/// Options shared by every command that renders songs.
struct RenderOptions: ParsableArguments {
    @Option(
        name: [.short, .long, .customLong("preset")],
        help: "Style by name or path of a YAML file ('lofi-render styles' lists them).",
        completion: .custom { _ in CompletionWords.styles })
    var style = StyleLibrary.defaultName

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Set any key of the style, such as drums.fills-every=4.", valueName: "key=value"))
    var settings: [String] = []

    @Option(
        name: [.long, .customLong("bpm")],
        help: "Tempo in quarter notes per minute, 20 to 400. (default: the style's, at most 5 % faster than written)")
    var tempo: DecimalNumber?

    @Option(help: "Time signature, such as 3/4, if the file's is missing or wrong.")
    var meter: String?

    @Flag(help: "Play bare notes and lone melodies as written: no key correction, ties, breath, accents or chords.")
    var asIs = false

    @Option(help: "Key to transpose to, such as Eb or \"A minor\".")
    var key: String?

    @Option(
        help: """
            Length of the recording, such as 2:30, 90s or 2m; short songs are repeated and varied, long ones cut at a bar, and \
            the last sounds fade.
            """)
    var length: String?

    @OptionGroup(title: "Knobs for any style, 0 to 100: 0 = off, 50 = like a real record")
    var knobs: KnobOptions

    @Option(help: "Random seed, 0 or more; the same seed gives the same file.")
    var seed: UInt64 = 1

    @Option(help: "Sample rate in Hz, 8000 to 192000. (default: 44100; 48000 for opus)")
    var rate: Int?

    @Option(
        help: """
            Sample format: 16, 24 or 32f; flac has 16 and 24, and ogg, opus and mp3 have none. (default: 16; 32f for stems)
            """)
    var bits: String?

    @Flag(
        help: """
            Make a loop: whole bars at a steady tempo that join at their ends, without an opening, an ending or a fade.
            """)
    var loop = false

    @Option(
        help: """
            Length of the loop in bars, 1 to 10000, cut from the song at a phrase. In 'song': bars of new music. (default: all \
            of the song; in 'song' 32, or 8 for a loop)
            """)
    var bars: Int?

    @OptionGroup(title: "Stems and channels")
    var stems: StemOptions

    @OptionGroup(title: "Tags of the recording")
    var tags: TagOptions

    @Option(
        name: .customLong("soundfont"), help: "SoundFont (.sf2 or .sf3) to use instead of the built-in one.",
        completion: .file(extensions: ["sf2", "sf3"]))
    var soundFont: String?

    @Option(
        help: "Synthesizer for every part ('lofi-render plugins' lists them). (default: the style's, else fluidsynth)",
        completion: .custom { _ in CompletionWords.synthesizers })
    var synthesizer: String?

    @Flag(help: "Remove all drums, both the style's and the song's.")
    var noDrums = false

    @Flag(help: "Do not add a bass line.")
    var noBass = false

    @Flag(help: "Turn off vinyl, hiss, rain and other noise layers.")
    var noNoise = false

    @Flag(name: [.short, .long], help: "Print errors only.")
    var quiet = false

    @Flag(name: .customLong("say-first-block"), help: .hidden)
    var saysFirstBlock = false

    @Option(
        name: .customLong("block-frames"), help: .hidden,
        transform: { text in
            guard let frames = Int(text), (1...65536).contains(frames) else {
                throw ValidationError("must be 1…65536")
            }
            return frames
        })
    var blockFrames = 2048

    /// A renderer with these options.
    /// - Parameters:
    ///   - target: the output's path; its extension sets the default sample rate.
    ///   - threads: number of render threads; nil for the renderer's default.
    ///   - words: the command that the recording's comment shows; nil for that of `render`.
    /// - Throws: `Failure` or `StyleError` for an invalid option or style.
    func renderer(for target: String, threads: Int? = nil, words: CommandWords? = nil) throws -> SongRenderer {
        let catalog = LofiRenderCommand.catalog
        var options = try Self.rendererOptions(for: target, seed: seed, rate: rate, bits: bits)
        options.channels = try stems.channels()
        options.loop = try loopRequest()
        options.exactSeconds = try length.map(Self.seconds)
        options.tags = try tags.tags()
        options.tags.comment = options.tags.comment ?? (words ?? self.words).line
        options.blockFrames = blockFrames
        options.soundFont = soundFont.map { .file($0) }
        options.synthesizer = synthesizer
        options.isAsWritten = asIs
        options.removesDrums = noDrums
        if let threads { options.threads = threads }
        return SongRenderer(style: try chosenStyle(catalog), catalog: catalog, options: options)
    }

    /// The options that every render of audio has.
    /// - Throws: `Failure` for a rate or a sample format that does not exist.
    static func rendererOptions(
        for target: String, seed: UInt64, rate: Int?, bits: String?
    ) throws -> SongRenderer.Options {
        var options = SongRenderer.Options()
        options.seed = seed
        // Opus does not support 44,100 Hz.
        let rate = rate ?? (target.lowercased().hasSuffix(".opus") ? 48000 : options.sampleRate)
        guard (8000...192_000).contains(rate) else {
            throw Failure(message: "--rate must be 8000…192000 Hz, not \(rate)", exitCode: Failure.usage)
        }
        options.sampleRate = rate
        if let bits {
            guard let format = AudioFormat.SampleFormat(rawValue: bits) else {
                throw Failure(message: "--bits must be 16, 24 or 32f, not \(bits)", exitCode: Failure.usage)
            }
            options.sampleFormat = format
        }
        return options
    }

    /// What was asked for and the format of the output cannot hold; one sentence each.
    ///
    /// `bits` is nil where it is not given, or where it is for stems.
    static func warnings(bits: String?, target: String) -> [String] {
        guard let bits, let container = AudioFormat.Container(path: target), container.sampleFormats == nil else {
            return []
        }
        return ["\(container.rawValue) has no sample format, so --bits \(bits) has no effect"]
    }

    /// Renders a song to a file, or to standard output if `target` is `-`.
    /// - Parameters:
    ///   - midiOut: MIDI file to write the arrangement to.
    ///   - force: whether the folder of the stems may hold other files.
    ///   - words: see `renderer(for:threads:words:)`.
    ///   - song: returns the song for the chosen style; called once all options have been checked.
    func render(
        to target: String, midiOut: String?, force: Bool, words: CommandWords? = nil,
        _ song: (Style) throws -> Score
    ) throws {
        let renderer = try checkedRenderer(for: target, midiOut: midiOut, words: words)
        let export = try stems.export(for: target, bits: bits, force: force)
        let arranged = try renderer.preparing { try renderer.arrange(song(renderer.style)) }
        try delivery(target, renderer).run(arranged: arranged, midiOut: midiOut, stems: export, with: renderer)
    }

    /// Renders a recording to a file, or to standard output if `target` is `-`.
    /// - Parameters:
    ///   - midiOut: MIDI file to write what is added to it to.
    ///   - force: whether the folder of the stems may hold other files.
    ///   - words: see `renderer(for:threads:words:)`.
    func render(
        _ song: AudioSong, to target: String, midiOut: String?, force: Bool, words: CommandWords
    ) throws {
        let renderer = try checkedRenderer(for: target, midiOut: midiOut, words: words)
        let export = try stems.export(for: target, bits: bits, force: force)
        try delivery(target, renderer).run(song, midiOut: midiOut, stems: export, with: renderer)
    }

    private func delivery(_ target: String, _ renderer: SongRenderer) -> RenderDelivery {
        RenderDelivery(
            target: target, style: renderer.style,
            display: ProgressDisplay(isQuiet: quiet, saysFirstBlock: saysFirstBlock), isQuiet: quiet,
            warnings: Self.warnings(bits: stems.stems == nil ? bits : nil, target: target))
    }

    /// A renderer with these options, once no output would overwrite an input or the other output.
    private func checkedRenderer(
        for target: String, midiOut: String?, words: CommandWords? = nil
    ) throws -> SongRenderer {
        try RenderCommand.refuse([target, midiOut], asOneOf: [style])
        if let midiOut { try StandardOutput.refuseTerminal(midiOut) }
        if let midiOut, OutputFile.areOne(midiOut, target) {
            throw Failure(message: "--midi-out and -o both name \(midiOut)", exitCode: Failure.cannotCreate)
        }
        let renderer = try renderer(for: target, words: words)
        try RenderCommand.refuse([target, midiOut], asOneOf: renderer.files + [renderer.style.document.file])
        return renderer
    }

    /// Checks that no option is given that applies to notes only.
    func refuseForAudio() throws {
        let given: [(String, Bool)] = [
            ("--tempo", tempo != nil), ("--key", key != nil), ("--meter", meter != nil), ("--as-is", asIs),
            ("--loop", loop), ("--bars", bars != nil),
        ]
        guard let name = given.first(where: \.1)?.0 else { return }
        throw Failure(
            message: "\(name) is for songs of notes" + (name == "--tempo" ? "; use --slow or --stretch for audio" : ""),
            exitCode: Failure.usage)
    }

    private func loopRequest() throws -> LoopRequest? {
        guard loop || bars == nil else {
            throw Failure(
                message: "--bars needs --loop; use --length for the length of a song", exitCode: Failure.usage)
        }
        guard loop else { return nil }
        guard length == nil else {
            throw Failure(message: "--length and --loop exclude each other; use --bars", exitCode: Failure.usage)
        }
        if let bars { try GenerateCommand.check(bars: bars) }
        return LoopRequest(bars: bars)
    }

    private func chosenStyle(_ catalog: Catalog) throws -> Style {
        let style = try StyleLibrary(catalog: catalog).style(style)
        var document = style.document
        func set(_ path: String, _ word: String, _ option: String) throws {
            try document.set(path, to: ParameterValue(word: word), option: option)
        }
        if let tempo = tempo?.value {
            guard (20...400).contains(tempo) else {
                throw Failure(
                    message:
                        "\(LofiRenderCommand.typed("--tempo", or: "--bpm")) must be 20…400 bpm, not \(ParameterValue.number(tempo))",
                    exitCode: Failure.usage)
            }
            try document.set("tempo.bpm", to: .number(tempo), option: "--tempo")
        }
        if let meter { try set("meter", meter, "--meter") }
        if let key {
            _ = try KeyWords.key(key, mode: nil)
            try document.set("transpose.key", to: .text(key), option: "--key")
        }
        if let length {
            // The length is that of the whole recording; the fade-out comes after the last bar.
            let seconds = try Self.seconds(length)
            try set("form.length", String(max(seconds / 2, seconds - style.master.fadeOut)), "--length")
        }
        for (knob, amount) in knobs.given { try document.turn(knob, to: amount) }
        for setting in settings {
            guard let cut = setting.firstIndex(of: "="), cut != setting.startIndex else {
                throw Failure(message: "--set needs key=value, not \(setting)", exitCode: Failure.usage)
            }
            try set(String(setting[..<cut]), String(setting[setting.index(after: cut)...]), "--set \(setting)")
        }
        if noDrums { document.remove(Drums.self) }
        if noBass { document.remove(Bass.self) }
        document.mutesLayers = noNoise
        return try document.style()
    }
}
