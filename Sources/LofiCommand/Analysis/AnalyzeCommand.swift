import ArgumentParser
import FoundationEssentials
import LofiEngine
import LofiScore
import LofiScoreFiles

struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Analyze a MIDI or audio file and show how it would be arranged.",
        discussion: """
            For audio: beats, bars, tempo, key and chords with confidences.

            For MIDI: \
            key, tempo, meter, chords, parts and form with confidences; whether the notes are bare, and by which \
            signs; and the plan: tempo, meter and every arrangement step in the style.
            """)

    @Argument(help: "MIDI or audio file to read, or - for standard input.")
    var input: String

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup(title: "Options of the plan, as for render")
    var options: PlanOptions

    mutating func run() throws {
        let renderer = try options.renderer()
        let song: MIDISong
        switch try RenderInput(path: input) {
        case .audio(let source):
            let hearing = try renderer.hear(AudioSong(source))
            let report = AudioReport(hearing.music, seconds: hearing.seconds)
            return try json ? print(report) : report.lines.forEach { Swift.print($0) }
        case .song(let bytes): song = try RenderCommand.song(bytes, path: input, quiet: true)
        }
        let meter = renderer.style.meter.flatMap { MeterMap.Meter($0.text) }
        let grid = BeatGrid(song.score, meter: meter)
        let heard = (meter.map { song.score.inMeter($0) } ?? song.score).regridded(to: grid)
        let report = AnalysisReport(song, grid, MusicFound(heard), ArrangementPlan(song.score, renderer))
        try json ? print(report) : report.lines.forEach { Swift.print($0) }
    }

    private func print(_ report: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
}

/// The options of `render` that affect the plan.
struct PlanOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "Style by name or path of a YAML file.")
    var style = StyleLibrary.defaultName

    @Option(help: "Time signature, such as 3/4, if the file's is missing or wrong.")
    var meter: String?

    @Flag(help: "Play bare notes and lone melodies as written.")
    var asIs = false

    func renderer() throws -> SongRenderer {
        let catalog = LofiRenderCommand.catalog
        var style = try StyleLibrary(catalog: catalog).style(style)
        if let meter { style = try style.setting("meter", to: .text(meter), catalog: catalog, option: "--meter") }
        var options = SongRenderer.Options()
        options.isAsWritten = asIs
        return SongRenderer(style: style, catalog: catalog, options: options)
    }
}
