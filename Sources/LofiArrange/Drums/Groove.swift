import LofiScore

/// A drum groove as data: bars of strokes for each meter, fills, and a feel.
public struct Groove: Sendable {
    public enum Voice: String, Sendable, CaseIterable {
        case kick, snare, rim, clap, hat, open, ride, shaker, tom, crash

        /// General MIDI percussion key.
        public var key: Int {
            switch self {
            case .kick: 36
            case .snare: 38
            case .rim: 37
            case .clap: 39
            case .hat: 42
            case .open: 46
            case .ride: 51
            case .shaker: 70
            case .tom: 45
            case .crash: 49
            }
        }
    }

    public struct Stroke: Sendable, Equatable {
        public let voice: Voice
        /// In sixteenths from the start of the bar.
        public let step: Int
        /// 1…127.
        public let velocity: Int
        public let isGhost: Bool
    }

    public typealias Bar = [Stroke]

    public let name: String
    public let summary: String
    /// Where the second sixteenth of each pair falls, per cent.
    public let swing: Double
    /// How late each voice is, in ms.
    public let lateness: [Voice: Double]
    /// By meter such as "4/4", in the order in which they are played.
    let bars: [String: [Bar]]
    let fills: [String: [Bar]]

    /// Meters that every groove writes out; others are derived.
    static let writtenMeters = ["4/4", "3/4", "6/8", "5/4"]

    /// The bars for a meter, derived from the nearest written one where there are none.
    func bars(for meter: MeterMap.Meter) -> [Bar] { Self.derive(bars, meter) }

    func fills(for meter: MeterMap.Meter) -> [Bar] { Self.derive(fills, meter) }

    private static func derive(_ written: [String: [Bar]], _ meter: MeterMap.Meter) -> [Bar] {
        if let bars = written["\(meter.beats)/\(meter.unit)"] { return bars }
        let steps = meter.beats * 16 / meter.unit
        // Dotted beats from 6/8, others from 4/4: as much of it as the bar holds, again and again.
        let (source, length) = meter.isCompound ? (written["6/8"], 12) : (written["4/4"], 16)
        return (source ?? []).map { bar in
            (0...max(0, (steps - 1) / length)).flatMap { turn in
                bar.map {
                    Stroke(voice: $0.voice, step: $0.step + turn * length, velocity: $0.velocity, isGhost: $0.isGhost)
                }
                .filter { $0.step < steps }
            }
        }
    }
}

/// Reads grooves as drummers write them down.
///
///     swing 58
///     late snare 6
///     4/4
///     hat   x-o-x-o-x-o-x-o-
///     snare ----X--g-g--X---
///     kick  X-----x---x-----
///     fill 4/4
///     …
///
/// One sign for each sixteenth: X accent, x stroke, o soft, g ghost, - rest. A meter begins a new bar.
struct GrooveParser {
    let name: String

    func parse(_ text: String, summary: String) throws(ArrangementError) -> Groove {
        var swing = 50.0
        var lateness: [Groove.Voice: Double] = [:]
        var bars: [String: [Groove.Bar]] = [:]
        var fills: [String: [Groove.Bar]] = [:]
        var meter = ""
        var isFill = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(separator: " ").map(String.init)
            func fail(_ reason: String) -> ArrangementError { .groove(name: name, line: index + 1, reason: reason) }
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if first == "swing", words.count == 2, let amount = Double(words[1]), (50...75).contains(amount) {
                swing = amount
            } else if first == "late", words.count == 3, let voice = Groove.Voice(rawValue: words[1]),
                let milliseconds = Double(words[2])
            {
                lateness[voice] = milliseconds
            } else if first.contains("/") || (first == "fill" && words.count == 2) {
                meter = first == "fill" ? words[1] : first
                isFill = first == "fill"
                guard Self.steps(of: meter) != nil else { throw fail("'\(meter)' is no meter") }
                if isFill { fills[meter, default: []].append([]) } else { bars[meter, default: []].append([]) }
            } else if let voice = Groove.Voice(rawValue: first), words.count == 2, let steps = Self.steps(of: meter) {
                guard words[1].count == steps else {
                    throw fail("\(first) has \(words[1].count) signs, a bar of \(meter) has \(steps)")
                }
                for (step, sign) in words[1].enumerated() where sign != "-" {
                    guard let velocity = Self.velocities[sign] else {
                        throw fail("'\(sign)' is no stroke; write X, x, o, g or -")
                    }
                    let stroke = Groove.Stroke(voice: voice, step: step, velocity: velocity, isGhost: sign == "g")
                    if isFill {
                        fills[meter]?.appendToLast(stroke)
                    } else {
                        bars[meter]?.appendToLast(stroke)
                    }
                }
            } else {
                throw fail("cannot read '\(line)'")
            }
        }
        return Groove(name: name, summary: summary, swing: swing, lateness: lateness, bars: bars, fills: fills)
    }

    /// Backbeat, stroke, off-beat and ghost as the Groove MIDI Dataset's hip-hop drummers strike them, the loudest a
    /// little tamed: medians 127, 92, 57 to 64, 42.
    private static let velocities: [Character: Int] = ["X": 114, "x": 92, "o": 60, "g": 38]

    private static func steps(of meter: String) -> Int? {
        let numbers = meter.split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 2, numbers[0] > 0, [2, 4, 8, 16].contains(numbers[1]) else { return nil }
        return numbers[0] * 16 / numbers[1]
    }
}

extension Array where Element == Groove.Bar {
    fileprivate mutating func appendToLast(_ stroke: Groove.Stroke) { self[count - 1].append(stroke) }
}
