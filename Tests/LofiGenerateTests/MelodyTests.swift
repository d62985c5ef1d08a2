import LofiPlugin
import LofiScore
import Testing
@testable import LofiGenerate

@Suite("Two-bar melodies")
struct MelodyTests {
    private static func score(
        _ notes: [(Int, Int, Int)], meters: [MeterMap.Change] = [], role: Role = .melody
    ) -> Score {
        Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 90),
            meterMap: MeterMap(ticksPerQuarter: 480, changes: meters),
            parts: [
                Part(
                    name: "Tune", role: role,
                    notes: notes.map {
                        Note(startTick: $0.0 * 120, durationTicks: $0.1 * 120, pitch: $0.2, velocity: 80)
                    })
            ])
    }

    @Test("Keys 21 to 108 are the events 2 to 89")
    func events() {
        #expect(Melody.event(striking: 21) == 2 && Melody.event(striking: 108) == 89)
        #expect(Melody.pitch(of: 2) == 21 && Melody.pitch(of: 89) == 108)
        #expect(Melody.pitch(of: 0) == nil && Melody.pitch(of: 1) == nil)
    }

    @Test("A melody on the grid survives encoding", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = RandomStream(seed: seed, place: "test")
        var notes: [(Int, Int, Int)] = []
        var step = Int(random.next() % 8)
        while step < 31 {
            let length = min(32 - step, 1 + Int(random.next() % 6))
            notes.append((step, length, 21 + Int(random.next() % 88)))
            step += length + Int(random.next() % 4)
        }
        let score = Self.score(notes)
        let slices = MelodyCoding().slices(of: score)
        // Less than two bars where the last notes fall into the first.
        guard notes.contains(where: { $0.0 + $0.1 > 16 }) else { return }
        #expect(slices.count == 1)
        let melody = try #require(slices.first)
        #expect(melody.notes(ticksPerQuarter: 480) == score.parts[0].notes)
        let again = MelodyCoding().score(of: [melody], beatsPerMinute: 90)
        #expect(MelodyCoding().slices(of: again) == [melody])
    }

    @Test("The highest of simultaneous notes is kept; a new note cuts off the previous one")
    func voices() throws {
        let melody = try #require(
            MelodyCoding().slices(of: Self.score([(0, 8, 60), (0, 8, 67), (4, 2, 64), (8, 24, 65)])).first)
        let sung = melody.notes(ticksPerQuarter: 480)
        #expect(sung.map(\.pitch) == [67, 64, 65])
        #expect(sung.map { $0.durationTicks / 120 } == [4, 2, 24])
    }

    @Test("Two-bar slices are taken at every bar, each once; a note-off without a note is dropped")
    func slices() {
        let bar = [(0, 6, 60), (8, 8, 64)]
        let four = (0..<4).flatMap { index in bar.map { ($0.0 + index * 16, $0.1, $0.2) } }
        #expect(MelodyCoding().slices(of: Self.score(four)).count == 1)
        let long = MelodyCoding().slices(of: Self.score([(0, 20, 60), (24, 4, 62), (40, 8, 64)]))
        #expect(long.count == 2)
        #expect(long[1].events.first == Melody.noEvent && !long[1].events.prefix(8).contains(Melody.noteOff))
    }

    @Test("A rest of a bar ends a line; consecutive phrases are whole")
    func phrases() {
        let notes = (0..<32).map { ($0 * 4, 4, 60 + $0 % 7) } + (0..<8).map { (160 + $0 * 4, 4, 70) }
        let phrases = MelodyCoding().phrases(of: Self.score(notes))
        #expect(phrases.map(\.count) == [4, 1])
        #expect(phrases[0][1].notes(ticksPerQuarter: 480).map(\.pitch) == (8..<16).map { 60 + $0 % 7 })
        // A rest shorter than a bar does not end the line.
        let close = (0..<20).map { ($0 * 4, 4, 60) } + (0..<12).map { (92 + $0 * 4, 4, 62) }
        #expect(MelodyCoding().phrases(of: Self.score(close)).count == 1)
    }

    @Test("Bars in other meters and keys beyond the piano are skipped")
    func refused() {
        let waltz = [MeterMap.Change(tick: 0, meter: MeterMap.Meter(beats: 3, unit: 4))]
        #expect(MelodyCoding().slices(of: Self.score((0..<12).map { ($0 * 4, 4, 60) }, meters: waltz)).isEmpty)
        #expect(MelodyCoding().slices(of: Self.score((0..<12).map { ($0 * 4, 4, 120) })).isEmpty)
        let later = waltz + [MeterMap.Change(tick: 1440, meter: .commonTime)]
        #expect(MelodyCoding().slices(of: Self.score((0..<11).map { ($0 * 4, 4, 60) }, meters: later)).count == 1)
    }

    @Test("A piano part has a melody too: the split-off voice or the tops of its chords")
    func piano() throws {
        let right = (0..<8).map { ($0 * 4, 4, 72 + $0 % 3) }
        let chords = [(0, 16, 60), (0, 16, 64), (16, 16, 59), (16, 16, 62)]
        let tops = try #require(MelodyCoding().slices(of: Self.score(right + chords, role: .chords)).first)
        #expect(tops.notes(ticksPerQuarter: 480).map(\.pitch) == right.map(\.2))
    }
}
