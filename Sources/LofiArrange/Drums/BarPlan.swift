import LofiScore

/// What happens in each bar of a song, for those who accompany it.
struct BarPlan {
    enum Activity {
        /// Before the first note, or during a long rest.
        case silent
        /// Timekeeping voices alone, without kick and backbeat: the second half of an opening or a breakdown.
        case timekeeping
        /// A fill in the second half of the bar, without kick: the last bar of an opening or a breakdown.
        case fillIn
        /// Timekeeping and kick, without a backbeat: an intro, a bridge.
        case pulse
        /// Far fewer notes than usual: a pickup, a break.
        case sparse
        case full
        /// Only a final chord rings.
        case ending
    }

    struct PlannedBar {
        let bar: MeterMap.Bar
        let activity: Activity
        /// Whether what follows is clearly more or less busy.
        let endsSection: Bool
        /// Whether the melody rests after the bar; always true if there is no melody.
        let endsPhrase: Bool
    }

    let bars: [PlannedBar]

    init(_ score: Score) {
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        let starts = score.pitchedNotes.map(\.startTick)
        var onsets = [Int](repeating: 0, count: bars.count)
        var lateOnsets = onsets
        var index = 0
        // A player may be slightly early: an onset just before the bar line belongs to the next bar.
        let early = score.ticksPerQuarter / 8
        for start in starts {
            while index + 1 < bars.count, start + early >= bars[index].endTick { index += 1 }
            guard index < bars.count else { break }
            onsets[index] += 1
            if start - bars[index].startTick > score.ticksPerQuarter / 2 { lateOnsets[index] += 1 }
        }
        let busy = onsets.filter { $0 > 0 }.sorted()
        let usual = busy.isEmpty ? 0 : busy[busy.count / 2]
        let last = onsets.lastIndex { $0 > 0 } ?? 0
        func mean(_ range: Range<Int>) -> Double {
            let inside = range.clamped(to: 0..<bars.count)
            return inside.isEmpty ? 0 : Double(onsets[inside].reduce(0, +)) / Double(inside.count)
        }
        let phrases = PhraseAnalysis(score, sectionTicks: score.sections.map(\.startTick)).phrases
        let phraseEnds = Set(phrases.map { $0.bars.upperBound - 1 })
        self.bars = bars.enumerated().map { index, bar in
            let activity: Activity
            if onsets[index] == 0 {
                // Play through a held chord or a short rest; stay silent before the song and after it.
                let near = onsets[max(0, index - 2)..<index].contains { $0 > 0 } && index < last
                activity = near ? .sparse : .silent
            } else if index == last && lateOnsets[index] == 0 && bars.count > 2 {
                activity = .ending
            } else if bar.lengthTicks < score.meterMap.barLengthTicks(of: bar.meter) || onsets[index] * 4 < usual {
                activity = .sparse
            } else {
                activity = .full
            }
            let (before, after) = (mean((index - 3)..<(index + 1)), mean((index + 1)..<(index + 5)))
            let changes = index % 4 == 3 && after > 0 && (after > before * 1.6 || before > after * 1.6)
            let breathes = phrases.isEmpty || phraseEnds.contains(index)
            guard let section = score.section(at: bar.startTick) else {
                return PlannedBar(bar: bar, activity: activity, endsSection: changes, endsPhrase: breathes)
            }
            return PlannedBar(
                bar: bar, activity: Self.activity(activity, of: bar, in: section),
                endsSection: bar.endTick >= section.endTick && section.kind != .outro, endsPhrase: breathes)
        }
    }

    /// The beat enters in the second half of an intro, steps back for a bridge, and drops out during an outro. Where kick
    /// and bass rest, timekeeping enters in the second half, and a fill leads out.
    private static func activity(
        _ own: Activity, of bar: MeterMap.Bar, in section: SongSection
    ) -> Activity {
        guard own == .full || own == .sparse else { return own }
        let isSecondHalf = (bar.startTick - section.startTick) * 2 >= section.endTick - section.startTick
        guard section.hasLowEnd else {
            return bar.endTick >= section.endTick ? .fillIn : isSecondHalf ? .timekeeping : .silent
        }
        return switch section.kind {
        case .intro: isSecondHalf ? .pulse : .silent
        case .bridge: .pulse
        case .outro: isSecondHalf ? .sparse : own
        case .verse, .chorus: own
        }
    }
}
