import LofiPlatform

/// Where the bars are.
public struct MeterMap: Sendable, Equatable {
    public struct Meter: Sendable, Equatable, Hashable {
        /// Beats in a bar as written: 3 in 3/4, 6 in 6/8.
        public let beats: Int
        /// The written unit: 4 is a quarter note, 8 an eighth.
        public let unit: Int

        public init(beats: Int, unit: Int) {
            self.beats = beats
            self.unit = unit
        }

        /// Reads `4/4` or `6/8`; nil for what is no meter.
        public init?(_ text: String) {
            let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            guard numbers.count == 2, let beats = numbers[0], let unit = numbers[1], (1...32).contains(beats),
                [1, 2, 4, 8, 16].contains(unit)
            else { return nil }
            self.init(beats: beats, unit: unit)
        }

        public static let commonTime = Meter(beats: 4, unit: 4)

        /// 6/8, 9/8 and 12/8 are felt in dotted beats of three units.
        public var isCompound: Bool { unit >= 8 && beats > 3 && beats % 3 == 0 }

        /// How long a felt beat lasts: the written unit, three of them in compound time.
        public func beatTicks(ticksPerQuarter: Int) -> Int {
            max(1, ticksPerQuarter * (isCompound ? 12 : 4) / unit)
        }
    }

    public struct Change: Sendable, Equatable {
        public let tick: Int
        public let meter: Meter

        public init(tick: Int, meter: Meter) {
            self.tick = tick
            self.meter = meter
        }
    }

    /// One bar: where it starts and ends, and its meter.
    public struct Bar: Sendable, Equatable {
        public let index: Int
        public let startTick: Int
        public let endTick: Int
        public let meter: Meter

        public init(index: Int, startTick: Int, endTick: Int, meter: Meter) {
            (self.index, self.startTick, self.endTick, self.meter) = (index, startTick, endTick, meter)
        }

        public var lengthTicks: Int { endTick - startTick }
    }

    public let ticksPerQuarter: Int
    /// In order of tick, the first at tick 0.
    public let changes: [Change]
    /// Whether the file has a time signature, as opposed to the 4/4 that a file without one means.
    public let isDeclared: Bool

    /// - Parameters:
    ///   - changes: in any order; of several at one tick the last counts; impossible meters are ignored.
    ///   - isDeclared: nil where a change declares it.
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

    /// Equal bars, wherever they come from.
    public static func == (a: MeterMap, b: MeterMap) -> Bool {
        a.ticksPerQuarter == b.ticksPerQuarter && a.changes == b.changes
    }

    public func meter(at tick: Int) -> Meter {
        changes[max(0, changes.partitioningIndex { $0.tick > tick } - 1)].meter
    }

    public func barLengthTicks(of meter: Meter) -> Int { max(1, ticksPerQuarter * 4 * meter.beats / meter.unit) }

    /// The bars that overlap `startTick` ..< `endTick`, numbered from 0. A change of meter starts a new bar, so a bar before
    /// it may be cut short (as a pickup is).
    public func bars(from startTick: Int = 0, upTo endTick: Int) -> [Bar] {
        // From the change of meter in force there, not from the beginning of the song.
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

    /// How many bars begin before `endTick`, without making them.
    package func barCount(upTo endTick: Int) -> Int {
        changes.indices.reduce(0) { count, index in
            let end = index + 1 < changes.count ? min(endTick, changes[index + 1].tick) : endTick
            let length = barLengthTicks(of: changes[index].meter)
            return count + max(0, (end - changes[index].tick + length - 1) / length)
        }
    }

    /// The same bars on a grid `multiple` times as fine.
    public func refined(by multiple: Int) -> MeterMap {
        MeterMap(
            ticksPerQuarter: ticksPerQuarter * multiple,
            changes: changes.map { Change(tick: $0.tick * multiple, meter: $0.meter) }, isDeclared: isDeclared)
    }
}
