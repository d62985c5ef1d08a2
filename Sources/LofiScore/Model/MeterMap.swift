import LofiPlatform

/// The time signatures of a song, and the bars they define.
public struct MeterMap: Sendable, Equatable {
    /// A time signature.
    public struct Meter: Sendable, Equatable, Hashable {
        /// Beats per bar as written: 3 in 3/4, 6 in 6/8.
        public let beats: Int
        /// Note value of the written beat: 4 = quarter, 8 = eighth.
        public let unit: Int

        /// - Parameters:
        ///   - beats: Beats per bar, 1…64.
        ///   - unit: Note value of a beat: a power of two, 1…64.
        public init(beats: Int, unit: Int) {
            self.beats = beats
            self.unit = unit
        }

        /// Parses text such as `4/4` or `6/8`; nil unless it has 1…32 beats of unit 1, 2, 4, 8 or 16.
        public init?(_ text: String) {
            let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            guard numbers.count == 2, let beats = numbers[0], let unit = numbers[1], (1...32).contains(beats),
                [1, 2, 4, 8, 16].contains(unit)
            else { return nil }
            self.init(beats: beats, unit: unit)
        }

        /// 4/4.
        public static let commonTime = Meter(beats: 4, unit: 4)

        /// Whether beats are dotted, each of three units, as in 6/8, 9/8 and 12/8.
        public var isCompound: Bool { unit >= 8 && beats > 3 && beats % 3 == 0 }

        /// Length of a beat as felt: the written unit, or three of them in compound time.
        public func beatTicks(ticksPerQuarter: Int) -> Int {
            max(1, ticksPerQuarter * (isCompound ? 12 : 4) / unit)
        }
    }

    /// A time signature that starts at a tick.
    public struct Change: Sendable, Equatable {
        /// Tick at which it starts.
        public let tick: Int
        /// The new time signature.
        public let meter: Meter

        /// Makes a change of meter at `tick`.
        public init(tick: Int, meter: Meter) {
            self.tick = tick
            self.meter = meter
        }
    }

    /// One bar, with its position and meter.
    public struct Bar: Sendable, Equatable {
        /// Index from 0, counted from the first bar of the query.
        public let index: Int
        /// Start in ticks.
        public let startTick: Int
        /// Start of the next bar, in ticks.
        public let endTick: Int
        /// Time signature of the bar.
        public let meter: Meter

        /// Makes a bar from its index, ticks and meter.
        public init(index: Int, startTick: Int, endTick: Int, meter: Meter) {
            (self.index, self.startTick, self.endTick, self.meter) = (index, startTick, endTick, meter)
        }

        /// Length in ticks.
        public var lengthTicks: Int { endTick - startTick }
    }

    /// Resolution of the ticks.
    public let ticksPerQuarter: Int
    /// Changes in order of tick, the first at tick 0.
    public let changes: [Change]
    /// Whether the file has a time signature, rather than the default 4/4.
    public let isDeclared: Bool

    /// - Parameters:
    ///   - changes: In any order. The last of several at one tick wins; invalid meters are ignored.
    ///   - isDeclared: Whether the file declares its meter; nil = if `changes` has a valid one.
    public init(ticksPerQuarter: Int, changes: [Change] = [], isDeclared: Bool? = nil) {
        self.ticksPerQuarter = ticksPerQuarter
        let ordered = changes.filter {
            $0.tick >= 0 && (1...64).contains($0.meter.beats) && [1, 2, 4, 8, 16, 32, 64].contains($0.meter.unit)
        }.enumerated().sorted { ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset) }
        var kept = [Change(tick: 0, meter: .commonTime)]
        for (_, change) in ordered {
            if kept[kept.count - 1].tick == change.tick { kept.removeLast() }
            if kept.last?.meter != change.meter || kept.isEmpty { kept.append(change) }
        }
        self.changes = kept
        self.isDeclared = isDeclared ?? !ordered.isEmpty
    }

    /// Compares resolution and bars only, not whether they were declared.
    public static func == (a: MeterMap, b: MeterMap) -> Bool {
        a.ticksPerQuarter == b.ticksPerQuarter && a.changes == b.changes
    }

    /// The meter in force at a tick.
    public func meter(at tick: Int) -> Meter {
        changes[max(0, changes.partitioningIndex { $0.tick > tick } - 1)].meter
    }

    /// Length of a full bar in ticks.
    public func barLengthTicks(of meter: Meter) -> Int { max(1, ticksPerQuarter * 4 * meter.beats / meter.unit) }

    /// The bars that overlap `startTick` ..< `endTick`, numbered from 0. A change of meter starts a new bar, so the bar
    /// before it may be cut short, as a pickup is.
    public func bars(from startTick: Int = 0, upTo endTick: Int) -> [Bar] {
        // Start from the meter in force there, not from the beginning of the song.
        let first = max(0, changes.partitioningIndex { $0.tick > startTick } - 1)
        let length = barLengthTicks(of: changes[first].meter)
        let skipped = max(0, (startTick - changes[first].tick) / length)
        var bars: [Bar] = []
        var (start, next) = (changes[first].tick + skipped * length, first + 1)
        while start < endTick {
            let meter = changes[next - 1].meter
            var end = start + barLengthTicks(of: meter)
            if next < changes.count, end >= changes[next].tick {
                end = changes[next].tick
                next += 1
            }
            if end > startTick { bars.append(Bar(index: bars.count, startTick: start, endTick: end, meter: meter)) }
            start = end
        }
        return bars
    }

    /// Number of bars that begin before `endTick`, without building them.
    package func barCount(upTo endTick: Int) -> Int {
        changes.indices.reduce(0) { count, index in
            let end = index + 1 < changes.count ? min(endTick, changes[index + 1].tick) : endTick
            let length = barLengthTicks(of: changes[index].meter)
            return count + max(0, (end - changes[index].tick + length - 1) / length)
        }
    }

    /// The same bars at `multiple` times the resolution.
    public func refined(by multiple: Int) -> MeterMap {
        MeterMap(
            ticksPerQuarter: ticksPerQuarter * multiple,
            changes: changes.map { Change(tick: $0.tick * multiple, meter: $0.meter) }, isDeclared: isDeclared)
    }
}
