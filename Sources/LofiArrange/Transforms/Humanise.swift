import LofiPlugin
import LofiScore

/// Adds the small, correlated deviations of a human player.
///
/// Measured on the drummers of the Groove MIDI Dataset (hip-hop, 4/4): a residual of 15.6 to 18.4 ms with a correlation
/// of 0.37 from hit to hit, and velocities that vary by 12.7 (kick) to 23.8 (snare) of 127. White jitter is the wrong
/// model.
///
/// A part that already has a feel, like the drums from `Drums`, is unchanged; a song's own drums are humanised.
package struct Humanise: ScoreTransform {
    package static let kind = "humanise"
    package static let summary = "small human deviations of timing and velocity"
    package static let parameters: [Parameter] = [
        .number(
            "timing", 0...2, default: 0.4, "timing deviation; 1 = like a drummer; drums added by 'drums' keep their own"
        ),
        .number("velocity", 0...2, default: 0.3, "velocity deviation; 1 = like a drummer"),
        .number("strum", 0...60, default: 9, unit: "ms", "time from the first to the last note of a chord"),
    ]

    private static let timingMilliseconds = 16.0
    private static let velocitySpread = 16.0
    private static let correlation = 0.37

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        for index in score.parts.indices {
            var stream = random.fork("part \(index)")
            if score.parts[index].hasFeel { continue }
            loosen(&score.parts[index], score.tempoMap, &stream)
        }
        return score
    }

    private func loosen(_ part: inout Part, _ tempoMap: TempoMap, _ random: inout RandomStream) {
        var drift = 0.0
        // Keeps the overall deviation as set, whatever the correlation.
        let fresh = (1 - Self.correlation * Self.correlation).squareRoot()
        var group = 0
        let notes = part.notes.inOrder
        var played: [Note] = []
        while group < notes.count {
            let start = notes[group].startTick
            var end = group
            while end < notes.count, notes[end].startTick == start { end += 1 }
            drift = Self.correlation * drift + fresh * random.normal()
            let late = drift.clamped(to: -2.5...2.5) * settings.number("timing") * Self.timingMilliseconds
            // Simultaneous drum hits come from different limbs: they share the timing, but are not strummed.
            let spread = part.isDrums || end - group < 3 ? 0 : settings.number("strum")
            for (number, note) in notes[group..<end].enumerated() {
                let strum = spread * Double(number) / Double(max(1, end - group - 1))
                let shift = Int(tempoMap.ticks(milliseconds: late + strum, at: start).rounded())
                var moved = note
                moved.startTick = max(0, note.startTick + shift)
                moved.durationTicks = max(1, note.endTick - moved.startTick)
                let strength =
                    Double(note.velocity) + random.normal() * Self.velocitySpread * settings.number("velocity")
                moved.velocity = Int(strength.rounded()).clamped(to: 1...127)
                played.append(moved)
            }
            group = end
        }
        part.notes = played.inOrder
    }
}
