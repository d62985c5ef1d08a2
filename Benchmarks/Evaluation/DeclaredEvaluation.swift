import LofiScore

/// Heard bars against the time signatures that files declare.
enum DeclaredEvaluation {
    static func printTable(_ songs: [(name: String, score: Score)], listsSongs: Bool) {
        var (declared, same, regular) = (0, 0, 0)
        var others: [String] = []
        for (name, score) in songs where score.meterMap.isDeclared {
            let grid = BeatGrid(score)
            declared += 1
            let written = score.meterMap.bars(upTo: score.lastNoteEndTick).map {
                score.tempoMap.seconds(at: $0.startTick)
            }
            let isSame = grid.isAsWritten || grid.downbeats == written
            same += isSame ? 1 : 0
            let bars = zip(grid.downbeatIndices, grid.downbeatIndices.dropFirst()).map { $1 - $0 }
            let isRegular = grid.isAsWritten || Set(bars).count <= 1
            regular += isRegular ? 1 : 0
            if !isSame {
                let meters = score.meterMap.changes.prefix(3).map { "\($0.meter.beats)/\($0.meter.unit)" }
                others.append(
                    "\(name) (\(meters.joined(separator: " "))): \(grid), first downbeat \(grid.downbeatIndices.first ?? -1)"
                )
            }
        }
        print("bars of \(declared) files that declare a time signature")
        print("  as declared: \(BeatEvaluation.percent(Double(same) / Double(max(1, declared))))")
        print(
            "  of one length throughout, or as declared: \(BeatEvaluation.percent(Double(regular) / Double(max(1, declared))))"
        )
        if listsSongs { for line in others { print("  not so: \(line)") } }
    }
}
