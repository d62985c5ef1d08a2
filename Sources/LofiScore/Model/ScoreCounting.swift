extension Score {
    /// The same music at the same speed, re-barred with beats of 0.25, 0.5, 2 or 4 times the length, so that anything
    /// added by beats and bars follows the felt pulse: a song written at 150 bpm is accompanied at 75.
    ///
    /// With beats of twice the length, two bars become one: 4/4 stays 4/4, two bars of 3/4 become one of 6/8, two of
    /// 6/8 one of 12/16; an odd bar before a change of meter stays alone. With beats of half the length, each bar of
    /// 2/4 or 4/4 becomes two, and other bars get twice as many beats.
    /// - Parameter quarters: Number of old quarters per new quarter: 0.25, 0.5, 1, 2 or 4; other values change nothing.
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
                // Provisional: the next bar may start another meter.
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
        // An incomplete pair at the end of the song counts as complete.
        if let last = waiting, let joined = last.meter.joined {
            changes[changes.count - 1] = MeterMap.Change(tick: last.startTick, meter: joined)
        }
        score.meterMap = MeterMap(ticksPerQuarter: score.ticksPerQuarter, changes: changes)
        return score
    }

    private var countedDouble: Score {
        // Keeps half of the old quarter a whole number of ticks.
        let fine = refined(toAtLeast: ticksPerQuarter * 2)
        var score = fine.withQuarter(of: fine.ticksPerQuarter / 2, lasting: 0.5)
        score.meterMap = MeterMap(
            ticksPerQuarter: score.ticksPerQuarter,
            changes: fine.meterMap.changes.map { MeterMap.Change(tick: $0.tick, meter: $0.meter.doubled) })
        return score
    }

    /// The same notes with `ticks` per quarter, each lasting as long as `quarters` old ones.
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
    /// The meter of one bar, written in half the note values.
    fileprivate var halved: Self {
        beats % 2 == 0 && !isCompound ? Self(beats: beats / 2, unit: unit) : Self(beats: beats, unit: min(64, unit * 2))
    }

    /// The meter of two bars joined, written in half the note values; nil if a bar is already long.
    fileprivate var joined: Self? {
        if isCompound { return beats == 6 && unit < 32 ? Self(beats: 12, unit: unit * 2) : nil }
        return beats.isMultiple(of: 2) || beats == 1 ? self : beats <= 7 ? Self(beats: beats * 2, unit: unit * 2) : nil
    }

    /// The meter written in twice the note values: the whole bar, or half of it.
    fileprivate var doubled: Self {
        [2, 4, 8].contains(beats) ? self : Self(beats: beats * 2, unit: unit)
    }
}
