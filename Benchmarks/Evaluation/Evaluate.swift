import ArgumentParser
import Foundation
import LofiArrange
import LofiGenerate

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

    @Option(help: "A list of hand-checked bars (default: \(Self.checkedFile), where it exists).")
    var checked: String?

    @Flag(help: "Names the songs whose beats or bars are not as annotated.")
    var list = false

    @Option(help: "A folder of songs that declare their time signature.")
    var declared: [String] = []

    @Option(help: "A folder of real pieces, in which nothing may be taken for a mistake.")
    var accidentals: [String] = []

    @Option(help: "A folder of loops that bare notes are made of.")
    var loops: String?

    @Option(help: "The style that bare notes are arranged in.")
    var style = "dusty-tape"

    private static let checkedFile = "Benchmarks/Evaluation/Downbeats.tsv"

    mutating func run() throws {
        func wants(_ table: String) -> Bool { only == nil || only == table }
        if let songs {
            let annotated = AnnotatedSong.songs(in: songs, first: first, step: step)
            guard !annotated.isEmpty else { throw ValidationError("no annotated songs in \(songs)") }
            print("\(annotated.count) songs of \(songs)")
            if wants("beats") {
                BeatEvaluation.printGridded(annotated, checked: try checkedBars(), listsSongs: list)
            }
            if wants("performances") { BeatEvaluation.printPerformances(annotated, listsSongs: list) }
            if wants("roles") { RoleEvaluation.printTable(annotated) }
            if wants("keys") { HarmonyEvaluation.printKeys(annotated) }
            if wants("chords") { HarmonyEvaluation.printChords(annotated) }
            if wants("melodies") { try MelodyEvaluation.printTable(annotated) }
            if wants("duets") { DuetEvaluation.printTable(annotated) }
        }
        if let loops, wants("bare") {
            let material = BareMaterial.all(loops: SongFiles(loops).songs.map(\.score), seed: 21)
            try BareEvaluation.printTable(material, style: style, listsSongs: list)
        }
        for folder in accidentals {
            print(folder)
            try AccidentalEvaluation.printTable(SongFiles(folder).songs, listsSongs: list)
        }
        for folder in declared {
            print(folder)
            DeclaredEvaluation.printTable(SongFiles(folder).songs, listsSongs: list)
        }
        if let drummers, wants("grooves") { try GrooveEvaluation.printTable(drummers) }
    }
    private func checkedBars() throws -> [String: CheckedBars] {
        if let checked { return try CheckedBars.read(checked) }
        let isThere = FileManager.default.fileExists(atPath: Self.checkedFile)
        return isThere ? try CheckedBars.read(Self.checkedFile) : [:]
    }
}
