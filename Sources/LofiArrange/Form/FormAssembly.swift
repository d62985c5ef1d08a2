import LofiPlatform
import LofiPlugin
import LofiScore

/// Reassembles the bars of a song according to a plan, and ends it with its first chord.
struct FormAssembly {
    /// The song.
    let score: Score
    /// Its bars of music.
    let music: MusicBars
    /// Amount of variation in repeats, 0…1.
    let variation: Double

    private var bars: [MeterMap.Bar] { music.bars }

    private struct BarEvents {
        var notes: [Note] = []
        var controllers: [ControlEvent] = []
    }

    /// Returns the song with the passages in order.
    func assemble(_ passages: [FormPlan.Passage], random: inout RandomStream) -> Score {
        var result = score
        result.sections = []
        var tempos: [TempoMap.Change] = []
        var meters: [MeterMap.Change] = []
        var events = [BarEvents](repeating: BarEvents(), count: score.parts.count)
        let source = score.parts.map(byBar)
        let upbeats = score.parts.map { part in
            music.pickup.map { pickup in
                part.notes.filter { (pickup.startTick..<pickup.endTick).contains($0.startTick) }
            } ?? []
        }
        var tick = 0
        if let pickup = music.pickup {
            meters.append(MeterMap.Change(tick: 0, meter: pickup.meter))
            tempos.append(tempo(at: pickup.startTick, movedTo: 0))
            for part in score.parts.indices {
                events[part].notes += upbeats[part].map { $0.moved(by: -pickup.startTick) }
            }
            tick = pickup.lengthTicks
        }
        var previous: Int?
        for (number, passage) in passages.enumerated() {
            // The pickup belongs to the first section.
            let start = number == 0 ? 0 : tick
            for (position, index) in passage.bars.enumerated() {
                let bar = bars[index]
                let shift = tick - bar.startTick
                // When the loop repeats, its pickup sounds at the end of the bar before.
                if index == 0, previous == bars.count - 1 {
                    for part in score.parts.indices
                    where passage.isOriginal || plays(score.parts[part], in: passage.kind) {
                        events[part].notes += upbeats[part].map { $0.moved(by: shift) }
                    }
                }
                previous = index
                meters.append(MeterMap.Change(tick: tick, meter: bar.meter))
                tempos.append(tempo(at: bar.startTick, movedTo: tick))
                let changes = score.tempoMap.changes
                let first = changes.partitioningIndex { $0.tick > bar.startTick }
                tempos += changes[first...].prefix { $0.tick < bar.endTick }.map {
                    TempoMap.Change(tick: $0.tick + shift, picosecondsPerQuarter: $0.picosecondsPerQuarter)
                }
                for part in score.parts.indices {
                    if position == 0, tick > 0, !passage.isOriginal {
                        // Release the pedal where the end meets the beginning again.
                        events[part].controllers.append(ControlEvent(tick: tick, change: .controller(64, value: 0)))
                    }
                    events[part].controllers += source[part][index].controllers.map {
                        // Anything set before the music begins is set at its first bar.
                        $0.moved(to: max($0.tick, bar.startTick) + shift)
                    }
                    guard passage.isOriginal || plays(score.parts[part], in: passage.kind) else { continue }
                    var notes = source[part][index].notes
                    if !passage.isOriginal {
                        let varied = BarVariation(amount: variation, bar: bar, ticksPerQuarter: score.ticksPerQuarter)
                        notes = varied.vary(notes, of: score.parts[part].role, in: passage.kind, random: &random)
                    }
                    events[part].notes += notes.map { $0.moved(by: shift) }
                }
                tick += bar.lengthTicks
            }
            result.sections.append(
                SongSection(startTick: start, endTick: tick, kind: passage.kind, label: passage.label))
        }
        let end = tick + bars[0].lengthTicks
        tempos.append(tempo(at: bars[0].startTick, movedTo: tick))
        meters.append(MeterMap.Change(tick: tick, meter: bars[0].meter))
        for part in score.parts.indices where !score.parts[part].isDrums {
            events[part].notes += closing(source[part][0].notes, at: tick)
        }
        result.sections.append(SongSection(startTick: tick, endTick: end, kind: .outro, label: "end"))
        result.tempoMap = TempoMap(ticksPerQuarter: score.ticksPerQuarter, changes: tempos.withoutRepeats)
        result.meterMap = MeterMap(ticksPerQuarter: score.ticksPerQuarter, changes: meters)
        result.keySignatures = score.keySignatures.filter { $0.tick == 0 }
        let isRepeated = passages.contains { !$0.isOriginal }
        // If there is no melody, the choruses of a repeated loop get a counter line.
        if isRepeated, !score.parts.contains(where: \.role.isLine) {
            let chords = events.indices.filter { score.parts[$0].role == .chords }.flatMap { events[$0].notes }
            let choruses = result.sections.filter { $0.kind == .chorus }
            if let answer = ChorusAnswer(ticksPerQuarter: score.ticksPerQuarter).part(
                over: chords, choruses, channel: score.freeChannel, random: &random)
            {
                result.parts.append(answer)
            }
        }
        for part in score.parts.indices {
            // Cut everything at the close.
            result.parts[part].notes =
                events[part].notes.map { note in
                    var cut = note
                    cut.durationTicks = min(note.durationTicks, end - note.startTick)
                    return cut
                }.inOrder
            result.parts[part].controllers = events[part].controllers
        }
        if isRepeated, !score.parts.contains(where: { $0.role == .pad }),
            let pad = HeldChords(ticksPerQuarter: score.ticksPerQuarter).part(
                under: result, in: result.sections.filter { [.intro, .chorus, .bridge].contains($0.kind) },
                channel: result.freeChannel)
        {
            result.parts.append(pad)
        }
        return result
    }

    /// Whether a part plays in a section; a solo part always does, and so do all parts if there is next to no harmony.
    private func plays(_ part: Part, in kind: SongSection.Kind) -> Bool {
        guard score.parts.count(where: { !$0.isDrums }) > 1 || part.isDrums else { return true }
        return switch kind {
        case .verse, .chorus: true
        case .intro: [.chords, .pad].contains(part.role) || !hasHarmony
        case .bridge: [.chords, .pad, .counter].contains(part.role) || !hasHarmony
        case .outro: part.role != .melody && !part.isDrums || !hasHarmony
        }
    }

    private let hasHarmony: Bool

    init(score: Score, music: MusicBars, variation: Double) {
        (self.score, self.music, self.variation) = (score, music, variation)
        hasHarmony = HarmonyCoverage(score, music.bars).isMusic
    }

    private func tempo(at tick: Int, movedTo target: Int) -> TempoMap.Change {
        let change = score.tempoMap.changes[max(0, score.tempoMap.changes.partitioningIndex { $0.tick > tick } - 1)]
        return TempoMap.Change(tick: target, picosecondsPerQuarter: change.picosecondsPerQuarter)
    }

    /// Returns the song's first chord, held for a bar.
    private func closing(_ notes: [Note], at tick: Int) -> [Note] {
        guard let first = notes.map(\.startTick).min() else { return [] }
        return notes.filter { $0.startTick - first <= score.ticksPerQuarter / 4 }.map {
            Note(
                startTick: tick, durationTicks: bars[0].lengthTicks, pitch: $0.pitch,
                velocity: max(1, $0.velocity * 9 / 10))
        }
    }

    private func byBar(_ part: Part) -> [BarEvents] {
        var cut = [BarEvents](repeating: BarEvents(), count: bars.count)
        func bar(of tick: Int) -> Int { max(0, bars.partitioningIndex { $0.startTick > tick } - 1) }
        for note in part.notes where note.startTick >= (music.pickup?.endTick ?? 0) {
            cut[bar(of: note.startTick)].notes.append(note)
        }
        for event in part.controllers where event.tick < (bars.last?.endTick ?? 0) {
            cut[bar(of: event.tick)].controllers.append(event)
        }
        return cut
    }
}

extension [TempoMap.Change] {
    /// Without changes to the same tempo: a loop states its tempo in every bar.
    fileprivate var withoutRepeats: Self {
        reduce(into: []) { kept, change in
            if kept.last?.tick == change.tick { kept.removeLast() }
            if kept.last?.picosecondsPerQuarter != change.picosecondsPerQuarter { kept.append(change) }
        }
    }
}

extension Role {
    fileprivate var isLine: Bool { self == .melody || self == .counter }
}

extension Note {
    func moved(by ticks: Int) -> Note {
        var note = self
        note.startTick = max(0, startTick + ticks)
        return note
    }
}
