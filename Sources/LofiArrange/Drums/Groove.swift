import LofiScore

/// A drum groove as data: bars of strokes for each meter, fills, and a feel.
public struct Groove: Sendable {
    public struct Stroke: Sendable, Equatable {
        public let voice: DrumVoice
        /// From the start of the bar, in 48ths of a quarter: a sixteenth is 12, an eighth of a triplet 16.
        public var place: Int
        /// 1…127, as a drummer's pad reads it.
        public var velocity: Int
        /// Hardly heard; how many of these are played is a setting.
        public var isGhost = false
        /// 0…1: how often it is played.
        public var chance = 1.0
        /// How many strikes fill the length: a roll has two or three.
        public var strikes = 1
        /// In 48ths of a quarter.
        public var length = 12
    }

    public typealias Bar = [Stroke]

    /// Parts of a quarter in which places are counted; both sixteenths and triplets are whole.
    static let placesPerQuarter = 48
    static let sixteenth = 12

    public let name: String
    public let summary: String
    /// Where the second sixteenth of each pair falls, per cent.
    public var swing = 50.0
    /// How late each voice is, in ms.
    public var lateness: [DrumVoice: Double] = [:]
    /// By meter such as "4/4", in the order in which they are played.
    var bars: [String: [Bar]] = [:]
    var fills: [String: [Bar]] = [:]
    /// How late each place of a bar is, in ms, where the groove was learned from a player: in place of the drummers'.
    var learnedTiming: [DrumVoice: [Int: Double]]?

    /// Meters that every groove writes out; others are derived.
    static let writtenMeters = ["4/4", "3/4", "6/8", "5/4"]

    /// The bars for a meter, derived from the nearest written one where there are none.
    func bars(for meter: MeterMap.Meter) -> [Bar] {
        guard written(bars, meter) == nil, meter.beats == 2, meter.unit == 4, let common = bars["4/4"] else {
            return derived(bars, meter)
        }
        // Two bars of two beats are one of four: a backbeat on three stays on every other one.
        return common.flatMap { [Self.half($0, second: false), Self.half($0, second: true)] }
    }

    func fills(for meter: MeterMap.Meter) -> [Bar] {
        guard written(fills, meter) == nil, meter.beats == 2, meter.unit == 4, let common = fills["4/4"] else {
            return derived(fills, meter)
        }
        return common.map { Self.half($0, second: true) }
    }

    private func written(_ pages: [String: [Bar]], _ meter: MeterMap.Meter) -> [Bar]? {
        pages["\(meter.beats)/\(meter.unit)"]
    }

    /// As much of another meter's bar as this one holds, again and again: dotted beats from 6/8, fives from 5/4, others from 4/4.
    ///
    /// A song counted in half time has bars in half the note values (12/16, 3/8, 10/8): they are played from the whole ones.
    private func derived(_ pages: [String: [Bar]], _ meter: MeterMap.Meter) -> [Bar] {
        if let bars = written(pages, meter) { return bars }
        if meter.isCompound && meter.unit > 8 || meter.unit == 8 && [3, 10].contains(meter.beats) {
            return derived(pages, MeterMap.Meter(beats: meter.beats, unit: meter.unit / 2)).map { bar in
                bar.map(\.halved)
            }
        }
        let wanted = meter.isCompound ? ["6/8", "4/4"] : meter.beats % 5 == 0 ? ["5/4", "4/4"] : ["4/4", "6/8"]
        guard let source = (wanted + pages.keys.sorted()).first(where: { pages[$0] != nil }),
            let bars = pages[source], let sourceLength = Self.length(of: source)
        else { return [] }
        let length = meter.beats * 4 * Self.placesPerQuarter / meter.unit
        return bars.map { bar in
            stride(from: 0, to: length, by: sourceLength).flatMap { turn in
                bar.map { $0.moved(by: turn) }.filter { $0.place < length }
            }
        }
    }

    private static func half(_ bar: Bar, second: Bool) -> Bar {
        let length = 2 * placesPerQuarter
        return bar.filter { ($0.place >= length) == second }.map { second ? $0.moved(by: -length) : $0 }
    }

    /// How long a bar of a written meter is, in places; nil for what is no meter.
    static func length(of meter: String) -> Int? {
        let numbers = meter.split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 2, (1...32).contains(numbers[0]), [2, 4, 8, 16].contains(numbers[1]) else { return nil }
        return numbers[0] * 4 * placesPerQuarter / numbers[1]
    }
}

extension Groove.Stroke {
    /// Twice as fast.
    fileprivate var halved: Self {
        var stroke = self
        (stroke.place, stroke.length) = (place / 2, max(1, length / 2))
        return stroke
    }

    fileprivate func moved(by places: Int) -> Self {
        var stroke = self
        stroke.place += places
        return stroke
    }
}
