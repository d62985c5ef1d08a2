import ArgumentParser
import Foundation
import LofiScore

struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Prints what is in a MIDI file: key, tempo, meter, parts, warnings.")

    @Argument(help: "A MIDI file; - is standard input.")
    var input: String

    @Flag(help: "One JSON object.")
    var json = false

    mutating func run() throws {
        let song = try RenderCommand.readSong(input, quiet: true)
        let grid = BeatGrid(song.score)
        let harmony = MusicFound(song.score.regridded(to: grid))
        let analysis = Analysis(song, grid, harmony)
        guard json else { return printText(song, analysis, grid, harmony) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(analysis), as: UTF8.self))
    }

    private func printText(_ song: MIDISong, _ analysis: Analysis, _ grid: BeatGrid, _ harmony: MusicFound) {
        print("format    \(analysis.format)")
        if let key = analysis.key {
            print("key       \(key.tonic) \(key.mode) (confidence \(fixed(key.confidence, 2)))")
        } else {
            print("key       none: too few notes, or no scale that they share")
        }
        for line in harmony.lines { print(line) }
        print("tempo     \(fixed(song.score.prevailingBeatsPerMinute, 1)) bpm, \(analysis.tempos.count) in the file")
        print(
            "meter     "
                + analysis.meters.map { "\($0.beats)/\($0.unit) at \(clockTime($0.seconds))" }.joined(separator: ", "))
        print("beat      \(grid)")
        print("length    \(clockTime(analysis.lastNoteEndSeconds)), \(analysis.noteOns) notes")
        for part in analysis.parts {
            let sound = part.role == "drums" ? "kit \(part.program)" : GeneralMIDI.programNames[part.program]
            let plays = part.plays.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            print(
                "part      \(part.role.padding(to: 8))  \(part.name): \(sound), \(part.notes) notes"
                    + (plays.count > 1 ? " (\(plays.joined(separator: ", ")))" : ""))
        }
        if analysis.sections.count > 1 {
            print("form      " + analysis.sections.map { "\($0.label) \(clockTime($0.start))" }.joined(separator: ", "))
        }
        for warning in analysis.warnings { print("warning   \(warning)") }
    }

    /// What `--json` prints; times in seconds of the file as written.
    struct Analysis: Encodable {
        struct Tempo: Encodable { let seconds, bpm: Double }
        struct Meter: Encodable {
            let seconds: Double
            let beats, unit: Int
        }
        struct KeyFound: Encodable {
            let tonic, mode: String
            let confidence: Double
        }
        struct PartFound: Encodable {
            let name, role: String
            let program, notes: Int
            /// How many of the notes play which role, where a part plays several at once as a piano does.
            let plays: [String: Int]
        }

        struct Section: Encodable {
            let start, end, density: Double
            let label: String
        }

        struct Phrase: Encodable { let start, end: Double }

        let format: Int
        let noteOns: Int
        let notesPerChannel: [String: Int]
        let lastNoteEndSeconds: Double
        let endSeconds: Double
        let tempos: [Tempo]
        let meters: [Meter]
        let key: KeyFound?
        let keys, chords: [MusicFound.Span]
        /// Seconds of the file as written.
        let beats, downbeats: [Double]
        let parts: [PartFound]
        let sections: [Section]
        let phrases: [Phrase]
        let warnings: [String]

        init(_ song: MIDISong, _ grid: BeatGrid, _ harmony: MusicFound) {
            let score = song.score
            format = song.format
            noteOns = song.noteOns
            notesPerChannel = Dictionary(uniqueKeysWithValues: song.notesPerChannel.map { (String($0.key), $0.value) })
            lastNoteEndSeconds = score.tempoMap.seconds(at: score.lastNoteEndTick)
            endSeconds = song.endSeconds
            tempos = score.tempoMap.changes.map {
                Tempo(seconds: score.tempoMap.seconds(at: $0.tick), bpm: $0.beatsPerMinute)
            }
            meters = score.meterMap.changes.map {
                Meter(seconds: score.tempoMap.seconds(at: $0.tick), beats: $0.meter.beats, unit: $0.meter.unit)
            }
            key = harmony.estimate.map {
                KeyFound(tonic: $0.key.tonicName, mode: $0.key.mode.rawValue, confidence: $0.confidence)
            }
            keys = harmony.keys
            chords = harmony.chords
            (beats, downbeats) = (grid.beats, grid.downbeats)
            parts = score.parts.map {
                PartFound(
                    name: $0.name, role: $0.role.rawValue, program: $0.program, notes: $0.notes.count,
                    plays: Self.roles(of: $0, ticksPerQuarter: score.ticksPerQuarter))
            }
            sections = harmony.sections.map {
                Section(start: $0.start, end: $0.end, density: $0.density, label: $0.label)
            }
            phrases = harmony.phrases.map { Phrase(start: $0.start, end: $0.end) }
            warnings = song.warnings.map(\.description)
        }

        private static func roles(of part: Part, ticksPerQuarter: Int) -> [String: Int] {
            guard part.role == .chords else { return [part.role.rawValue: part.notes.count] }
            return HandSplit(part, ticksPerQuarter: ticksPerQuarter).roles.reduce(into: [:]) { counts, role in
                counts[role.rawValue, default: 0] += 1
            }
        }
    }
}
