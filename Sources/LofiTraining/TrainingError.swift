/// Why a model cannot be trained as asked.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
    case tooFewNotes(words: Int, needed: Int)
    case noMelody
    /// More genres than a model supports.
    case tooManyKinds(most: Int, known: [String])
    case otherTraining(String)

    package var description: String {
        switch self {
        case .tooFewNotes(let words, let needed):
            "too few notes to learn from: \(words) tokens, but one window needs \(needed); add files or reduce --window"
        case .noMelody: "no two-bar melody in any file"
        case .tooManyKinds(let most, let known):
            "a model supports at most \(most) genres; this one has \(known.joined(separator: ", "))"
        case .otherTraining(let what): "the checkpoint belongs to another training: \(what)"
        }
    }
}
