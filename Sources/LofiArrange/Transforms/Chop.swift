import LofiPlugin
import LofiScore

/// Slices bars and plays the slices in another order, like a record chopped on a sampler's pads.
///
/// The first slice of a bar stays, so that the harmony is stated on one; each of the others may be replaced by any
/// slice of its bar. All selected parts are cut alike, as if they were one sample. A chop is repeated four bars later,
/// when the phrase comes round, so that it sounds intentional.
package struct Chop: ScoreTransform {
    package static let kind = "chop"
    package static let summary = "slices of a bar in another order, as on a sampler's pads"
    package static let parameters: [Parameter] = [
        .number("amount", 0...1, default: 0.3, "share of the bars that are chopped"),
        .number("shuffle", 0...1, default: 0.5, "share of a chopped bar's slices that are replaced by others"),
        .choice("grid", ["quarter", "eighth"], default: "eighth", "length of a slice"),
        .choice("parts", SampledRoles.allCases.map(\.rawValue), default: "chords", "which parts are chopped"),
    ]

    private static let phraseBars = 4

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        guard score.keepsPulse, let roles = SampledRoles(rawValue: settings.text("parts")) else { return score }
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        let sliceTicks = score.ticksPerQuarter / (settings.text("grid") == "eighth" ? 2 : 1)
        // Per bar of the phrase, the slice order drawn last; nil = unchanged.
        var orders: [[Int]?] = Array(repeating: nil, count: Self.phraseBars)
        let chosen = score.parts.indices.filter { roles.contain(score.parts[$0]) }
        var sliced = chosen.map { SlicedPart(score.parts[$0].notes) }
        for bar in score.meterMap.bars(upTo: score.lastNoteEndTick) {
            for part in sliced.indices { sliced[part].go(to: bar) }
            let count = bar.lengthTicks / sliceTicks
            let position = bar.index % Self.phraseBars
            // Every second phrase repeats the one before.
            let repeats = bar.index / Self.phraseBars % 2 == 1 && orders[position]?.count ?? count == count
            if !repeats { orders[position] = order(count, &random) }
            guard let order = orders[position] else { continue }
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

    /// Returns the slice to play in each slot of a bar; nil = unchanged.
    private func order(_ count: Int, _ random: inout RandomStream) -> [Int]? {
        guard count > 1, random.chance(settings.number("amount")) else { return nil }
        return (0..<count).map { slot in
            slot > 0 && random.chance(settings.number("shuffle")) ? Int(random.unit() * Double(count)) : slot
        }
    }
}
