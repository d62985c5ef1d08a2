import ArgumentParser
import Foundation
import LofiArrange
import LofiPlugin
import LofiScore
import LofiScoreFiles

/// Compares what `Drums` plays with the hip-hop drummers of the Groove MIDI Dataset, by one estimator for both.
enum GrooveEvaluation {
    /// As long as a song; the dataset's takes have 2 to 76 bars.
    private static let bars = 64
    private static let seeds: ClosedRange<UInt64> = 1...96

    /// - Parameter folder: that of the dataset, with `info.csv`.
    static func printTable(_ folder: String) throws {
        let takes = try hipHopTakes(folder)
        let drummers = GrooveStatistics(takes: takes)
        let drums = GrooveStatistics(takes: try seeds.map { try generated("boom-bap", seed: $0) })
        print(
            "\ngrooves: \(takes.count) hip-hop takes; boom-bap, looseness 1, \(seeds.count) seeds of \(bars) bars"
        )
        print(row("", "SOUND.md", "dataset", "ours", "ratio"))
        for (name, documented, value) in rows {
            let (theirs, ours) = (value(drummers), value(drums))
            print(row(name, documented.map(number) ?? "", number(theirs), number(ours), number(ours / theirs, 2)))
        }
        print("\nother grooves alike, which nothing was tuned to: SDs in ms of kick, snare, hat (rolls count as late)")
        print(row("", "template", "", "", "residual", "", "", "correl."))
        for groove in ["laid-back", "dusty-swing", "half-time", "brushed-jazz", "waltz", "sparse-808", "trap-soul"] {
            let measured = GrooveStatistics(takes: try seeds.map { try generated(groove, seed: $0) })
            let voices: [DrumVoice] = [.kick, .snare, .hat]
            let deviations = [measured.templateDeviation, measured.residualDeviation].flatMap { all in
                voices.map { all[$0].map(number) ?? "-" }
            }
            print(row([groove] + deviations + [number(measured.residualCorrelation)]))
        }
    }

    private typealias Figure = (name: String, documented: Double?, value: @Sendable (GrooveStatistics) -> Double)

    private static let rows: [Figure] = [
        ("template SD, kick, ms", 14.0, { $0.templateDeviation[.kick] ?? 0 }),
        ("template SD, snare, ms", 13.9, { $0.templateDeviation[.snare] ?? 0 }),
        ("template SD, hat, ms", 8.3, { $0.templateDeviation[.hat] ?? 0 }),
        ("residual SD, kick, ms", 15.6, { $0.residualDeviation[.kick] ?? 0 }),
        ("residual SD, snare, ms", 18.4, { $0.residualDeviation[.snare] ?? 0 }),
        ("residual SD, hat, ms", 16.0, { $0.residualDeviation[.hat] ?? 0 }),
        ("residual correlation, lag 1", 0.37, { $0.residualCorrelation }),
        ("backbeat after kick, ms", 5.6, { $0.backbeatAfterKick }),
        ("velocity, backbeat", 127, { $0.backbeatVelocity }),
        ("velocity, other snares", 42, { $0.otherSnareVelocity }),
        ("velocity, hat on the beat", 92, { $0.hatVelocities[0] }),
        ("velocity, hat on off-eighths", 57, { $0.hatVelocities[1] }),
        ("velocity, hat between", 42, { $0.hatVelocities[2] }),
        ("velocity, kick, mean", 63, { $0.kickVelocityMean }),
        ("velocity, kick, SD", 27, { $0.kickVelocityDeviation }),
        ("velocity residual SD, kick", 12.7, { $0.velocityResidualDeviation[.kick] ?? 0 }),
        ("velocity residual SD, snare", 23.8, { $0.velocityResidualDeviation[.snare] ?? 0 }),
        ("velocity residual SD, hat", 23.5, { $0.velocityResidualDeviation[.hat] ?? 0 }),
        ("snares off the backbeat, share", 0.64, { $0.snareOffBackbeat }),
        ("snares below 50, share", 0.37, { $0.softSnares }),
    ]

    private static func row(_ cells: String...) -> String { row(cells) }

    private static func row(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            index == 0
                ? cell.padding(toLength: 32, withPad: " ", startingAt: 0)
                : String(repeating: " ", count: max(1, 10 - cell.count)) + cell
        }.joined()
    }

    private static func number(_ value: Double) -> String { number(value, value < 1 ? 2 : 1) }

    private static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    private static func hipHopTakes(_ folder: String) throws -> [[DrumHit]] {
        let root = URL(filePath: folder)
        let table = try String(contentsOf: root.appending(path: "info.csv"), encoding: .utf8).split(separator: "\n")
        let columns = table[0].split(separator: ",").map(String.init)
        guard let style = columns.firstIndex(of: "style"), let kind = columns.firstIndex(of: "beat_type"),
            let meter = columns.firstIndex(of: "time_signature"), let file = columns.firstIndex(of: "midi_filename")
        else { throw ValidationError("\(folder)/info.csv lacks a column") }
        return try table.dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == columns.count, cells[style].hasPrefix("hiphop"), cells[kind] == "beat",
                cells[meter] == "4-4"
            else { return nil }
            let bytes = try Data(contentsOf: root.appending(path: String(cells[file])))
            return DrumHit.hits(of: try MIDISong([UInt8](bytes)).score)
        }
    }

    /// Drums under chords that hold for two bars, straight, as the drummers' hats are (median 50.8 %), without fills.
    private static func generated(_ groove: String, seed: UInt64) throws -> [DrumHit] {
        let bar = 1920
        let chords = [[50, 57, 60, 65], [43, 59, 62, 65], [48, 55, 59, 64], [45, 55, 60, 64]]
        let notes = (0..<bars * 2).flatMap { half in
            chords[half / 4 % 4].map {
                Note(startTick: half * bar / 2, durationTicks: bar / 2, pitch: $0, velocity: 80)
            }
        }
        let score = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 85),
            parts: [Part(name: "Keys", role: .chords, notes: notes)])
        let given: [String: ParameterValue] = [
            "groove": .text(groove), "looseness": .number(1), "ghosts": .number(1), "kick": .number(0),
            "swing": .number(50),
            "fills-every": .number(0),
        ]
        var random = RandomStream(seed: seed, place: "evaluation")
        let drums = Drums(settings: try Settings(given, for: Drums.parameters))
        return DrumHit.hits(of: try drums.apply(to: score, random: &random))
    }
}
