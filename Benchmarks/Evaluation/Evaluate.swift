import ArgumentParser

/// Compares the analysis and the grooves with annotated songs and real drummers, and prints tables.
@main
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lofi-eval",
        abstract: "Measures the analysis against annotated songs, and the grooves against real drummers.")

    @Option(help: "A folder of annotated songs as POP909 has them.")
    var songs: String?

    @Option(help: "The folder of the Groove MIDI Dataset.")
    var drummers: String?

    @Option(help: "Takes every so many songs.")
    var step = 1

    @Option(help: "The first of the songs that is taken, from 0.")
    var first = 0

    @Option(help: "Only this table: beats, performances, roles, keys, chords, melodies, duets, grooves.")
    var only: String?

    @Flag(help: "Names the songs whose beats or bars are not as annotated.")
    var list = false

    mutating func run() throws {
        func wants(_ table: String) -> Bool { only == nil || only == table }
        if let songs {
            let annotated = AnnotatedSong.songs(in: songs, first: first, step: step)
            guard !annotated.isEmpty else { throw ValidationError("no annotated songs in \(songs)") }
            print("\(annotated.count) songs of \(songs)")
            if wants("beats") { BeatEvaluation.printGridded(annotated, listsSongs: list) }
            if wants("performances") { BeatEvaluation.printPerformances(annotated, listsSongs: list) }
            if wants("roles") { RoleEvaluation.printTable(annotated) }
            if wants("keys") { HarmonyEvaluation.printKeys(annotated) }
            if wants("chords") { HarmonyEvaluation.printChords(annotated) }
            if wants("melodies") { try MelodyEvaluation.printTable(annotated) }
            if wants("duets") { DuetEvaluation.printTable(annotated) }
        }
        if let drummers, wants("grooves") { try GrooveEvaluation.printTable(drummers) }
    }
}
