import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("Form")
struct FormTests {
    /// Without a shape, which `SongShapeTests` tests.
    private func form(_ given: [String: ParameterValue], _ score: Score, seed: UInt64 = 1) throws -> Score {
        var random = RandomStream(seed: seed, place: "test")
        let given = given.merging(["shape": .number(0)]) { given, _ in given }
        return try Form(settings: try Settings(given, for: Form.parameters)).apply(to: score, random: &random)
    }

    /// Four bars of chords at 80 bpm: twelve seconds.
    private let loop = TransformTests.song(bars: 4)

    @Test("A loop becomes a piece: introduction, verses, choruses, a bridge, an ending")
    func piece() throws {
        let result = try form(["loops-to": .number(120)], loop)
        #expect(abs(result.tempoMap.seconds(at: result.lastNoteEndTick) - 120) <= 3)
        let kinds = result.sections.map(\.kind)
        #expect(kinds.first == .intro && kinds.suffix(2) == [.outro, .outro])
        #expect(Set(kinds) == Set(SongSection.Kind.allCases))
        // Without a gap, each on bar lines.
        #expect(zip(result.sections, result.sections.dropFirst()).allSatisfy { $0.endTick == $1.startTick })
        let bars = Set(result.meterMap.bars(upTo: result.lastNoteEndTick).map(\.startTick))
        #expect(result.sections.allSatisfy { bars.contains($0.startTick) })
    }

    @Test("A song of 41 s is no loop, and two notes are none either; both stay")
    func noLoops() throws {
        let long = TransformTests.song(bars: 14)
        #expect(try form(["loops-to": .number(120)], long).parts == long.parts)
        var short = loop
        short.parts[0].notes = Array(loop.parts[0].notes.prefix(2))
        #expect(try form(["loops-to": .number(120)], short).parts == short.parts)
    }

    @Test("Silence before the music is neither played nor repeated; what is set in it holds", arguments: [8.0, 60])
    func silenceBefore(length: Double) throws {
        var music = TransformTests.song(bars: 16)
        music.parts[0].controllers = [ControlEvent(tick: 0, change: .controller(7, value: 80))]
        var late = music
        let silence = 3 * 4 * music.ticksPerQuarter
        for part in late.parts.indices { late.parts[part].notes = late.parts[part].notes.map { $0.moved(by: silence) } }
        let (cut, lateCut) = (
            try form(["length": .number(length)], music), try form(["length": .number(length)], late)
        )
        #expect(lateCut.parts == cut.parts)
        #expect(lateCut.sections.first?.startTick == 0 && lateCut.lastNoteEndTick == cut.lastNoteEndTick)
        #expect(lateCut.parts[0].controllers.first == ControlEvent(tick: 0, change: .controller(7, value: 80)))
    }

    @Test("A loop repeats after its whole bars, says its tempo and meter once, and its pickup comes out of its end")
    func wholeBars() throws {
        // Four bars that end early, with an upbeat of a quarter in a bar of its own.
        var song = TransformTests.song(bars: 4)
        song.parts[0].notes = song.parts[0].notes.filter { $0.startTick < 4 * 1920 - 480 }.map { $0.moved(by: 480) }
        let upbeat = Note(startTick: 0, durationTicks: 400, pitch: 79, velocity: 80)
        song.parts[0].notes.insert(upbeat, at: 0)
        song.meterMap = MeterMap(
            ticksPerQuarter: 480,
            changes: [
                MeterMap.Change(tick: 0, meter: MeterMap.Meter(beats: 1, unit: 4)),
                MeterMap.Change(tick: 480, meter: .commonTime),
            ])
        let result = try form(["loops-to": .number(120), "variation": .number(0)], song)
        #expect(result.tempoMap.changes.count == 1)
        #expect(result.meterMap.changes.map(\.tick) == [0, 480])
        let upbeats = result.parts[0].notes.filter { $0.pitch == 79 }.map(\.startTick)
        #expect(upbeats.count > 6 && upbeats.allSatisfy { $0 % (4 * 1920) == 0 })
        // A ringing end adds no bar to a loop of four.
        var ringing = TransformTests.song(bars: 4)
        ringing.parts[0].notes[ringing.parts[0].notes.count - 1].durationTicks += 1500
        let repeated = try form(["loops-to": .number(120), "variation": .number(0)], ringing)
        let first = TransformTests.song(bars: 4).parts[0].notes[0].pitch
        #expect(
            MusicBars(ringing).bars.count == 4
                && repeated.parts[0].notes.contains { $0.pitch == first && $0.startTick == 4 * 1920 })
    }

    @Test("Where the chords are next to nothing all play from the beginning")
    func thinHarmony() throws {
        var song = TransformTests.song(bars: 4)
        song.parts[0].role = .melody
        song.parts.append(
            Part(
                name: "", role: .chords,
                notes: [60, 64, 67].map { Note(startTick: 0, durationTicks: 240, pitch: $0, velocity: 80) }))
        let result = try form(["loops-to": .number(120)], song)
        #expect(result.parts[0].notes.first?.startTick == 0)
    }

    @Test("No two repeats are alike, and the seed decides how they differ")
    func variation() throws {
        let result = try form(["length": .number(150)], loop)
        let bar = 4 * result.ticksPerQuarter
        func bars(_ score: Score) -> [[Note]] {
            score.sections.filter { [.verse, .chorus].contains($0.kind) }.flatMap { section in
                stride(from: section.startTick, to: section.endTick, by: 4 * bar).map { start in
                    score.parts[0].notes.filter { $0.startTick >= start && $0.startTick < start + 4 * bar }.map {
                        $0.moved(by: -start)
                    }
                }
            }
        }
        let turns = bars(result)
        #expect(turns.count > 5 && Set(turns).count == turns.count)
        #expect(try bars(form(["length": .number(150)], loop, seed: 2)) != turns)
        #expect(try form(["length": .number(150)], loop) == result)
    }

    @Test("Melody, bass and drums of a song are silent in the introduction, all play in a chorus")
    func layers() throws {
        var song = loop
        for (role, pitch) in [(Role.melody, 79), (.bass, 36), (.drums, 38)] {
            let notes = (0..<4).map { Note(startTick: $0 * 1920, durationTicks: 900, pitch: pitch, velocity: 90) }
            song.parts.append(Part(name: role.rawValue, role: role, channel: role == .drums ? 9 : 1, notes: notes))
        }
        let result = try form(["length": .number(120)], song)
        for section in result.sections where section.label != "end" {
            let playing = Set(
                result.parts.filter { $0.notes.contains { section.contains($0.startTick) } }.map(\.role))
            switch section.kind {
            case .intro, .bridge: #expect(playing == [.chords, .pad])
            case .outro: #expect(playing == [.chords, .bass])
            case .verse: #expect(playing == [.chords, .melody, .bass, .drums])
            case .chorus: #expect(playing == [.chords, .melody, .bass, .drums, .pad])
            }
        }
    }

    @Test("Drums enter within the introduction, step back for a bridge, and the bass waits for the verse")
    func accompaniment() throws {
        var random = RandomStream(seed: 1, place: "test")
        let piece = try form(["length": .number(120)], loop)
        let drummed = try Drums(settings: Settings([:], for: Drums.parameters)).apply(to: piece, random: &random)
        let result = try Bass(settings: Settings([:], for: Bass.parameters)).apply(to: drummed, random: &random)
        let kit = try #require(result.parts.first { $0.isDrums }).notes
        let bass = try #require(result.parts.first { $0.role == .bass }).notes
        for section in result.sections where section.label != "end" {
            let middle = (section.startTick + section.endTick) / 2
            // A drummer may be a little early.
            let early = result.ticksPerQuarter / 8
            func strokes(_ range: Range<Int>) -> Int {
                kit.count { range.contains($0.startTick + early) && [36, 38].contains($0.pitch) && $0.velocity > 50 }
            }
            let first = strokes(section.startTick..<middle)
            let backbeats = kit.count { section.contains($0.startTick + early) && $0.pitch == 38 && $0.velocity > 100 }
            switch section.kind {
            case .intro: #expect(first == 0, "\(section)")
            case .bridge: #expect(first > 0 && backbeats == 0, "\(section)")
            case .verse, .chorus, .outro: #expect(first > 4 && backbeats > 3, "\(section)")
            }
            let hasBass = bass.contains { section.contains($0.startTick + early) }
            #expect(hasBass == (section.kind != .intro))
        }
    }

    @Test("The piece ends on its first chord, held")
    func ending() throws {
        let result = try form(["length": .number(100)], loop)
        let last = try #require(result.sections.last)
        let closing = result.parts[0].notes.filter { $0.startTick >= last.startTick }
        #expect(Set(closing.map(\.pitch)) == Set(loop.parts[0].notes.filter { $0.startTick == 0 }.map(\.pitch)))
        #expect(closing.allSatisfy { $0.endTick == last.endTick })
    }

    @Test("A song that drums open is cut from where they have something to play to")
    func drumOpening() throws {
        var song = TransformTests.song(bars: 32)
        for index in song.parts.indices {
            song.parts[index].notes.removeAll { $0.startTick < 4 * 1920 }
        }
        let hits = (0..<128).map { Note(startTick: $0 * 480, durationTicks: 240, pitch: 36, velocity: 90) }
        song.parts.append(Part(name: "Drums", role: .drums, channel: 9, notes: hits))
        let result = try form(["length": .number(9)], song)
        // Two bars of music and its close.
        #expect(abs(result.tempoMap.seconds(at: result.lastNoteEndTick) - 9) < 0.01)
        for bar in 0..<3 {
            #expect(result.pitchedNotes.contains { $0.startTick / 1920 == bar }, "bar \(bar)")
        }
        let remark = "length: one bar and the last chord, the shortest there is"
        #expect(!result.remarks.contains(remark))
        #expect(try form(["length": .number(1)], song).remarks.contains(remark))
    }

    @Test("Plans have the length that is asked for, whatever the loop", arguments: [1, 2, 3, 4, 5, 7, 8, 12, 16])
    func plans(barCount: Int) {
        for wanted in 1...120 {
            let passages = FormPlan.repeating(barCount: barCount, to: wanted)
            #expect(passages.reduce(0) { $0 + $1.bars.count } == wanted, "\(wanted)")
            #expect(passages.allSatisfy { !$0.bars.isEmpty })
        }
    }
}
