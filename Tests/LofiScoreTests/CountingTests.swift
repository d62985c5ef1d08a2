import Testing
@testable import LofiScore

@Suite("Counting in half and double time")
struct CountingTests {
    private static func score(_ meters: [(bar: String, count: Int)]) -> Score {
        var (tick, changes) = (0, [MeterMap.Change]())
        let map = MeterMap(ticksPerQuarter: 480)
        for (text, count) in meters {
            let meter = MeterMap.Meter(text) ?? .commonTime
            changes.append(MeterMap.Change(tick: tick, meter: meter))
            tick += count * map.barLengthTicks(of: meter)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 140),
            meterMap: MeterMap(ticksPerQuarter: 480, changes: changes),
            parts: [
                Part(
                    name: "", role: .chords,
                    notes: [
                        Note(startTick: 0, durationTicks: 100, pitch: 60, velocity: 80),
                        Note(startTick: tick - 240, durationTicks: 240, pitch: 62, velocity: 80),
                    ])
            ])
    }

    private static func bars(_ score: Score) -> [String] {
        score.meterMap.bars(upTo: score.lastNoteEndTick).map {
            let quarters = Double($0.lengthTicks) / Double(score.ticksPerQuarter)
            return "\($0.meter.beats)/\($0.meter.unit) \(quarters)"
        }
    }

    @Test(
        "Two bars become one in half time, in any meter",
        arguments: [
            ([("4/4", 4)], ["4/4 4.0", "4/4 4.0"]), ([("3/4", 4)], ["6/8 3.0", "6/8 3.0"]),
            ([("6/8", 4)], ["12/16 3.0", "12/16 3.0"]), ([("5/4", 2)], ["10/8 5.0"]), ([("2/4", 2)], ["2/4 2.0"]),
            ([("7/8", 2)], ["14/16 3.5"]), ([("12/8", 2)], ["12/16 3.0", "12/16 3.0"]),
            ([("3/4", 3), ("4/4", 2)], ["6/8 3.0", "3/8 1.5", "4/4 4.0"]),
            ([("1/4", 1), ("4/4", 4)], ["1/8 0.5", "4/4 4.0", "4/4 4.0"]),
        ] as [([(String, Int)], [String])])
    func halfTime(meters: [(String, Int)], wanted: [String]) {
        let score = Self.score(meters.map { (bar: $0.0, count: $0.1) })
        let half = score.counted(inQuarters: 2)
        #expect(Self.bars(half) == wanted)
        #expect(abs(half.prevailingBeatsPerMinute - 70) < 1e-6)
        #expect(half.parts == score.parts)
        let (end, halfEnd) = (score.lastNoteEndTick, half.lastNoteEndTick)
        #expect(abs(score.tempoMap.seconds(at: end) - half.tempoMap.seconds(at: halfEnd)) < 1e-9)
    }

    @Test(
        "In double time a bar becomes two bars or twice as long",
        arguments: [
            ([("4/4", 1)], ["4/4 4.0", "4/4 4.0"]), ([("3/4", 1)], ["6/4 6.0"]), ([("6/8", 1)], ["12/8 6.0"]),
        ] as [([(String, Int)], [String])])
    func doubleTime(meters: [(String, Int)], wanted: [String]) {
        let score = Self.score(meters.map { (bar: $0.0, count: $0.1) })
        let double = score.counted(inQuarters: 0.5)
        #expect(Self.bars(double) == wanted && abs(double.prevailingBeatsPerMinute - 280) < 1e-6)
        #expect(Self.bars(double.counted(inQuarters: 2)) == Self.bars(score) || meters[0].0 != "4/4")
    }
}
