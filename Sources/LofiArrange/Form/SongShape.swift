import LofiPlatform
import LofiScore

/// Gives a song the shape of a lo-fi track: an opening and breakdowns without kick and bass, and an ending.
///
/// In 14 real tracks the first 5 s lie 9.9 dB below the median level, full level is reached after 14 s, and half of the
/// tracks drop kick and bass for some seconds after that, often near 1:00 to 1:30 (docs/arranging.md).
/// Melody and chords play on: only their surroundings change. The places are ends of the song's own phrases.
struct SongShape {
    /// How far the arrangement recedes, 0 (not at all) … 1.
    let amount: Double

    /// A run of bars.
    private typealias Bars = Range<Int>

    /// Lengths of an opening, a breakdown and an ending in seconds.
    private static let seconds = 8.0...16
    private static let idealSeconds = 12.0
    /// No song shorter than this is shaped, and none shorter than this gets a breakdown.
    private static let shortestSong = 24.0
    private static let shortestWithBreakdown = 90.0
    /// One breakdown for each stretch of this length.
    private static let secondsPerBreakdown = 90.0
    /// Full music between the opening, the breakdowns and the ending.
    private static let fullSeconds = 16.0
    /// Target level where kick and bass rest relative to the song's usual one, in dB: real tracks open 5 to 14 dB below it
    /// and drop by 4 to 14 dB.
    private static let openingDecibels = -9.5
    private static let breakdownDecibels = -10.5
    /// What a `sweep` at its usual level adds between the fullest and the sparsest section, and the least that it adds where
    /// kick and bass rest: it always darkens the music a little.
    private static let sweepDecibels = -12.0
    private static let leastDecibels = -0.5
    /// How full the arrangement is at the ending.
    private static let endingFullness = 0.5

    /// Returns the song with its sections divided where kick and bass rest, and without its own kick and bass there.
    ///
    /// - Parameter score: a song with sections.
    func shape(_ score: Score) -> Score {
        let map = BarMap(score)
        guard amount > 0, map.bars.count > 2, map.hasMusic, map.seconds(map.all) >= Self.shortestSong else {
            return score
        }
        let opening = opening(map)
        let ending = ending(map, after: opening.upperBound)
        let breakdowns = breakdowns(map, between: opening.upperBound, and: ending.lowerBound)
        var shaped = score
        shaped.sections = sections(of: score, map, opening: opening, breakdowns: breakdowns, ending: ending)
        shaped.restLowEnd()
        let thin = shaped.sections.filter { !$0.hasLowEnd && (map.isHollow($0) || map.isThin($0)) }
        if !score.parts.contains(where: { $0.role == .pad }),
            let pad = HeldChords(ticksPerQuarter: score.ticksPerQuarter).part(
                under: score, in: thin, channel: score.freeChannel)
        {
            shaped.parts.append(pad)
        }
        shaped.remarks.append(remark(map, opening: opening, breakdowns: breakdowns, ending: ending))
        return shaped
    }

    // MARK: Places

    /// The bars from the start to a phrase end after about 12 s; a fifth of a short song.
    private func opening(_ map: BarMap) -> Bars {
        let longest = min(Self.seconds.upperBound, map.seconds(map.all) / 5)
        let shortest = min(Self.seconds.lowerBound, longest * 0.7)
        let ends = (1..<map.bars.count).filter { (shortest...longest).contains(map.seconds(0..<$0)) }
        let best = ends.max { worth(of: 0..<$0, map) < worth(of: 0..<$1, map) }
        return 0..<(best ?? 1)
    }

    /// The bars from a phrase start to the end, in which the arrangement falls.
    private func ending(_ map: BarMap, after first: Int) -> Bars {
        let count = map.bars.count
        let starts = (first..<count).filter { Self.seconds.contains(map.seconds($0..<count)) }
        let best = starts.max { worth(of: $0..<count, map) < worth(of: $1..<count, map) }
        return (best ?? count - 1)..<count
    }

    private func breakdowns(_ map: BarMap, between first: Int, and end: Int) -> [Bars] {
        let length = map.seconds(map.all)
        guard length >= Self.shortestWithBreakdown, first < end else { return [] }
        let count = max(1, Int(((length - 30) / Self.secondsPerBreakdown).rounded()))
        var chosen: [Bars] = []
        var free = first
        for number in 1...count {
            // A little after the middle of its stretch, where a song usually turns.
            let ideal = length * (Double(number) / Double(count + 1) + 0.04)
            let places = candidates(map, from: free, to: end).map { bars in
                let away = (map.seconds(0..<bars.lowerBound) - ideal) / (length / Double(count + 1))
                return (bars, worth: worth(of: bars, map) - 3 * away * away)
            }
            guard let best = places.max(by: { $0.worth < $1.worth })?.0 else { continue }
            chosen.append(best)
            free = best.upperBound
        }
        return chosen
    }

    /// The runs of bars of the right length, with music in every bar and full music on both sides.
    private func candidates(_ map: BarMap, from first: Int, to end: Int) -> [Bars] {
        (first..<end).flatMap { start -> [Bars] in
            guard map.seconds(first..<start) >= Self.fullSeconds else { return [] }
            return (start + 1..<end + 1).prefix { map.seconds(start..<$0) <= Self.seconds.upperBound }.compactMap {
                stop in
                let bars = start..<stop
                let isLongEnough = map.seconds(bars) >= Self.seconds.lowerBound
                guard isLongEnough, map.seconds(stop..<end) >= Self.fullSeconds, bars.allSatisfy({ map.isMusic[$0] })
                else { return nil }
                return bars
            }
        }
    }

    /// How well a run of bars fits the song's sections and phrases.
    private func worth(of bars: Bars, _ map: BarMap) -> Double {
        var worth = -0.5 * abs(map.seconds(bars) - Self.idealSeconds) / 4
        for border in [bars.lowerBound, bars.upperBound] where border > 0 && border < map.bars.count {
            worth += map.sectionStarts.contains(border) ? 2 : map.phraseStarts.contains(border) ? 1.2 : 0
        }
        if bars.count % 2 == 0 { worth += 0.4 }
        if bars.count % 4 == 0 { worth += 0.4 }
        // Where the song itself steps back, kick and bass are least missed.
        return worth - map.restingDecibels(bars) / 4
    }

    // MARK: Result

    private func sections(
        of score: Score, _ map: BarMap, opening: Bars, breakdowns: [Bars], ending: Bars
    ) -> [SongSection] {
        let resting = [(opening, SongSection.Kind.intro)] + breakdowns.map { ($0, .bridge) } + [(ending, .outro)]
        var sections: [SongSection] = []
        for bar in map.bars.indices {
            let own = score.section(at: map.bars[bar].startTick)
            let place = resting.first { $0.0.contains(bar) }
            var section = SongSection(
                startTick: map.bars[bar].startTick, endTick: map.bars[bar].endTick, kind: own?.kind ?? .verse,
                label: own?.label ?? "A")
            if let (bars, kind) = place {
                section.kind = kind
                section.hasLowEnd = kind == .outro
                section.fullness =
                    kind == .outro ? shaped(Self.endingFullness) : restingFullness(of: bars, kind, map)
                if bars.lowerBound < bar { section.label = sections[sections.count - 1].label }
            } else {
                // The entrance is over.
                if own?.kind == .intro { section.kind = .verse }
                section.fullness = shaped(section.kind.fullness)
            }
            let start = own.map { $0.startTick == section.startTick } ?? false
            if let last = sections.last, last.isLike(section), place != nil || !start {
                sections[sections.count - 1].endTick = section.endTick
            } else {
                sections.append(section)
            }
        }
        return sections
    }

    /// A fullness by the amount of shape.
    private func shaped(_ fullness: Double) -> Double { 1 - (1 - fullness) * amount }

    /// What is left for the sweep to do where the music itself hardly gets quieter without kick and bass, beyond what it does
    /// in a verse.
    private func restingFullness(of bars: Bars, _ kind: SongSection.Kind, _ map: BarMap) -> Double {
        let target = kind == .intro ? Self.openingDecibels : Self.breakdownDecibels
        let needed = target * amount - map.restingDecibels(bars)
        let usual = shaped(SongSection.Kind.verse.fullness)
        return max(0, usual - needed.clamped(to: Self.sweepDecibels...Self.leastDecibels) / Self.sweepDecibels)
    }

    private func remark(_ map: BarMap, opening: Bars, breakdowns: [Bars], ending: Bars) -> String {
        func clock(_ bar: Int) -> String {
            let seconds = Int(map.seconds(0..<bar).rounded())
            return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
        }
        return
            (["opening to \(clock(opening.upperBound))"]
            + breakdowns.map { "breakdown \(clock($0.lowerBound)) to \(clock($0.upperBound))" }
            + ["ending from \(clock(ending.lowerBound))"]).joined(separator: ", ")
    }
}

extension SongSection {
    /// Whether the two are alike in all but their place.
    fileprivate func isLike(_ other: SongSection) -> Bool {
        (kind, label, fullness, hasLowEnd) == (other.kind, other.label, other.fullness, other.hasLowEnd)
    }
}

extension Score {
    /// Removes the song's own kick and bass from the sections in which they rest, and its other drums from their first half.
    fileprivate mutating func restLowEnd() {
        let resting = sections.filter { !$0.hasLowEnd }
        for index in parts.indices where parts[index].role == .bass || parts[index].isDrums {
            let isDrums = parts[index].isDrums
            parts[index].notes = parts[index].notes.compactMap { note in
                var note = note
                for section in resting {
                    if section.contains(note.startTick) {
                        let isLate = (note.startTick - section.startTick) * 2 >= section.endTick - section.startTick
                        let keepsTime = isDrums && DrumVoice(key: note.pitch)?.keepsTime == true
                        guard keepsTime, isLate else { return nil }
                    } else if note.startTick < section.startTick, note.endTick > section.startTick {
                        note.durationTicks = section.startTick - note.startTick
                    }
                }
                return note
            }
        }
    }
}
