import LofiCore
import LofiScore

/// Brings a song to a length: short ones return, varied, in sections; long ones end at a bar.
///
/// A repeated song gets an introduction without its melody, verses as they are, a break of chords and bass, and its first
/// chord as the last. A length is met to the nearest bar.
public struct Form: ScoreTransform {
    public static let kind = "form"
    public static let summary = "repeats, varies or cuts the song to a length"
    public static let parameters: [Parameter] = [
        .number("length", 0...86400, default: 0, unit: "s", "how long the song shall be; 0 leaves it")
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let length = settings.number("length")
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        guard length > 0, let last = bars.last else { return score }
        let seconds = score.tempoMap.seconds(at: last.endTick)
        // The last chord takes a bar of its own.
        let ending = score.tempoMap.seconds(at: bars[0].endTick)
        let order: [Int]
        if seconds >= length {
            let wanted = max(0, length - ending)
            order = bars.map(\.index).filter { score.tempoMap.seconds(at: bars[$0].endTick) <= wanted + 0.5 * ending }
        } else {
            var total = 0.0
            var repeated: [Int] = []
            while total + ending < length - 0.5 * ending {
                let bar = bars[repeated.count % bars.count]
                total += score.tempoMap.seconds(at: bar.endTick) - score.tempoMap.seconds(at: bar.startTick)
                repeated.append(bar.index)
            }
            order = repeated
        }
        return Self.assemble(score, bars: bars, order: order.isEmpty ? [0] : order, random: &random)
    }

    private enum Section { case introduction, verse, lifted, breakdown }

    /// How the turns through the song are played; one turn alone stays as it is.
    private static func section(turn: Int, of turns: Int) -> Section {
        guard turns > 1 else { return .verse }
        if turn == 0 { return .introduction }
        if turns > 3 && turn % 4 == 3 { return .breakdown }
        return turn % 2 == 0 ? .lifted : .verse
    }

    private static func assemble(
        _ score: Score, bars: [MeterMap.Bar], order: [Int], random: inout RandomStream
    ) -> Score {
        var result = score
        var tempos: [TempoMap.Change] = []
        var meters: [MeterMap.Change] = []
        var notes = [[Note]](repeating: [], count: score.parts.count)
        var controllers = [[ControlEvent]](repeating: [], count: score.parts.count)
        let byBar = score.parts.map { part in Self.byBar(part, bars: bars) }
        let turns = (order.count + bars.count - 1) / bars.count
        var tick = 0
        for (place, index) in order.enumerated() {
            let bar = bars[index]
            let section = section(turn: place / bars.count, of: turns)
            meters.append(MeterMap.Change(tick: tick, meter: bar.meter))
            tempos.append(tempo(score, at: bar.startTick, to: tick))
            for change in score.tempoMap.changes where change.tick > bar.startTick && change.tick < bar.endTick {
                tempos.append(
                    TempoMap.Change(
                        tick: tick + change.tick - bar.startTick, picosecondsPerQuarter: change.picosecondsPerQuarter))
            }
            for part in score.parts.indices {
                if place > 0, index == 0 {
                    // Where the end meets the beginning again a pedal must not stay down.
                    controllers[part].append(ControlEvent(tick: tick, change: .controller(64, value: 0)))
                }
                controllers[part] += byBar[part][index].controllers.map {
                    ControlEvent(tick: $0.tick - bar.startTick + tick, change: $0.change)
                }
                guard plays(score.parts[part], in: section, score) else { continue }
                for note in byBar[part][index].notes {
                    notes[part].append(vary(note, score.parts[part], section, shift: tick - bar.startTick, bar))
                }
            }
            tick += bar.lengthTicks
        }
        let barTicks = bars[0].lengthTicks
        tempos.append(tempo(score, at: 0, to: tick))
        meters.append(MeterMap.Change(tick: tick, meter: bars[0].meter))
        for part in score.parts.indices where !score.parts[part].isDrums {
            notes[part] += closing(byBar[part][0].notes, at: tick, length: barTicks, score)
        }
        result.tempoMap = TempoMap(ticksPerQuarter: score.ticksPerQuarter, changes: tempos)
        result.meterMap = MeterMap(ticksPerQuarter: score.ticksPerQuarter, changes: meters)
        result.keySignatures = score.keySignatures.filter { $0.tick == 0 }
        for part in score.parts.indices {
            // Nothing sounds on beyond the close.
            result.parts[part].notes =
                notes[part].map { note in
                    var cut = note
                    cut.durationTicks = min(note.durationTicks, tick + barTicks - note.startTick)
                    return cut
                }.inOrder
            result.parts[part].controllers = controllers[part]
        }
        return result
    }

    private static func tempo(_ score: Score, at tick: Int, to target: Int) -> TempoMap.Change {
        let change = score.tempoMap.changes.last { $0.tick <= tick } ?? score.tempoMap.changes[0]
        return TempoMap.Change(tick: target, picosecondsPerQuarter: change.picosecondsPerQuarter)
    }

    private static func plays(_ part: Part, in section: Section, _ score: Score) -> Bool {
        let isAlone = score.parts.count { !$0.isDrums } == 1
        switch section {
        case .introduction, .breakdown:
            return isAlone || ![.melody, .counter].contains(part.role) && (section == .breakdown || !part.isDrums)
        case .verse, .lifted: return true
        }
    }

    private static func vary(_ note: Note, _ part: Part, _ section: Section, shift: Int, _ bar: MeterMap.Bar) -> Note {
        var varied = note
        varied.startTick += shift
        switch section {
        case .introduction, .breakdown: varied.velocity = max(1, note.velocity * 4 / 5)
        case .lifted where part.role == .melody && note.pitch < 79: varied.pitch += 12
        default: break
        }
        return varied
    }

    /// The song's first chord, held.
    private static func closing(_ notes: [Note], at tick: Int, length: Int, _ score: Score) -> [Note] {
        guard let first = notes.map(\.startTick).min() else { return [] }
        return notes.filter { $0.startTick - first <= score.ticksPerQuarter / 4 }.map {
            Note(startTick: tick, durationTicks: length, pitch: $0.pitch, velocity: max(1, $0.velocity * 9 / 10))
        }
    }

    private static func byBar(_ part: Part, bars: [MeterMap.Bar]) -> [(notes: [Note], controllers: [ControlEvent])] {
        var cut: [(notes: [Note], controllers: [ControlEvent])] = bars.map { _ in ([], []) }
        func bar(of tick: Int) -> Int {
            var low = 0, high = bars.count
            while high - low > 1 {
                let middle = (low + high) / 2
                if bars[middle].startTick <= tick { low = middle } else { high = middle }
            }
            return low
        }
        for note in part.notes { cut[bar(of: note.startTick)].notes.append(note) }
        for event in part.controllers where event.tick < (bars.last?.endTick ?? 0) {
            cut[bar(of: event.tick)].controllers.append(event)
        }
        return cut
    }
}
