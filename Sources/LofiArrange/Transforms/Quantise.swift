import LofiPlugin
import LofiScore

/// Moves notes towards a grid, to repair the rhythm of generators that place notes anywhere.
package struct Quantise: ScoreTransform {
    package static let kind = "quantise"
    package static let summary = "moves notes towards a grid"
    package static let parameters: [Parameter] = [
        .choice(
            "grid", ["8", "8t", "16", "16t", "32", "auto"], default: "16",
            "note value of the grid; t = triplets; auto = sixteenths or triplets, beat by beat"),
        .number("strength", 0...1, default: 0.6, "0 = unchanged, 1 = on the grid"),
    ]

    /// Steps per quarter.
    private static let steps = ["8": 2, "8t": 3, "16": 4, "16t": 6, "32": 8]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        let quarter = score.ticksPerQuarter
        let fixed = Self.steps[settings.text("grid")]
        let triplets = fixed == nil ? Self.tripletBeats(score) : []
        let strength = settings.number("strength")
        for index in score.parts.indices {
            let notes = score.parts[index].notes.map { note in
                let steps = fixed ?? (triplets.contains(note.startTick / quarter) ? 3 : 4)
                let step = Double(quarter) / Double(steps)
                let target = (Double(note.startTick) / step).rounded() * step
                var moved = note
                // Keep the end, so that a held chord is not released early; keep some minimum length.
                let start = Double(note.startTick)
                moved.startTick = max(0, Int((start + (target - start) * strength).rounded()))
                moved.durationTicks = max(min(note.durationTicks, Int(step / 2)), note.endTick - moved.startTick)
                return moved
            }
            score.parts[index].notes = notes.inOrder
        }
        return score
    }

    /// Returns the beats whose onsets are clearly closer to triplets than to sixteenths.
    private static func tripletBeats(_ score: Score) -> Set<Int> {
        let quarter = Double(score.ticksPerQuarter)
        var distances: [Int: (straight: Double, triplet: Double)] = [:]
        for note in score.parts.flatMap(\.notes) {
            let position = Double(note.startTick) / quarter
            func distance(_ steps: Double) -> Double { abs(position * steps - (position * steps).rounded()) / steps }
            let beat = note.startTick / score.ticksPerQuarter
            let sums = distances[beat] ?? (0, 0)
            distances[beat] = (sums.straight + distance(4), sums.triplet + distance(3))
        }
        return Set(distances.filter { $0.value.triplet < 0.5 * $0.value.straight }.keys)
    }
}
