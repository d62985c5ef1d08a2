import LofiScore

/// Score in, score out: one step of the arrangement, with a stream of chance of its own.
public protocol ScoreTransform: Plugin {
    init(settings: Settings)
    /// - Throws: `ArrangementError` where the settings name something that does not exist.
    func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score
}

/// Why an arrangement could not be made.
public enum ArrangementError: Error, Equatable, CustomStringConvertible {
    /// A setting that its declaration could not check by itself, with the remedy.
    case setting(key: String, reason: String)
    /// A groove that is not written as it should be.
    case groove(name: String, line: Int, reason: String)
    /// A MIDI file that no groove could be learned from.
    case grooveFile(path: String, reason: String)

    public var description: String {
        switch self {
        case .setting(let key, let reason): "'\(key)': \(reason)"
        case .groove(let name, let line, let reason): "groove \(name), line \(line): \(reason)"
        case .grooveFile(let path, let reason): "groove file \(path): \(reason)"
        }
    }
}
