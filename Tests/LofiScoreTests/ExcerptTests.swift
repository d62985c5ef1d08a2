import Testing
@testable import LofiScore

@Suite("Excerpts")
struct ExcerptTests {
    /// Forty bars: quarters on each beat whose pitch is the bar number, and bass notes held for two bars. The tempo increases
    /// at bar 8 and again at bar 12.
    private static let song: Score = {
        var score = Score(
            tempoMap: TempoMap(
                ticksPerQuarter: 480,
                changes: [(0, 80), (8, 100), (12, 120)].map { bar, beats in
                    TempoMap.Change(tick: bar * 1920, picosecondsPerQuarter: 60_000_000_000_000 / Int64(beats))
                }),
            keySignatures: [
                KeySignature(tick: 0, key: Key(tonic: 0, mode: .major)),
                KeySignature(tick: 4 * 1920, key: Key(tonic: 2, mode: .major)),
                KeySignature(tick: 30 * 1920, key: Key(tonic: 4, mode: .major)),
            ],
            parts: [
                Part(
                    name: "Keys", role: .chords,
                    notes: (0..<160).map {
                        Note(startTick: $0 * 480, durationTicks: 480, pitch: 40 + $0 / 4, velocity: 80)
                    }, controllers: [ControlEvent(tick: 9 * 1920, change: .controller(64, value: 127))]),
                Part(
                    name: "Bass", role: .bass,
                    notes: (0..<19).map {
                        Note(startTick: 1920 + $0 * 3840, durationTicks: 3840, pitch: 30, velocity: 80)
                    }),
            ])
        score.sections = [
            SongSection(startTick: 0, endTick: 16 * 1920, kind: .verse, label: "A"),
            SongSection(startTick: 16 * 1920, endTick: 40 * 1920, kind: .chorus, label: "B"),
        ]
        return score
    }()

    @Test("An excerpt of 16 of 40 bars is bars 8 to 23, with their tempo, key and form")
    func middle() {
        let cut = Self.song.excerpt(bars: 16)
        #expect(cut.parts[0].notes.map(\.pitch) == (0..<64).map { 48 + $0 / 4 })
        #expect(cut.parts[0].notes[5] == Note(startTick: 5 * 480, durationTicks: 480, pitch: 49, velocity: 80))
        // Notes held from before are dropped, notes beyond the end are cut off.
        #expect(cut.parts[1].notes.first?.startTick == 1920)
        #expect(cut.parts[1].notes.last?.endTick == 16 * 1920)
        #expect(cut.parts[0].controllers.map(\.tick) == [1920])
        #expect(cut.tempoMap.changes.map(\.tick) == [0, 4 * 1920])
        #expect(cut.tempoMap.beatsPerMinute(at: 0) == 100)
        #expect(cut.keySignatures == [KeySignature(tick: 0, key: Key(tonic: 2, mode: .major))])
        #expect(cut.sections.map { [$0.startTick, $0.endTick] } == [[0, 8 * 1920], [8 * 1920, 16 * 1920]])
    }

    @Test("A song with no more bars than the excerpt is unchanged", arguments: [40, 41, 100, 0])
    func whole(bars: Int) {
        #expect(Self.song.excerpt(bars: bars) == Self.song)
    }
}
