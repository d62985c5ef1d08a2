import LofiPlugin
import LofiScore

/// Compresses, offsets and limits velocities.
package struct Velocity: ScoreTransform {
    package static let kind = "velocity"
    package static let summary = "compresses, offsets and limits velocities"
    package static let parameters: [Parameter] = [
        .number("compress", 0...1, default: 0.3, "how far velocities move towards the centre"),
        .integer("centre", 1...127, default: 72, "velocity they move towards"),
        .integer("offset", -100...100, default: 0, "added to all velocities"),
        .integer("minimum", 1...127, default: 1, "minimum velocity"),
        .integer("maximum", 1...127, default: 120, "maximum velocity"),
        .flag("drums", default: false, "apply to drums too"),
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let (minimum, maximum) = (settings.integer("minimum"), settings.integer("maximum"))
        guard minimum <= maximum else {
            throw .setting(key: "minimum", reason: "\(minimum) must not be above maximum (\(maximum))")
        }
        let (compress, centre) = (settings.number("compress"), settings.number("centre"))
        var score = score
        for index in score.parts.indices where settings.flag("drums") || !score.parts[index].isDrums {
            score.parts[index].notes = score.parts[index].notes.map { note in
                let own = Double(note.velocity)
                let bent = own + (centre - own) * compress + settings.number("offset")
                var changed = note
                changed.velocity = Int(bent.rounded()).clamped(to: minimum...maximum)
                return changed
            }
        }
        return score
    }
}
