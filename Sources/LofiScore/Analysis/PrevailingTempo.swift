extension Score {
    /// The tempo, in quarter notes per minute, that holds for most of the time up to the end of the last note.
    ///
    /// Tempos within 2 % count as equal: a live performance has a slightly different one for each beat.
    public var prevailingBeatsPerMinute: Double {
        let end = max(1, lastNoteEndTick)
        let changes = tempoMap.changes.filter { $0.tick < end }
        var shares: [(beatsPerMinute: Double, seconds: Double)] = []
        for (index, change) in changes.enumerated() {
            let stop = index + 1 < changes.count ? changes[index + 1].tick : end
            let seconds = tempoMap.seconds(at: stop) - tempoMap.seconds(at: change.tick)
            shares.append((change.beatsPerMinute, seconds))
        }
        shares.sort { $0.beatsPerMinute < $1.beatsPerMinute }
        var best = (seconds: 0.0, beatsPerMinute: changes.first?.beatsPerMinute ?? 120)
        var first = 0
        var (seconds, weighted) = (0.0, 0.0)
        for share in shares {
            seconds += share.seconds
            weighted += share.seconds * share.beatsPerMinute
            while shares[first].beatsPerMinute * 1.02 < share.beatsPerMinute {
                seconds -= shares[first].seconds
                weighted -= shares[first].seconds * shares[first].beatsPerMinute
                first += 1
            }
            if seconds > best.seconds { best = (seconds, weighted / seconds) }
        }
        return best.beatsPerMinute
    }
}
