import LofiPluginKit

/// Doubles every note of the melody an octave higher, softer.
struct OctaveDoubling: ScoreTransform {
    static let kind = "octave-doubling"
    static let summary = "doubles the melody an octave higher"
    static let parameters: [Parameter] = [
        .number("amount", 0...1, default: 0.6, "velocity of the upper note as a share of the lower one's"),
        .number("probability", 0...1, default: 1, "how often a note is doubled"),
    ]

    private let amount: Double
    private let probability: Double

    init(settings: Settings) {
        amount = settings.number("amount")
        probability = settings.number("probability")
    }

    func apply(to score: Score, random: inout RandomStream) -> Score {
        var score = score
        for index in score.parts.indices where score.parts[index].role == .melody {
            for note in score.parts[index].notes where note.pitch + 12 <= 127 && random.chance(probability) {
                var upper = note
                upper.pitch += 12
                upper.velocity = max(1, Int(Double(note.velocity) * amount))
                score.parts[index].notes.append(upper)
            }
        }
        return score
    }
}
