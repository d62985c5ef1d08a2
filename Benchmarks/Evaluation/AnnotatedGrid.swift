import LofiScore

extension AnnotatedSong {
    /// The same music on a grid whose quarters are the annotated beats and whose bars begin at the annotated downbeats: what
    /// a perfect beat tracker would give.
    var scoreOnAnnotatedBeats: Score {
        let ticks = 480
        let quarter = (beats[beats.count - 1] - beats[0]) / Double(beats.count - 1)
        let lead = Int((beats[0] / quarter).rounded(.up))
        // Steady beats before the first annotated one, from a moment that is near 0.
        let times = (0..<lead).map { beats[0] - Double(lead - $0) * quarter } + beats
        let shift = times[0]
        var changes = zip(times, times.dropFirst()).enumerated().map { index, pair in
            TempoMap.Change(tick: index * ticks, picosecondsPerQuarter: Int64((pair.1 - pair.0) * 1e12))
        }
        changes.append(
            TempoMap.Change(tick: changes.count * ticks, picosecondsPerQuarter: Int64(quarter * 1e12)))
        let map = TempoMap(ticksPerQuarter: ticks, changes: changes)
        let old = score.tempoMap
        return Score(
            tempoMap: map, meterMap: bars(ticks, times),
            parts: score.parts.map { $0.mappingTicks { map.tick(atSeconds: old.seconds(at: $0) - shift) } })
    }

    /// Seconds to add to the times of `scoreOnAnnotatedBeats` to have those of the file.
    var annotatedGridStart: Double {
        let quarter = (beats[beats.count - 1] - beats[0]) / Double(beats.count - 1)
        return beats[0] - (beats[0] / quarter).rounded(.up) * quarter
    }

    private func bars(_ ticks: Int, _ times: [Double]) -> MeterMap {
        let places = downbeats.compactMap { downbeat in times.firstIndex { abs($0 - downbeat) < 0.001 } }
        let lengths = zip(places.dropFirst(), places).map { $0 - $1 }
        func songBars(_ length: Int) -> Int { lengths.count { $0 == length } }
        let usual = [2, 3, 4, 6].max { songBars($0) < songBars($1) } ?? 4
        let pickup = (places.first ?? 0) % usual
        let first = MeterMap.Change(tick: 0, meter: MeterMap.Meter(beats: max(1, pickup), unit: 4))
        let rest = MeterMap.Change(tick: pickup * ticks, meter: MeterMap.Meter(beats: usual, unit: 4))
        return MeterMap(ticksPerQuarter: ticks, changes: pickup > 0 ? [first, rest] : [rest])
    }
}
