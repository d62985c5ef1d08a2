import LofiScore

/// A drum groove: bars of strokes for each meter, fills, and a feel.
public struct Groove: Sendable {
    /// One stroke of a drum, which may be a roll of several hits.
    public struct Stroke: Sendable, Equatable {
        /// The drum.
        public let voice: DrumVoice
        /// Position from the start of the bar, in 48ths of a quarter: a sixteenth is 12, an eighth-note triplet 16.
        public var position: Int
        /// Velocity 1…127, as a drum pad reads it.
        public var velocity: Int
        /// Whether it is a ghost note; how many of these are played is a setting.
        public var isGhost = false
        /// Probability of being played, 0…1.
        public var chance = 1.0
        /// Number of hits within the length: two or three for a roll.
        public var hits = 1
        /// Length in 48ths of a quarter.
        public var length = 12
    }

    /// The strokes of one bar.
    public typealias Bar = [Stroke]

    /// Grid positions per quarter note; a multiple of both sixteenths and triplets.
    static let positionsPerQuarter = 48
    static let sixteenth = 12

    /// Name, as in the `groove` parameter.
    public let name: String
    /// One-line description.
    public let summary: String
    /// Position of the second sixteenth of each pair in per cent; 50 = straight.
    public var swing = 50.0
    /// Delay of each voice in ms.
    public var lateness: [DrumVoice: Double] = [:]
    /// Bars by meter, such as "4/4", in playing order.
    var bars: [String: [Bar]] = [:]
    /// Fills by meter.
    var fills: [String: [Bar]] = [:]
    /// Delay of each position of a bar in ms, if the groove was learned from a player; replaces that of the measured
    /// drummers.
    var learnedTiming: [DrumVoice: [Int: Double]]?

    /// Meters that every groove defines; others are derived.
    static let definedMeters = ["4/4", "3/4", "6/8", "5/4"]

    /// Returns the bars for a meter, derived from the nearest defined one if there are none.
    func bars(for meter: MeterMap.Meter) -> [Bar] {
        guard defined(bars, meter) == nil, meter.beats == 2, meter.unit == 4, let common = bars["4/4"] else {
            return derived(bars, meter)
        }
        // Two bars of two beats are one of four: a backbeat on three stays in every second bar.
        return common.flatMap { [Self.half($0, second: false), Self.half($0, second: true)] }
    }

    /// Returns the fills for a meter, derived like its bars.
    func fills(for meter: MeterMap.Meter) -> [Bar] {
        guard defined(fills, meter) == nil, meter.beats == 2, meter.unit == 4, let common = fills["4/4"] else {
            return derived(fills, meter)
        }
        return common.map { Self.half($0, second: true) }
    }

    private func defined(_ pages: [String: [Bar]], _ meter: MeterMap.Meter) -> [Bar]? {
        pages["\(meter.beats)/\(meter.unit)"]
    }

    /// Fills a bar with repeats of another meter's bar: compound meters from 6/8, fives from 5/4, others from 4/4.
    ///
    /// A song counted in half time has bars in half the note values (12/16, 3/8, 10/8): they are derived from the full
    /// ones.
    private func derived(_ pages: [String: [Bar]], _ meter: MeterMap.Meter) -> [Bar] {
        if let bars = defined(pages, meter) { return bars }
        if meter.isCompound && meter.unit > 8 || meter.unit == 8 && [3, 10].contains(meter.beats) {
            return derived(pages, MeterMap.Meter(beats: meter.beats, unit: meter.unit / 2)).map { bar in
                bar.map(\.halved)
            }
        }
        let candidates = meter.isCompound ? ["6/8", "4/4"] : meter.beats % 5 == 0 ? ["5/4", "4/4"] : ["4/4", "6/8"]
        guard let source = (candidates + pages.keys.sorted()).first(where: { pages[$0] != nil }),
            let bars = pages[source], let sourceLength = Self.length(of: source)
        else { return [] }
        let length = meter.beats * 4 * Self.positionsPerQuarter / meter.unit
        return bars.map { bar in
            stride(from: 0, to: length, by: sourceLength).flatMap { offset in
                bar.map { $0.moved(by: offset) }.filter { $0.position < length }
            }
        }
    }

    private static func half(_ bar: Bar, second: Bool) -> Bar {
        let length = 2 * positionsPerQuarter
        return bar.filter { ($0.position >= length) == second }.map { second ? $0.moved(by: -length) : $0 }
    }

    /// Returns the length of a meter's bar in 48ths of a quarter; nil if it is not a meter.
    static func length(of meter: String) -> Int? {
        let numbers = meter.split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 2, (1...32).contains(numbers[0]), [2, 4, 8, 16].contains(numbers[1]) else { return nil }
        return numbers[0] * 4 * positionsPerQuarter / numbers[1]
    }
}

extension Groove.Stroke {
    /// The stroke at twice the speed.
    fileprivate var halved: Self {
        var stroke = self
        (stroke.position, stroke.length) = (position / 2, max(1, length / 2))
        return stroke
    }

    fileprivate func moved(by positions: Int) -> Self {
        var stroke = self
        stroke.position += positions
        return stroke
    }
}
