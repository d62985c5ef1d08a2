import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("Score transforms")
struct TransformTests {
    static func song(_ meter: MeterMap.Meter = .commonTime, bars: Int = 16, bpm: Double = 80) -> Score {
        let tempo = TempoMap(ticksPerQuarter: 480, beatsPerMinute: bpm)
        let map = MeterMap(ticksPerQuarter: 480, changes: [MeterMap.Change(tick: 0, meter: meter)])
        let chords = [[50, 53, 57, 60], [43, 53, 59, 62], [48, 52, 55, 59], [45, 52, 55, 60]]
        let length = map.barLengthTicks(of: meter)
        let notes = (0..<bars).flatMap { bar in
            stride(from: 0, to: length, by: 240).map { place in
                Note(
                    startTick: bar * length + place, durationTicks: 200, pitch: chords[bar % 4][place / 240 % 4],
                    velocity: 80)
            }
        }
        return Score(tempoMap: tempo, meterMap: map, parts: [Part(name: "Keys", role: .chords, notes: notes)])
    }

    private static let awkward: [Score] = [
        Score(tempoMap: TempoMap(ticksPerQuarter: 480)),
        song(bars: 1), song(MeterMap.Meter(beats: 3, unit: 4)), song(MeterMap.Meter(beats: 6, unit: 8)),
        song(MeterMap.Meter(beats: 5, unit: 4)), song(MeterMap.Meter(beats: 7, unit: 8)),
        Score(
            tempoMap: TempoMap(ticksPerQuarter: 1),
            parts: [
                Part(name: "", role: .melody, notes: [Note(startTick: 0, durationTicks: 0, pitch: 127, velocity: 1)])
            ]),
        Score(
            tempoMap: TempoMap(ticksPerQuarter: 32767),
            parts: [
                Part(
                    name: "", role: .drums, channel: 9,
                    notes: [Note(startTick: 5, durationTicks: 9, pitch: 36, velocity: 99)])
            ]),
        chords([112, 120, 124, 127]), chords([0, 1, 4, 7]), chords([60, 60, 60]), chords([35, 59, 60, 83, 127]),
    ]

    /// A chord on every beat of eight bars, with a melody above it.
    private static func chords(_ pitches: [Int]) -> Score {
        func part(_ role: Role, _ pitches: [Int], length: Int) -> Part {
            let notes = (0..<32).flatMap { beat in
                pitches.map { Note(startTick: beat * 480, durationTicks: length, pitch: $0, velocity: 127) }
            }
            return Part(name: "", role: role, notes: notes)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480),
            parts: [part(.chords, pitches, length: 480), part(.melody, [pitches[0]], length: 1)])
    }

    private func apply(_ kind: String, _ given: [String: ParameterValue] = [:], to score: Score, seed: UInt64 = 1)
        throws -> Score
    {
        let type = try #require(standardTransforms.first { $0.kind == kind })
        var random = RandomStream(seed: seed, place: "test")
        return try type.init(settings: try Settings(given, for: type.parameters)).apply(to: score, random: &random)
    }

    @Test(
        "Every transform keeps notes in order and in range, and is the same for the same seed",
        arguments: standardTransforms.map { $0.kind })
    func invariants(kind: String) throws {
        let given: [String: [String: ParameterValue]] = [
            "form": ["length": .number(60), "variation": .number(1)], "tempo": ["bpm": .number(70)],
            "transpose": ["semitones": .number(-24)], "key-repair": ["strength": .number(1)],
            "reharmonise": ["amount": .number(1)], "split-hands": ["when": .text("always")],
            "colour": [
                "sevenths": .number(1), "ninths": .number(1), "open": .number(1), "strummed": .number(1),
                "strum": .number(400),
            ],
        ]
        for score in Self.awkward {
            let result = try apply(kind, given[kind] ?? [:], to: score)
            for part in result.parts {
                #expect(zip(part.notes, part.notes.dropFirst()).allSatisfy { $0.startTick <= $1.startTick })
                #expect(
                    part.notes.allSatisfy {
                        $0.startTick >= 0 && $0.durationTicks >= 0 && (0...127).contains($0.pitch)
                            && (1...127).contains($0.velocity)
                    })
            }
            #expect(try apply(kind, given[kind] ?? [:], to: score) == result)
        }
    }

    @Test("Tempo: absolute, by a factor, and into a range by doubling or halving the count")
    func tempo() throws {
        #expect(abs(try apply("tempo", ["bpm": .number(72)], to: Self.song()).prevailingBeatsPerMinute - 72) < 0.01)
        #expect(abs(try apply("tempo", ["factor": .number(0.5)], to: Self.song()).prevailingBeatsPerMinute - 40) < 0.01)
        let range: [String: ParameterValue] = ["lowest": .number(70), "highest": .number(80)]
        let fast = Self.song(bpm: 150)
        let halved = try apply("tempo", range, to: fast)
        #expect(abs(halved.prevailingBeatsPerMinute - 75) < 0.01)
        #expect(halved.parts == fast.parts)
        #expect(halved.tempoMap.seconds(at: 1920) == fast.tempoMap.seconds(at: 1920))
        #expect(halved.meterMap.bars(upTo: 7680).map(\.endTick) == [3840, 7680])
    }

    @Test("Swing puts off-eighths where it is asked to, and not twice")
    func swing() throws {
        let given: [String: ParameterValue] = ["amount": .number(62), "grid": .text("eighth")]
        let swung = try apply("swing", given, to: Self.song())
        let quarter = swung.ticksPerQuarter
        let offs = swung.parts[0].notes.map { $0.startTick % quarter }.filter { $0 > 0 }
        #expect(!offs.isEmpty && offs.allSatisfy { abs(Double($0) / Double(quarter) - 0.62) < 0.002 })
        #expect(try apply("swing", given, to: swung) == swung)
    }

    @Test("Humanise is as loose as it says, and hangs together from hit to hit")
    func humanise() throws {
        let song = Self.song(bars: 200)
        let given: [String: ParameterValue] = ["timing": .number(1), "strum": .number(0)]
        let loose = try apply("humanise", given, to: song)
        let factor = loose.ticksPerQuarter / 480
        // The first notes cannot go before the beginning.
        let late = zip(loose.parts[0].notes, song.parts[0].notes).dropFirst(4).map {
            loose.tempoMap.seconds(at: $0.startTick) - loose.tempoMap.seconds(at: $1.startTick * factor)
        }
        let mean = late.reduce(0, +) / Double(late.count)
        let variance = late.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(late.count)
        let covariance =
            zip(late, late.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) } / Double(late.count)
        #expect(abs(variance.squareRoot() - 0.016) < 0.003)
        #expect(abs(covariance / variance - 0.37) < 0.1)
    }

    @Test("Each part is loosened by a chance of its own")
    func humaniseParts() throws {
        var song = Self.song(bars: 8)
        song.parts.append(song.parts[0])
        let loose = try apply("humanise", ["strum": .number(0)], to: song)
        #expect(loose.parts[0].notes.map(\.startTick) != loose.parts[1].notes.map(\.startTick))
        #expect(loose.parts[0].notes.map(\.velocity) != loose.parts[1].notes.map(\.velocity))
    }

    @Test("Transpose goes to a key by the shorter way and leaves drums alone")
    func transpose() throws {
        var song = Self.song()
        song.parts.append(
            Part(
                name: "", role: .drums, channel: 9,
                notes: [Note(startTick: 0, durationTicks: 1, pitch: 36, velocity: 90)]))
        let moved = try apply("transpose", ["key": .text("A")], to: song)
        #expect(moved.parts[0].notes[0].pitch == song.parts[0].notes[0].pitch - 3 && moved.parts[1] == song.parts[1])
        #expect(throws: ArrangementError.self) { try apply("transpose", ["key": .text("H")], to: song) }
    }

    @Test(
        "Form repeats a short song and cuts a long one to the asked length, within a bar", arguments: [20.0, 75, 200])
    func form(length: Double) throws {
        let result = try apply("form", ["length": .number(length)], to: Self.song())
        #expect(abs(result.tempoMap.seconds(at: result.lastNoteEndTick) - length) <= 3)
    }

    @Test("A bass plays the roots, and only where there is none")
    func bass() throws {
        let result = try apply("bass", to: Self.song())
        let part = try #require(result.parts.first { $0.role == .bass })
        let downbeats = part.notes.filter { $0.startTick % 1920 == 0 }.prefix(4).map { $0.pitch % 12 }
        #expect(downbeats == [2, 7, 0, 9])
        #expect(part.notes.allSatisfy { (24...60).contains($0.pitch) })
        #expect(try apply("bass", to: result).parts.count == result.parts.count)
    }
}
