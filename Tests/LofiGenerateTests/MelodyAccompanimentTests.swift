import LofiPlugin
import LofiScore
import Testing
@testable import LofiGenerate

@Suite("Given melodies")
struct MelodyAccompanimentTests {
    /// Onsets and durations off the sixteenths, within bars of the meter.
    static func tune(
        _ meters: [MeterMap.Change], ticksPerQuarter: Int = 480, first: Int = 0, count: Int = 48, step: Int = 320
    ) -> Score {
        let notes = (0..<count).map { index in
            Note(
                startTick: first + index * step, durationTicks: index % 3 == 0 ? step - 7 : step / 2 + index % 5,
                pitch: [60, 62, 64, 65, 67, 69, 71, 72][(index * 5) % 8], velocity: 50 + index)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: ticksPerQuarter, beatsPerMinute: 97),
            meterMap: MeterMap(ticksPerQuarter: ticksPerQuarter, changes: meters),
            parts: [Part(name: "Flute", role: .melody, program: 73, notes: notes)])
    }

    static func meter(_ beats: Int, _ unit: Int, at tick: Int = 0) -> MeterMap.Change {
        .init(tick: tick, meter: .init(beats: beats, unit: unit))
    }

    static let tunes: [(name: String, Score)] = [
        ("3/4", tune([meter(3, 4)])), ("6/8", tune([meter(6, 8)], step: 240)), ("5/4", tune([meter(5, 4)])),
        ("4/4", tune([])), ("7/8", tune([meter(7, 8)], step: 240)),
        ("mixed", tune([meter(3, 4), meter(4, 4, at: 5760), meter(5, 8, at: 9600)])),
        ("pickup", tune([meter(1, 4), meter(4, 4, at: 480)], step: 160)), ("upbeat", tune([], first: 1440, step: 160)),
    ]

    /// - Parameter chords: nil = those of the harmoniser.
    private func song(
        _ tune: Score, key: Key? = nil, chords: String? = nil, tempo: Double? = nil
    ) throws -> (song: Score, accompaniment: MelodyAccompaniment) {
        let melody = try #require(GivenMelody(tune))
        let row = try chords.map { text in try ChordRow(text) }
        let accompaniment = MelodyAccompaniment(melody, key: key, mode: nil, chords: row)
        guard MelodyAccompaniment.isCommonTime(melody) else {
            var random = RandomStream(seed: 1, place: "test")
            let rules = RuleAccompaniment(
                accompaniment.spans, meterMap: melody.pulse.meterMap, ticksPerQuarter: melody.pulse.ticksPerQuarter,
                density: 1, random: &random)
            return (
                accompaniment.score(bass: rules.bass, chords: rules.chords, beatsPerMinute: tempo), accompaniment
            )
        }
        let composed = try Composer(ComposerTests.model, accompaniment.wishes(ComposerWishes())).compose(
            Sampling(temperature: 1, topP: 0.9), random: RandomStream(seed: 1, place: "test"))
        return (accompaniment.score(composed.score(), beatsPerMinute: tempo), accompaniment)
    }

    @Test("Onsets, durations, pitches, instrument, tempo and meter are kept", arguments: tunes.map(\.name))
    func isKept(_ name: String) throws {
        let tune = try #require(Self.tunes.first { $0.name == name }).1
        let (song, _) = try song(tune)
        #expect(song.parts[0].notes == tune.parts[0].notes && song.parts[0].program == 73)
        #expect(song.tempoMap == tune.tempoMap && song.meterMap == tune.meterMap)
        #expect(song.parts.dropFirst().map(\.role) == [.chords, .bass])
        #expect(song.parts.allSatisfy { !$0.notes.isEmpty })
    }

    @Test("The accompaniment starts with the first whole bar and follows the bars", arguments: tunes.map(\.name))
    func followsTheBars(_ name: String) throws {
        let tune = try #require(Self.tunes.first { $0.name == name }).1
        let (song, accompaniment) = try song(tune)
        let bars = accompaniment.melody.bars
        #expect(bars[0].startTick == ["pickup": 480, "upbeat": 1920][name] ?? 0)
        let bass = Set(song.parts[2].notes.map(\.startTick))
        // Each bar starts with the bass of its chord, within a beat if syncopated.
        for bar in bars {
            #expect(bass.contains { $0 >= bar.startTick && $0 < bar.startTick + 480 }, "\(name) at \(bar.startTick)")
        }
    }

    @Test("Given chords are played below a given melody", arguments: tunes.map(\.name))
    func chordsAndMelody(_ name: String) throws {
        let tune = try #require(Self.tunes.first { $0.name == name }).1
        let (song, accompaniment) = try song(tune, chords: "C | E7 | Fm6/Ab | G7b9")
        #expect(song.parts[0].notes == tune.parts[0].notes)
        let played = song.parts.dropFirst().flatMap(\.notes)
        for span in accompaniment.spans {
            let sounding = played.filter { $0.startTick < span.endTick && $0.endTick > span.startTick }
            let classes = Set(sounding.map { $0.pitch % 12 })
            #expect(classes.isSuperset(of: span.symbol.requiredPitchClasses), "\(name) at \(span.startTick)")
            #expect(classes.isSubset(of: span.symbol.pitchClasses + [span.symbol.bass]))
        }
    }

    @Test("A requested key transposes the whole melody; a tempo changes only its speed")
    func keyAndTempo() throws {
        let tune = Self.tunes[0].1
        let heard = try #require(GivenMelody(tune)).key
        let asked = Key(tonic: heard.tonic + 2, mode: heard.mode)
        let (song, _) = try song(tune, key: asked, tempo: 60)
        #expect(zip(song.parts[0].notes, tune.parts[0].notes).allSatisfy { $0.pitch == $1.pitch + 2 })
        #expect(song.parts[0].notes.map(\.startTick) == tune.parts[0].notes.map(\.startTick))
        #expect(song.keySignatures.map(\.key) == [asked])
        #expect(abs(song.tempoMap.beatsPerMinute(at: 0) - 60) < 1e-6)
    }

    @Test("A single part is the melody in any register; of several parts the leading one is")
    func whichPart() throws {
        var low = Self.tunes[3].1
        for index in low.parts[0].notes.indices { low.parts[0].notes[index].pitch -= 24 }
        low.parts[0].role = .bass
        #expect(try #require(GivenMelody(low)).part.notes == low.parts[0].notes)
        var band = Self.tunes[3].1
        band.parts.insert(low.parts[0], at: 0)
        #expect(try #require(GivenMelody(band)).part.notes == Self.tunes[3].1.parts[0].notes)
        band.parts = []
        #expect(GivenMelody(band) == nil)
    }
}
