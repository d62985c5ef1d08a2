/// Why a model cannot be trained as asked.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
    case tooFewNotes(words: Int, needed: Int)
    case noMelody
    /// More kinds of music than a model can tell apart.
    case tooManyKinds(most: Int, known: [String])
    case otherTraining(String)

    package var description: String {
        switch self {
        case .tooFewNotes(let words, let needed):
            "too few notes to learn from: \(words) words where one window needs \(needed); add files or take a smaller --window"
        case .noMelody: "no melody of two bars in any file"
        case .tooManyKinds(let most, let known):
            "a model knows \(most) kinds of music at most; this one knows \(known.joined(separator: ", "))"
        case .otherTraining(let what): "the checkpoint belongs to another training: \(what)"
        }
    }
}
