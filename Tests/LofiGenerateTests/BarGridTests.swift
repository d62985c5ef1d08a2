import LofiPlugin
import LofiScore
import Testing
@testable import LofiGenerate

@Suite("Bar-grid tokens")
struct BarGridTests {
    /// Bars of chords and single notes on sixteenths, with durations in the vocabulary.
    private static func song(seed: UInt64, meter: MeterMap.Meter = .commonTime) -> Score {
        var random = RandomStream(seed: seed, place: "test")
        let bar = 480 * 4 * meter.beats / meter.unit
        var notes: Set<Note> = []
        for index in 0..<8 {
            for position in 0..<(bar / 120) where random.chance(0.4) {
                let length = BarGridCoding.lengths[Int(random.next() % 6)] * 120
                for _ in 0..<(1 + random.next() % 4) {
                    let note = Note(
                        startTick: index * bar + position * 120, durationTicks: length,
                        pitch: 36 + Int(random.next() % 60), velocity: 80)
                    if !notes.contains(where: { $0.startTick == note.startTick && $0.pitch == note.pitch }) {
                        notes.insert(note)
                    }
                }
            }
        }
        let ordered = notes.sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            meterMap: MeterMap(ticksPerQuarter: 480, changes: [MeterMap.Change(tick: 0, meter: meter)]),
            parts: [Part(name: "Piano", role: .chords, notes: ordered)])
    }

    @Test(
        "A song on the grid survives encoding, whether or not its chords are in the vocabulary",
        arguments: [MeterMap.Meter.commonTime, MeterMap.Meter(beats: 3, unit: 4), MeterMap.Meter(beats: 5, unit: 16)])
    func roundTrip(meter: MeterMap.Meter) {
        for seed in 0..<20 as Range<UInt64> {
            let song = Self.song(seed: seed, meter: meter)
            for coding in [BarGridCoding(), BarGridCoding(voicings: BarGridCoding.voicings(in: [song], fewestUses: 1))]
            {
                let back = coding.score(of: coding.tokens(of: song), beatsPerMinute: 80)
                #expect(back.parts[0].notes == song.parts[0].notes, "seed \(seed)")
                #expect(back.meterMap == song.meterMap && back.tempoMap == song.tempoMap)
            }
        }
    }

    @Test("Both hands, octaves, bars and durations are encoded; known chords are one token")
    func words() {
        let right = [(0, 960, 64), (0, 960, 67), (960, 480, 72)], left = [(0, 1920, 36), (1920, 240, 38)]
        let parts = [right, left].map { notes in
            Part(
                name: "", role: .chords,
                notes: notes.map { Note(startTick: $0.0, durationTicks: $0.1, pitch: $0.2, velocity: 80) })
        }
        let score = Score(tempoMap: TempoMap(ticksPerQuarter: 480), parts: parts)
        let known = BarGridCoding(voicings: [[64, 67]]).tokens(of: score).map(\.name).joined(separator: " ")
        #expect(known == "|16 @0 C2 :16 E4.G4 :8 @8 C5 :4 |16 @0 D2 :2")
        let unknown = BarGridCoding().tokens(of: score).map(\.name).joined(separator: " ")
        #expect(unknown == "|16 @0 C2 :16 E4 :8 G4 :8 @8 C5 :4 |16 @0 D2 :2")
    }

    @Test("A vocabulary has the chords of its coding, every piano key and every duration")
    func vocabulary() {
        let song = Self.song(seed: 3)
        let coding = BarGridCoding(voicings: BarGridCoding.voicings(in: [song], fewestUses: 1))
        let vocabulary = coding.vocabulary(of: [song])
        #expect(BarGridCoding(vocabulary).voicings == coding.voicings && !coding.voicings.isEmpty)
        #expect((21...108).allSatisfy { vocabulary.index(of: NoteChordToken(.note($0))) != nil })
        #expect(coding.tokens(of: song).allSatisfy { vocabulary.index(of: $0) != nil })
        #expect(BarGridCoding.voicings(in: [song, song, song, song], fewestUses: 4, most: 5).count == 5)
    }

    @Test("Tokens in a meaningless order still decode to a song", arguments: 0..<50 as Range<UInt64>)
    func senseless(seed: UInt64) {
        var random = RandomStream(seed: seed, place: "test")
        let names = ["|16", "|12", "@0", "@23", "C4", "C3.G3", ":32", ":1", "0.4.7", "F#7"]
        let words = (0..<200).compactMap { _ in NoteChordToken(name: names[Int(random.next() % 10)]) }
        let score = BarGridCoding().score(of: words, beatsPerMinute: 70)
        #expect(score.noteCount > 20 && score.parts[0].notes.allSatisfy { $0.durationTicks > 0 && $0.startTick >= 0 })
    }

    @Test("Every key moves to C major or A minor by at most six semitones", arguments: 0..<12)
    func commonKey(shift: Int) throws {
        let chords = [[60, 64, 67], [57, 60, 64], [53, 57, 60], [55, 59, 62], [60, 64, 67]]
        let notes = chords.enumerated().flatMap { index, chord in
            chord.map { Note(startTick: index * 960, durationTicks: 960, pitch: $0 + shift, velocity: 80) }
        }
        let score = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480), parts: [Part(name: "", role: .chords, notes: notes)])
        let moved = try #require(score.inCommonKey.parts.first).notes
        let by = try #require(moved.first).pitch - 60 - shift
        #expect(Set(moved.map { $0.pitch % 12 }).isSubset(of: [0, 2, 4, 5, 7, 9, 11]) && (-6...6).contains(by))
    }
}
