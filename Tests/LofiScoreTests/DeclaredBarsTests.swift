import LofiPlugin
import Testing
@testable import LofiScore

@Suite("Declared bars")
struct DeclaredBarsTests {
    private static func score(
        _ notes: [Note], meters: [(tick: Int, meter: String)] = [(0, "4/4")], bpm: Double = 85
    ) -> Score {
        Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: bpm),
            meterMap: MeterMap(
                ticksPerQuarter: 480,
                changes: meters.map { MeterMap.Change(tick: $0.tick, meter: MeterMap.Meter($0.meter) ?? .commonTime) }),
            parts: [
                Part(
                    name: "Keys", role: .chords,
                    notes: notes.sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) })
            ])
    }

    /// Strummed upwards with `strum` ticks between notes.
    private static func chord(_ tick: Int, _ pitches: [Int], quarters: Double, strum: Int = 0) -> [Note] {
        pitches.enumerated().map { place, pitch in
            Note(
                startTick: tick + place * strum, durationTicks: Int(quarters * 480) - place * strum, pitch: pitch,
                velocity: 80)
        }
    }

    @Test("A loop whose chords come an eighth late keeps the bars of its file")
    func lateChord() {
        let notes =
            Self.chord(240, [38, 45, 52, 57, 60, 65], quarters: 3.4)
            + Self.chord(1920, [71, 79, 81, 86], quarters: 4, strum: 45)
            + Self.chord(4080, [38, 57, 60, 65], quarters: 1) + Self.chord(4560, [38, 57, 60, 65], quarters: 2.4)
            + Self.chord(5760, [71, 79, 81, 86], quarters: 4, strum: 45)
        let grid = BeatGrid(Self.score(notes))
        #expect(grid.isKnown && grid.isAsWritten && grid.downbeatIndices == [0, 4, 8, 12])
        let lengths = zip(grid.beats, grid.beats.dropFirst()).map { $1 - $0 }
        #expect(lengths.allSatisfy { abs($0 - 60.0 / 85) < 1e-6 })
    }

    @Test(
        "A section with another declared meter keeps it, in any order",
        arguments: [("3/4", "4/4"), ("4/4", "3/4"), ("4/4", "7/8")])
    func sections(first: String, second: String) {
        let score = BeatTests.Song(bars: 32).gridded()
        var declared = score
        declared.meterMap = Self.score([], meters: [(0, first), (16 * 1920, second)]).meterMap
        let grid = BeatGrid(declared)
        #expect(grid.isAsWritten && declared.regridded(to: grid) == declared)
        let bars = declared.meterMap.bars(upTo: declared.lastNoteEndTick)
        #expect(grid.downbeats == bars.map { declared.tempoMap.seconds(at: $0.startTick) })
    }

    @Test(
        "A pickup without a bar of its own shifts all bars of a song and keeps their length",
        arguments: [1, 2, 3])
    func pickup(beats: Int) {
        let song = BeatTests.Song(bars: 24, pickup: beats).gridded(meter: .commonTime)
        let grid = BeatGrid(song)
        #expect(grid.downbeatIndices.first == beats && grid.beatsPerBar == 4)
        #expect(zip(grid.downbeatIndices, grid.downbeatIndices.dropFirst()).allSatisfy { $1 - $0 == 4 })
        // A few bars are not enough evidence.
        #expect(BeatGrid(BeatTests.Song(bars: 4, pickup: beats).gridded(meter: .commonTime)).isAsWritten)
    }

    @Test("Waltzes in files declaring 4/4 are found to be in three, unless the user sets 4/4")
    func falselyDeclared() {
        let waltz = BeatTests.Song(beatsPerBar: 3, bars: 32).gridded(meter: .commonTime)
        #expect(BeatGrid(waltz).beatsPerBar == 3)
        let settled = BeatGrid(waltz, meter: .commonTime)
        #expect(settled.beatsPerBar == 4 && settled.isKnown)
        let other = BeatTests.Song(bars: 24).gridded()
        #expect(BeatGrid(other, meter: MeterMap.Meter(beats: 3, unit: 4)).beatsPerBar == 3)
        #expect(BeatGrid(other, meter: MeterMap.Meter(beats: 6, unit: 8)).isCompound)
    }

    @Test("Random eighths are in four on the file's bars, declared or not", arguments: [true, false], 1...6)
    func randomEighths(isDeclared: Bool, seed: Int) {
        var random = RandomStream(seed: UInt64(seed), place: "eighths")
        let notes = (0..<(40 * seed)).map {
            Note(startTick: $0 * 240, durationTicks: 240, pitch: 60 + Int(random.unit() * 12), velocity: 90)
        }
        var score = Self.score(notes, bpm: 120)
        if !isDeclared { score.meterMap = MeterMap(ticksPerQuarter: 480) }
        let grid = BeatGrid(score)
        #expect(grid.isAsWritten && grid.beatsPerBar == 4 && grid.keepsBeat)
        #expect(isDeclared ? grid.barConfidence >= 0.6 : grid.barConfidence < 0.25)
    }

    @Test("Rubato from beat to beat rules out drums, a drifting tempo does not")
    func rubato() {
        var random = RandomStream(seed: 4, place: "rubato")
        let song = BeatTests.Song(bars: 24).gridded(meter: .commonTime)
        func map(_ spread: Double) -> TempoMap {
            TempoMap(
                ticksPerQuarter: 480,
                changes: (0..<96).map { beat in
                    let tempo = 70 * (1 + spread * (2 * random.unit() - 1)) * (1 + 0.001 * Double(beat))
                    return TempoMap.Change(tick: beat * 480, picosecondsPerQuarter: Int64(60e12 / tempo))
                })
        }
        var (rubato, drift) = (song, song)
        (rubato.tempoMap, drift.tempoMap) = (map(0.2), map(0.01))
        #expect(!BeatGrid(rubato).keepsBeat && BeatGrid(rubato).isKnown)
        #expect(BeatGrid(drift).keepsBeat)
    }
}
