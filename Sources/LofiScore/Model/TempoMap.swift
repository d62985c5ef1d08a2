import LofiPlatform

/// Tempo changes of a song, and an exact conversion from ticks to time.
///
/// A tempo is stored as whole picoseconds per quarter note, and all sums use whole numbers (ticks × picoseconds, 128
/// bits), so that nothing drifts however many changes there are. Only the final step to seconds or frames rounds.
public struct TempoMap: Sendable, Equatable {
    /// A tempo that starts at a tick.
    public struct Change: Sendable, Equatable {
        /// Tick at which the tempo starts.
        public let tick: Int
        /// Duration of a quarter note in picoseconds.
        public let picosecondsPerQuarter: Int64

        /// Makes a tempo change at `tick`.
        public init(tick: Int, picosecondsPerQuarter: Int64) {
            self.tick = tick
            self.picosecondsPerQuarter = picosecondsPerQuarter
        }

        /// Tempo in quarter notes per minute.
        public var beatsPerMinute: Double { 60e12 / Double(picosecondsPerQuarter) }
    }

    /// 120 quarter notes per minute, the default of a MIDI file without a tempo event.
    public static let defaultPicosecondsPerQuarter: Int64 = 500_000_000_000

    /// Resolution of the ticks.
    public let ticksPerQuarter: Int
    /// Changes in order of tick, the first at tick 0, with at most one per tick.
    public let changes: [Change]
    /// Time of each change, in ticks × picoseconds per quarter.
    private let elapsed: [Int128]

    /// - Parameter changes: In any order. The last of several at one tick wins; quarters below one picosecond are
    ///   ignored.
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

    /// A constant tempo in quarter notes per minute.
    public init(ticksPerQuarter: Int, beatsPerMinute: Double) {
        self.init(
            ticksPerQuarter: ticksPerQuarter,
            changes: [Change(tick: 0, picosecondsPerQuarter: Int64((60e12 / beatsPerMinute).rounded()))])
    }

    /// Whether it is a constant 120 bpm, the default of files without a tempo, which many programs also write
    /// explicitly.
    public var isDefault: Bool {
        changes.count == 1 && changes[0].picosecondsPerQuarter == Self.defaultPicosecondsPerQuarter
    }

    /// The tempo in force at a tick, in quarter notes per minute.
    public func beatsPerMinute(at tick: Int) -> Double { changes[index(at: tick)].beatsPerMinute }

    /// Time of a tick in seconds.
    public func seconds(at tick: Int) -> Double {
        let time = time(at: tick)
        let unit = Int128(ticksPerQuarter) * 1_000_000_000_000
        let (whole, rest) = time.quotientAndRemainder(dividingBy: unit)
        // Whole and fractional seconds are converted separately, so that hours do not cost precision.
        return whole.rounded + rest.rounded / unit.rounded
    }

    /// The frame nearest to the exact time of a tick; halves round up.
    /// - Parameter sampleRate: Whole frames per second.
    public func frame(at tick: Int, sampleRate: Int) -> Int {
        let unit = Int128(ticksPerQuarter) * 1_000_000_000_000
        let twice = time(at: tick) * Int128(sampleRate) * 2 + unit
        // A controller may lie far beyond the end of the song, where the frame would overflow.
        return Int(clamping: twice / (unit * 2))
    }

    /// The tick nearest to a time in seconds.
    public func tick(atSeconds seconds: Double) -> Int {
        let unit = Double(ticksPerQuarter) * 1e12
        let wanted = Int128(max(0, seconds) * unit)
        let index = max(0, elapsed.partitioningIndex { $0 > wanted } - 1)
        let rate = Int128(changes[index].picosecondsPerQuarter)
        return changes[index].tick + Int((wanted - elapsed[index] + rate / 2) / rate)
    }

    /// The same map with every tempo multiplied by `factor`; 2 = twice as fast.
    public func scaled(by factor: Double) -> TempoMap {
        TempoMap(
            ticksPerQuarter: ticksPerQuarter,
            changes: changes.map {
                Change(
                    tick: $0.tick,
                    picosecondsPerQuarter: max(1, Int64((Double($0.picosecondsPerQuarter) / factor).rounded())))
            })
    }

    /// The same times at `multiple` times the resolution.
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

    /// Index of the last change at or before the tick.
    private func index(at tick: Int) -> Int { max(0, changes.partitioningIndex { $0.tick > tick } - 1) }
}

extension Int128 {
    /// The nearest Double, converted from 64 bits where they suffice, which is thirty times as fast.
    fileprivate var rounded: Double { Int64(exactly: self).map { Double($0) } ?? Double(self) }
}
