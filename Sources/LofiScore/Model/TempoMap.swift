import LofiPlatform

/// Where the song is in time, exactly.
///
/// A tempo is kept as whole picoseconds per quarter note, and every sum is made in whole numbers (ticks × picoseconds,
/// 128 bits), so that nothing drifts however many changes there are. Only the last step, to seconds or frames, rounds.
public struct TempoMap: Sendable, Equatable {
    public struct Change: Sendable, Equatable {
        public let tick: Int
        public let picosecondsPerQuarter: Int64

        public init(tick: Int, picosecondsPerQuarter: Int64) {
            self.tick = tick
            self.picosecondsPerQuarter = picosecondsPerQuarter
        }

        /// Quarter notes per minute.
        public var beatsPerMinute: Double { 60e12 / Double(picosecondsPerQuarter) }
    }

    /// 120 quarter notes per minute, what a MIDI file without a tempo means.
    public static let defaultPicosecondsPerQuarter: Int64 = 500_000_000_000

    public let ticksPerQuarter: Int
    /// In order of tick, the first at tick 0, no two at one tick.
    public let changes: [Change]
    /// Time at each change, in ticks × picoseconds per quarter.
    private let elapsed: [Int128]

    /// - Parameter changes: in any order; of several at one tick the last counts; tempos below one picosecond are ignored.
    public init(ticksPerQuarter: Int, changes: [Change] = []) {
        precondition(ticksPerQuarter > 0)
        self.ticksPerQuarter = ticksPerQuarter
        let ordered = changes.filter { $0.picosecondsPerQuarter > 0 && $0.tick >= 0 }
            .enumerated().sorted { ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset) }
        var kept = [Change(tick: 0, picosecondsPerQuarter: Self.defaultPicosecondsPerQuarter)]
        for (_, change) in ordered {
            if kept[kept.count - 1].tick == change.tick { kept.removeLast() }
            kept.append(change)
        }
        self.changes = kept
        var elapsed: [Int128] = [0]
        elapsed.reserveCapacity(kept.count)
        for (before, after) in zip(kept, kept.dropFirst()) {
            elapsed.append(
                elapsed[elapsed.count - 1] + Int128(after.tick - before.tick) * Int128(before.picosecondsPerQuarter))
        }
        self.elapsed = elapsed
    }

    /// A steady tempo.
    public init(ticksPerQuarter: Int, beatsPerMinute: Double) {
        self.init(
            ticksPerQuarter: ticksPerQuarter,
            changes: [Change(tick: 0, picosecondsPerQuarter: Int64((60e12 / beatsPerMinute).rounded()))])
    }

    /// Whether it is the 120 bpm that a file without a tempo means, and that programs without one write.
    public var isDefault: Bool {
        changes.count == 1 && changes[0].picosecondsPerQuarter == Self.defaultPicosecondsPerQuarter
    }

    /// The tempo in force at a tick, in quarter notes per minute.
    public func beatsPerMinute(at tick: Int) -> Double { changes[index(at: tick)].beatsPerMinute }

    public func seconds(at tick: Int) -> Double {
        let time = time(at: tick)
        let unit = Int128(ticksPerQuarter) * 1_000_000_000_000
        let (whole, rest) = time.quotientAndRemainder(dividingBy: unit)
        // Whole and fractional seconds apart, so that hours do not cost the fraction its digits.
        return whole.rounded + rest.rounded / unit.rounded
    }

    /// The frame nearest to the exact instant (halves round up).
    /// - Parameter sampleRate: whole frames per second.
    public func frame(at tick: Int, sampleRate: Int) -> Int {
        let unit = Int128(ticksPerQuarter) * 1_000_000_000_000
        let twice = time(at: tick) * Int128(sampleRate) * 2 + unit
        // A controller may lie beyond all counting, behind the end of the song.
        return Int(clamping: twice / (unit * 2))
    }

    /// The tick nearest to an instant, for what is known in seconds only.
    public func tick(atSeconds seconds: Double) -> Int {
        let unit = Double(ticksPerQuarter) * 1e12
        let wanted = Int128(max(0, seconds) * unit)
        let index = max(0, elapsed.partitioningIndex { $0 > wanted } - 1)
        let rate = Int128(changes[index].picosecondsPerQuarter)
        return changes[index].tick + Int((wanted - elapsed[index] + rate / 2) / rate)
    }

    /// Every tempo multiplied by a factor (2 is twice as fast).
    public func scaled(by factor: Double) -> TempoMap {
        TempoMap(
            ticksPerQuarter: ticksPerQuarter,
            changes: changes.map {
                Change(
                    tick: $0.tick,
                    picosecondsPerQuarter: max(1, Int64((Double($0.picosecondsPerQuarter) / factor).rounded())))
            })
    }

    /// The same times on a grid `multiple` times as fine.
    public func refined(by multiple: Int) -> TempoMap {
        TempoMap(
            ticksPerQuarter: ticksPerQuarter * multiple,
            changes: changes.map {
                Change(tick: $0.tick * multiple, picosecondsPerQuarter: $0.picosecondsPerQuarter)
            })
    }

    private func time(at tick: Int) -> Int128 {
        let index = index(at: tick)
        return elapsed[index] + Int128(tick - changes[index].tick) * Int128(changes[index].picosecondsPerQuarter)
    }

    /// The last change at or before the tick.
    private func index(at tick: Int) -> Int { max(0, changes.partitioningIndex { $0.tick > tick } - 1) }
}

extension Int128 {
    /// The nearest Double; by way of 64 bits where they do, which is thirty times as fast.
    fileprivate var rounded: Double { Int64(exactly: self).map { Double($0) } ?? Double(self) }
}
