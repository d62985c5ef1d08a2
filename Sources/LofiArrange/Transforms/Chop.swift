import LofiPlugin
import LofiScore

/// Cuts bars into slices and plays them in another order, as a record is chopped on the pads of a sampler.
///
/// The first slice of a bar stays, so that the harmony comes on one; of the others, each may give way to any slice of its
/// bar. All chosen parts are cut alike: they lie in one sample. A chop is played again four bars on, where the phrase
/// comes round, so that it sounds meant.
public struct Chop: ScoreTransform {
    public static let kind = "chop"
    public static let summary = "slices of a bar in another order, as on a sampler's pads"
    public static let parameters: [Parameter] = [
        .number("amount", 0...1, default: 0.3, "share of the bars that are chopped"),
        .number("shuffle", 0...1, default: 0.5, "share of a chopped bar's slices that give way to others"),
        .choice("grid", ["quarter", "eighth"], default: "eighth", "how long a slice is"),
        .choice("parts", SampledRoles.allCases.map(\.rawValue), default: "chords", "which parts are cut"),
    ]

    private static let phraseBars = 4

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        guard score.keepsPulse, let roles = SampledRoles(rawValue: settings.text("parts")) else { return score }
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        let sliceTicks = score.ticksPerQuarter / (settings.text("grid") == "eighth" ? 2 : 1)
        // For each bar of the phrase, by the number of its slices, the order that was drawn last; nil is untouched.
        var orders: [[Int]?] = Array(repeating: nil, count: Self.phraseBars)
        let chosen = score.parts.indices.filter { roles.contain(score.parts[$0]) }
        var sliced = chosen.map { SlicedPart(score.parts[$0].notes) }
        for bar in score.meterMap.bars(upTo: score.lastNoteEndTick) {
            for part in sliced.indices { sliced[part].go(to: bar) }
            let count = bar.lengthTicks / sliceTicks
            let place = bar.index % Self.phraseBars
            // Every second phrase repeats the one before.
            let repeats = bar.index / Self.phraseBars % 2 == 1 && orders[place]?.count ?? count == count
            if !repeats { orders[place] = order(count, &random) }
            guard let order = orders[place] else { continue }
            for (slot, source) in order.enumerated() where source != slot {
                let from = bar.startTick + source * sliceTicks
                let range = from..<(from + sliceTicks)
                for part in sliced.indices {
                    sliced[part].place(
                        sliced[part].slice(range, isUncut: true), of: range, at: bar.startTick + slot * sliceTicks)
                }
            }
        }
        for (index, part) in zip(chosen, sliced) { score.parts[index].notes = part.notes }
        return score
    }

    /// Which slice is played in each slot of a bar, or nil.
    private func order(_ count: Int, _ random: inout RandomStream) -> [Int]? {
        guard count > 1, random.chance(settings.number("amount")) else { return nil }
        return (0..<count).map { slot in
            slot > 0 && random.chance(settings.number("shuffle")) ? Int(random.unit() * Double(count)) : slot
        }
    }
}
