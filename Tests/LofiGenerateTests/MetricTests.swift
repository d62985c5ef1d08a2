import LofiScore
import LofiScoreFiles
import Testing
@testable import LofiGenerate

@Suite("Metrics")
struct MetricTests {
    private static func part(_ role: Role, _ notes: [(Int, Int, Int)]) -> Part {
        Part(
            name: "", role: role, channel: role == .drums ? 9 : 0,
            notes: notes.map { Note(startTick: $0.0, durationTicks: $0.1, pitch: $0.2, velocity: 80) })
    }

    /// Two crossing parts and drums at 24 ticks per quarter, in 3/4, with a gap.
    private static let song = Score(
        tempoMap: TempoMap(ticksPerQuarter: 24),
        meterMap: MeterMap(
            ticksPerQuarter: 24, changes: [MeterMap.Change(tick: 0, meter: MeterMap.Meter(beats: 3, unit: 4))]),
        parts: [
            part(
                .chords,
                [
                    (66, 35, 64), (170, 53, 53), (265, 14, 74), (301, 44, 71), (305, 53, 57), (320, 52, 48),
                    (364, 26, 72), (375, 38, 40), (403, 5, 71), (404, 17, 52), (418, 50, 64), (571, 47, 40),
                    (610, 29, 69), (612, 9, 46), (793, 37, 74),
                ]),
            part(
                .chords,
                [
                    (10, 20, 64), (46, 6, 54), (74, 50, 45), (93, 59, 69), (115, 12, 56), (218, 43, 68), (237, 54, 49),
                    (252, 47, 43), (350, 14, 69), (371, 5, 70), (430, 14, 63), (496, 44, 61), (553, 41, 69),
                    (748, 10, 69), (768, 36, 74),
                ]),
            part(
                .drums,
                [
                    (35, 6, 43), (83, 6, 39), (107, 6, 39), (129, 6, 36), (258, 6, 42), (264, 6, 39), (274, 6, 37),
                    (286, 6, 37), (312, 6, 41), (320, 6, 42), (410, 6, 39), (475, 6, 36),
                ]),
        ])

    @Test(
        "Each metric equals that of muspy 0.5.0 for the same song",
        arguments: [
            ("pitch_range", 34), ("n_pitches_used", 20), ("n_pitch_classes_used", 12),
            ("polyphony", 1.562295081967213), ("polyphony_rate", 0.10240963855421686),
            ("scale_consistency", 0.7666666666666667), ("pitch_entropy", 4.069576746316394),
            ("pitch_class_entropy", 3.243019030245397), ("empty_beat_rate", 0.11428571428571432),
            ("empty_measure_rate", 0.08333333333333337), ("groove_consistency", 0.9078282828282829),
            ("groove_consistency_16ths", 0.6439393939393939), ("drum_in_pattern_rate", 0.25),
            ("drum_pattern_consistency", 0.25),
        ])
    func asMuspy(name: String, value: Double) throws {
        let metric = try #require(Metric.all.first { $0.name == name })
        #expect(abs(try #require(metric.compute(MetricInput(Self.song))) - value) < 1e-12)
    }

    @Test("Metrics with settings equal muspy's too")
    func settings() {
        let input = MetricInput(Self.song)
        #expect(abs((Polyphony(input).rate(above: 1) ?? 0) - 0.3108433734939759) < 1e-12)
        #expect(PitchMetrics.inScaleRate(input, Key(tonic: 0, mode: .minor)) == 0.4)
    }

    @Test("Every metric has a check")
    func complete() { #expect(Metric.all.count == 14) }

    @Test("Drums alone have no pitch metrics, and a song without drums has no drum pattern")
    func nothing() {
        var drums = Self.song
        drums.parts.removeFirst(2)
        let input = MetricInput(drums)
        #expect(PitchMetrics.range(input) == nil && Polyphony(input).mean == nil)
        #expect(PitchMetrics.entropy(input, of: 12) == nil && PitchMetrics.scaleConsistency(input) == nil)
        #expect(PitchMetrics.used(input, of: 12) == 0)
        var pitched = Self.song
        pitched.parts.removeLast()
        #expect(RhythmMetrics.drumPatternConsistency(MetricInput(pitched)) == nil)
    }

    @Test("A copy counts in any key; with its own class left out a song does not copy itself")
    func copies() throws {
        func song(_ pitches: [Int], transposed shift: Int = 0) -> Score {
            let notes = pitches.enumerated().map { ($0 * 120, 120, $1 + shift) }
            return Score(tempoMap: TempoMap(ticksPerQuarter: 480), parts: [Self.part(.melody, notes)])
        }
        func corpus(_ scores: [Score]) throws -> Corpus {
            Corpus(files: try scores.enumerated().map { try CorpusFile(name: "\($0)", MIDIFileWriter.bytes($1)) })
        }
        let tune = [60, 62, 64, 60, 67, 65, 64, 62, 60, 59], other = [60, 59, 58, 57, 56, 55, 54, 53]
        let rate = CopyRate(try corpus([song(tune), song(other)]), length: 4)
        #expect(rate.rate(of: song(tune, transposed: 5)) == 1)
        #expect(rate.rate(of: song(tune), leavingOut: 0) == 0)
        #expect(rate.rate(of: song([60, 61, 63, 66, 70, 75, 74])) == 0)
        // Nine steps are six n-grams; the first three belong to the melody.
        let half = try #require(rate.rate(of: song([70, 72, 74, 70, 77, 75, 74, 79, 78, 70])))
        #expect(abs(half - 3.0 / 6) < 1e-12)
        #expect(rate.rate(of: song([60, 62, 64, 60])) == nil)
        // An n-gram in two classes is a copy in either.
        let shared = CopyRate(try corpus([song(tune + [58, 57]), song(tune + [72])]), length: 4)
        #expect(abs(try #require(shared.rate(of: song(tune + [72]), leavingOut: 1)) - 6.0 / 7) < 1e-12)
    }
}
