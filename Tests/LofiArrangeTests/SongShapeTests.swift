import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("The shape of a song")
struct SongShapeTests {
    private static let bar = 4 * 480

    /// Chords, a melody in phrases of four bars, bass and drums at 80 bpm: three seconds a bar.
    private func song(bars: Int) -> Score {
        var song = TransformTests.song(bars: bars)
        func part(_ role: Role, _ positions: [(tick: Int, pitch: Int)]) -> Part {
            let notes = (0..<bars).flatMap { number in
                positions.map {
                    Note(startTick: number * Self.bar + $0.tick, durationTicks: 400, pitch: $0.pitch, velocity: 90)
                }
            }
            return Part(name: role.rawValue, role: role, channel: role == .drums ? 9 : 1, notes: notes)
        }
        var melody = part(.melody, [(0, 72), (480, 74), (960, 76), (1440, 79)])
        melody.notes.removeAll { $0.startTick / Self.bar % 4 == 3 && $0.startTick % Self.bar >= 960 }
        let drums: [(tick: Int, pitch: Int)] = [
            (0, 36), (0, 42), (480, 38), (480, 42), (960, 36), (960, 42), (1440, 38),
        ]
        song.parts += [melody, part(.bass, [(0, 36), (960, 43)]), part(.drums, drums)]
        return song
    }

    private func shaped(_ score: Score, _ given: [String: ParameterValue] = [:]) throws -> Score {
        var random = RandomStream(seed: 1, place: "test")
        return try Form(settings: try Settings(given, for: Form.parameters)).apply(to: score, random: &random)
    }

    private func notes(_ score: Score, _ role: Role) -> [Note] {
        score.parts.filter { $0.role == role }.flatMap(\.notes)
    }

    @Test(
        "Kick and bass rest in an opening and in breakdowns of 8 to 16 s, and play everywhere else",
        arguments: [32, 64, 96])
    func lowEnd(bars: Int) throws {
        let music = song(bars: bars)
        let result = try shaped(music)
        let resting = result.sections.filter { !$0.hasLowEnd }
        #expect(resting.first?.startTick == 0 && resting.count >= (bars == 32 ? 2 : 3))
        for section in resting {
            let bars = (section.endTick - section.startTick) / Self.bar
            #expect((8...16).contains(Double(bars) * 3))
            // Where phrases begin.
            #expect(section.startTick % (2 * Self.bar) == 0)
        }
        let low = notes(result, .bass) + notes(result, .drums).filter { $0.pitch == 36 }
        #expect(!low.contains { note in resting.contains { $0.contains(note.startTick) } })
        let playing = notes(music, .bass).filter { note in !resting.contains { $0.contains(note.startTick) } }
        #expect(notes(result, .bass).map(\.startTick) == playing.map(\.startTick))
        #expect(notes(result, .melody) == notes(music, .melody) && notes(result, .chords) == notes(music, .chords))
        #expect(zip(result.sections, result.sections.dropFirst()).allSatisfy { $0.endTick == $1.startTick })
    }

    @Test("Added drums and bass rest with them; a fill leads into a breakdown and out of it")
    func added() throws {
        var bare = song(bars: 64)
        bare.parts.removeAll { $0.role == .bass || $0.isDrums }
        var random = RandomStream(seed: 1, place: "test")
        let settings = try Settings(["looseness": .number(0)], for: Drums.parameters)
        let drummed = try Drums(settings: settings).apply(to: shaped(bare), random: &random)
        let result = try Bass(settings: Settings([:], for: Bass.parameters)).apply(to: drummed, random: &random)
        let early = result.ticksPerQuarter / 8
        let bar = 4 * result.ticksPerQuarter
        let drums = notes(result, .drums)
        func strokes(_ range: Range<Int>, _ isCounted: (Note) -> Bool) -> Int {
            drums.count { range.contains($0.startTick + early) && isCounted($0) }
        }
        let resting = result.sections.filter { !$0.hasLowEnd }
        #expect(resting.count >= 2)
        for section in resting {
            #expect(strokes(section.startTick..<section.endTick) { $0.pitch == 36 } == 0)
            #expect(!notes(result, .bass).contains { section.contains($0.startTick + early) })
            let middle = (section.startTick + section.endTick) / 2
            #expect(strokes(section.startTick..<middle) { _ in true } == 0)
            // Timekeeping, then the fill.
            #expect(strokes(middle..<section.endTick) { [42, 51, 70].contains($0.pitch) } > 0)
            #expect(strokes(section.endTick - bar / 2..<section.endTick) { ![42, 51, 70].contains($0.pitch) } > 0)
            #expect(strokes(section.endTick..<section.endTick + bar) { $0.pitch == 36 } > 0)
        }
        func played(from start: Int) -> Set<[Int]> {
            Set(
                drums.filter { (start..<start + bar).contains($0.startTick + early) }.map {
                    [$0.startTick - start, $0.pitch]
                })
        }
        // Looseness 0: bars of the groove are alike, a fill is not.
        for section in resting.dropFirst() {
            #expect(played(from: section.startTick - bar) != played(from: section.startTick - 2 * bar))
            #expect(played(from: section.startTick - bar) != played(from: section.startTick - 3 * bar))
        }
    }

    @Test("The music recedes more where it would hardly get quieter, and by as much as the style says")
    func fullness() throws {
        func lowest(_ shape: Double) throws -> Double {
            let result = try shaped(song(bars: 64), ["shape": .number(shape)])
            return result.sections.map(\.fullness).min() ?? 0
        }
        #expect(try lowest(1) < lowest(0.6) && lowest(0.6) < lowest(0.2))
        // Sparse bars in the middle need less.
        var music = song(bars: 64)
        let sparse = 28 * Self.bar..<32 * Self.bar
        for index in music.parts.indices {
            music.parts[index].notes = music.parts[index].notes.map { note in
                var note = note
                if sparse.contains(note.startTick) { note.velocity /= 2 }
                return note
            }
        }
        let quiet = try shaped(music).sections.first { $0.startTick == sparse.lowerBound }
        let loudest = try shaped(song(bars: 64)).sections.filter { $0.kind == .bridge }.map(\.fullness).min()
        #expect(quiet?.hasLowEnd == false)
        #expect(try #require(quiet).fullness > #require(loudest))
    }

    @Test("With a shape of 0 a song stays as it is")
    func unshaped() throws {
        let music = song(bars: 64)
        let result = try shaped(music, ["shape": .number(0)])
        #expect(result.parts == music.parts && result.sections.allSatisfy(\.hasLowEnd))
        #expect(result.sections == Form.withOwnSections(music).sections)
    }

    @Test("A song of less than 24 s keeps its kick and bass; one of less than 90 s gets no breakdown")
    func shortSongs() throws {
        #expect(try shaped(song(bars: 7)).parts == song(bars: 7).parts)
        let resting = try shaped(song(bars: 28)).sections.filter { !$0.hasLowEnd }
        #expect(resting.map(\.startTick) == [0])
    }

    @Test("Music begins at once: silence and drums alone are left out")
    func silentOpening() throws {
        var late = song(bars: 40)
        for index in late.parts.indices where !late.parts[index].isDrums {
            late.parts[index].notes.removeAll { $0.startTick < 6 * Self.bar }
        }
        late.parts[0].controllers = [ControlEvent(tick: 0, change: .controller(7, value: 80))]
        let result = try shaped(late)
        #expect(result.pitchedNotes.first?.startTick == 0)
        #expect(result.lastNoteEndTick == late.lastNoteEndTick - 6 * Self.bar)
        #expect(result.parts[0].controllers == late.parts[0].controllers)
    }

    @Test("A bass alone is the music and plays on")
    func loneBass() throws {
        var music = song(bars: 40)
        music.parts.removeAll { $0.role != .bass }
        #expect(try shaped(music).parts == music.parts)
    }
}
