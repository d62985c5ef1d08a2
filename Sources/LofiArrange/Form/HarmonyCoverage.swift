import LofiScore

/// How much of each bar is covered by chords or a pad.
struct HarmonyCoverage {
    /// Coverage of each bar, 0…1: of the part that sounds longest.
    let shares: [Double]

    init(_ score: Score, _ bars: [MeterMap.Bar]) {
        var shares = [Double](repeating: 0, count: bars.count)
        for part in score.parts where [.chords, .pad].contains(part.role) {
            var covered = [Int](repeating: 0, count: bars.count)
            var (first, end) = (0, 0)
            for note in part.notes where note.endTick > end {
                let start = max(note.startTick, end)
                end = note.endTick
                while first + 1 < bars.count, bars[first].endTick <= start { first += 1 }
                var index = first
                while index < bars.count, bars[index].startTick < end {
                    covered[index] += max(0, min(end, bars[index].endTick) - max(start, bars[index].startTick))
                    index += 1
                }
            }
            for index in bars.indices {
                shares[index] = max(shares[index], Double(covered[index]) / Double(max(1, bars[index].lengthTicks)))
            }
        }
        self.shares = shares
    }

    /// Whether chords and pad can stand alone: in most bars of either half they sound for a third of the time.
    var isMusic: Bool {
        let half = (shares.count + 1) / 2
        return !shares.isEmpty
            && [shares.prefix(half), shares.suffix(half)].allSatisfy { side in
                side.count { $0 >= 1.0 / 3 } * 2 > side.count
            }
    }
}
