import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("How grooves are played")
struct GrooveTimingTests {
    /// Chords that hold for two bars, straight.
    static func song(bars: Int) -> Score {
        let chords = [[50, 57, 60, 65], [43, 59, 62, 65], [48, 55, 59, 64], [45, 55, 60, 64]]
        let notes = (0..<bars * 2).flatMap { half in
            chords[half / 4 % 4].map { Note(startTick: half * 960, durationTicks: 960, pitch: $0, velocity: 80) }
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 85),
            parts: [Part(name: "Keys", role: .chords, notes: notes)])
    }

    static func play(_ given: [String: ParameterValue], bars: Int = 64, seed: UInt64 = 1) throws -> [DrumHit] {
        let straight: [String: ParameterValue] = [
            "looseness": .number(1), "ghosts": .number(1), "kick": .number(0), "swing": .number(50),
            "fills-every": .number(0),
        ]
        var random = RandomStream(seed: seed, place: "test")
        let settings = try Settings(given.merging(straight) { own, _ in own }, for: Drums.parameters)
        return DrumHit.hits(of: try Drums(settings: settings).apply(to: song(bars: bars), random: &random))
    }

    @Test("At looseness 1 the figures are those of the Groove MIDI Dataset's drummers, within a fifth")
    func drummers() throws {
        let measured = GrooveStatistics(takes: try (1...64).map { try Self.play([:], seed: $0) })
        func isNear(_ value: Double?, _ wanted: Double) -> Bool { abs((value ?? 0) / wanted - 1) < 0.2 }
        // Measured on the Groove MIDI Dataset.
        for (voice, template, residual) in [
            (DrumVoice.kick, 14.0, 15.6), (.snare, 13.9, 18.4), (.hat, 8.3, 16.0),
        ] {
            #expect(isNear(measured.templateDeviation[voice], template), "\(voice) \(measured.templateDeviation)")
            #expect(isNear(measured.residualDeviation[voice], residual), "\(voice) \(measured.residualDeviation)")
        }
        #expect(isNear(measured.residualCorrelation, 0.37), "\(measured.residualCorrelation)")
        #expect((0.8...7.7).contains(measured.backbeatAfterKick), "\(measured.backbeatAfterKick)")
        #expect(isNear(measured.backbeatVelocity, 127) && isNear(measured.otherSnareVelocity, 42))
        #expect(zip(measured.hatVelocities, [92, 57, 42]).allSatisfy(isNear))
        #expect(isNear(measured.kickVelocityMean, 63) && isNear(measured.kickVelocityDeviation, 27))
        #expect(isNear(measured.velocityResidualDeviation[.kick], 12.7))
        #expect(isNear(measured.velocityResidualDeviation[.snare], 23.8))
        #expect(isNear(measured.velocityResidualDeviation[.hat], 23.5))
        #expect(isNear(measured.snareOffBackbeat, 0.64) && isNear(measured.softSnares, 0.37))
    }

    @Test("Half as loose is half as far from the beat")
    func looseness() throws {
        func residual(_ looseness: Double) throws -> Double {
            let hits = try Self.play(["looseness": .number(looseness)])
            return GrooveStatistics(takes: [hits]).residualDeviation[.hat] ?? 0
        }
        #expect(abs(try residual(0.5) / residual(1) - 0.5) < 0.05)
        #expect(try residual(0) < 0.6)
    }

    @Test("Drunk strays from the grid, and in every bar alike")
    func drunk() throws {
        let given: [String: ParameterValue] = ["looseness": .number(0), "drunk": .number(1)]
        // The first bar cannot begin before the song does.
        let hits = try Self.play(given).filter { $0.bar > 0 }
        let places = Dictionary(grouping: hits) { "\($0.voice) \($0.position)" }.values
        #expect(places.allSatisfy { place in place.map(\.lateMilliseconds).deviation < 0.5 })
        let strayed = places.map { $0.map(\.lateMilliseconds).mean }
        #expect(strayed.deviation > 8, "\(strayed)")
        let other = try Self.play(given, seed: 2).first { $0.voice == .kick }?.lateMilliseconds
        #expect(hits.first { $0.voice == .kick }?.lateMilliseconds != other)
    }

    @Test("Pocket moves the backbeat one way and the hat the other")
    func pocket() throws {
        func late(_ pocket: Double) throws -> (snare: Double, hat: Double, kick: Double) {
            let hits = try Self.play(["looseness": .number(0), "pocket": .number(pocket)]).filter { $0.bar > 0 }
            func median(_ voice: DrumVoice, _ place: Int) -> Double {
                hits.filter { $0.voice == voice && $0.position == place }.map(\.lateMilliseconds).median
            }
            return (median(.snare, 48), median(.hat, 0), median(.kick, 0))
        }
        let (own, late15) = (try late(0), try late(15))
        #expect(abs(own.snare - own.kick - 5.5) < 0.5)
        #expect(abs(late15.snare - own.snare - 15) < 0.5 && abs(late15.hat - own.hat + 5) < 0.5)
        #expect(late15.kick == own.kick)
    }

    @Test("A stroke with a chance is played so often, and ghosts as often as is asked")
    func chance() throws {
        func share(_ voice: DrumVoice, _ place: Int, everyOther bar: Int, _ ghosts: Double) throws -> Double {
            let hits = try Self.play(
                ["looseness": .number(0), "ghosts": .number(ghosts)], bars: 400
            ).filter { $0.bar % 4 == bar && $0.voice == voice && $0.position == place }
            return Double(hits.count) / 100
        }
        // boom-bap: the second bar's soft kick has 7 of 10, the first bar's ghost before three 8 of 10.
        #expect(abs(try share(.kick, 36, everyOther: 1, 0) - 0.7) < 0.12)
        #expect(abs(try share(.snare, 84, everyOther: 0, 1) - 0.8) < 0.12)
        #expect(abs(try share(.snare, 84, everyOther: 0, 0.5) - 0.4) < 0.14)
        #expect(try share(.snare, 84, everyOther: 0, 0) == 0)
    }

    @Test("Swing puts off-sixteenths where an MPC does", arguments: [50.0, 58, 66])
    func swing(amount: Double) throws {
        let hits = try Self.play(["looseness": .number(0), "swing": .number(amount)])
        let late = hits.filter { $0.voice == .kick && $0.position % 24 == 12 }.map(\.lateMilliseconds).median
        // An eighth at 85 bpm is 353 ms.
        #expect(abs(late - (amount - 50) / 100 * 60_000 / 85 / 2) < 0.6, "\(late)")
    }

    @Test("A roll fills its time evenly")
    func roll() throws {
        let groove = try GrooveParser(name: "x").parse("4/4\nhat T---w-----------", summary: "")
        let score = Self.song(bars: 1).refined(toAtLeast: FineGrid.ticksPerQuarter)
        var random = RandomStream(seed: 1, place: "test")
        let settings = try Settings(["looseness": .number(0), "swing": .number(60)], for: Drums.parameters)
        var drummer = Drummer(groove: groove, settings: settings, score: score, random: &random)
        let strokes = try #require(groove.bars["4/4"]?.first)
        let bar = try #require(score.meterMap.bars(upTo: 7680).first)
        let notes = drummer.play(DrumBeat.PlayedBar(bar: bar, strokes: strokes))
        #expect(notes.map(\.startTick) == [0, 320, 640, 1920, 2160])
        #expect(notes[0].velocity > notes[2].velocity)
    }
}
