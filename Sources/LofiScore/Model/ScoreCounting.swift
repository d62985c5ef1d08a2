extension Score {
    /// The same music at the same speed, counted in beats of half (`quarters` = 0.5), twice or four times the length, so
    /// that what is added to it by beats and bars goes at the pulse that is felt: a song written at 150 is played to at 75.
    ///
    /// Counted in twice the length, two bars become one: 4/4 stays 4/4, two bars of 3/4 are one of 6/8, two of 6/8 one of 12/16;
    /// a bar that is left over at a change of meter stays by itself. Counted in half the length, bars of 2/4 and 4/4 become two
    /// each, others one of twice as many beats.
    /// - Parameter quarters: how many of the old quarters make a new one: 0.25, 0.5, 1, 2 or 4; others change nothing.
    public func counted(inQuarters quarters: Double) -> Score {
        switch quarters {
        case 2: countedInHalves
        case 4: countedInHalves.countedInHalves
        case 0.5: countedDouble
        case 0.25: countedDouble.countedDouble
        default: self
        }
    }

    private var countedInHalves: Score {
        var score = withQuarter(of: ticksPerQuarter * 2, lasting: 2)
        var changes: [MeterMap.Change] = []
        var waiting: MeterMap.Bar?
        for bar in meterMap.bars(upTo: max(1, lastNoteEndTick)) {
            guard let first = waiting else {
                // As long as it is known to be: the next bar may begin another meter.
                changes.append(MeterMap.Change(tick: bar.startTick, meter: bar.meter.halved))
                waiting = bar.lengthTicks == meterMap.barLengthTicks(of: bar.meter) ? bar : nil
                continue
            }
            if bar.meter == first.meter, bar.lengthTicks == first.lengthTicks, let joined = bar.meter.joined {
                changes[changes.count - 1] = MeterMap.Change(tick: first.startTick, meter: joined)
                waiting = nil
            } else {
                changes.append(MeterMap.Change(tick: bar.startTick, meter: bar.meter.halved))
                waiting = bar
            }
        }
        // Where the song ends within a pair the pair goes on.
        if let last = waiting, let joined = last.meter.joined {
            changes[changes.count - 1] = MeterMap.Change(tick: last.startTick, meter: joined)
        }
        score.meterMap = MeterMap(ticksPerQuarter: score.ticksPerQuarter, changes: changes)
        return score
    }

    private var countedDouble: Score {
        // Whole numbers again: half of the old quarter.
        let fine = refined(toAtLeast: ticksPerQuarter * 2)
        var score = fine.withQuarter(of: fine.ticksPerQuarter / 2, lasting: 0.5)
        score.meterMap = MeterMap(
            ticksPerQuarter: score.ticksPerQuarter,
            changes: fine.meterMap.changes.map { MeterMap.Change(tick: $0.tick, meter: $0.meter.doubled) })
        return score
    }

    private func withQuarter(of ticks: Int, lasting quarters: Double) -> Score {
        var score = self
        score.tempoMap = TempoMap(
            ticksPerQuarter: ticks,
            changes: tempoMap.changes.map {
                TempoMap.Change(
                    tick: $0.tick,
                    picosecondsPerQuarter: Int64((Double($0.picosecondsPerQuarter) * quarters).rounded()))
            })
        return score
    }
}

extension MeterMap.Meter {
    /// One bar of it in notes of half the value.
    fileprivate var halved: Self {
        beats % 2 == 0 && !isCompound ? Self(beats: beats / 2, unit: unit) : Self(beats: beats, unit: min(64, unit * 2))
    }

    /// Two bars of it in notes of half the value; nil for bars that are long already.
    fileprivate var joined: Self? {
        if isCompound { return beats == 6 && unit < 32 ? Self(beats: 12, unit: unit * 2) : nil }
        return beats.isMultiple(of: 2) || beats == 1 ? self : beats <= 7 ? Self(beats: beats * 2, unit: unit * 2) : nil
    }

    /// A bar of it in notes of twice the value, or a half of that bar.
    fileprivate var doubled: Self {
        [2, 4, 8].contains(beats) ? self : Self(beats: beats * 2, unit: unit)
    }
}
