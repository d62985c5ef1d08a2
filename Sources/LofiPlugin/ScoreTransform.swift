import LofiScore

/// Changes a score: one step of the arrangement, with a random stream of its own.
public protocol ScoreTransform: Plugin {
    /// - Parameter settings: Checked values of all declared parameters.
    init(settings: Settings)
    /// Returns the changed score: the same one for the same score and the same stream.
    /// - Throws: `ArrangementError` if the settings name something that does not exist.
    func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score
}

/// Why an arrangement could not be made.
public enum ArrangementError: Error, Equatable, CustomStringConvertible {
    /// A setting that its declaration could not check by itself, with the remedy.
    case setting(key: String, reason: String)
    /// A groove with a syntax error.
    case groove(name: String, line: Int, reason: String)
    /// A MIDI file from which no groove can be extracted.
    case grooveFile(path: String, reason: String)
    /// A song to be looped that has no steady beat, or no notes.
    case noBars
    /// A song with fewer bars than a loop of it is to have.
    case tooFewBars(asked: Int, has: Int)

    /// Message for the user: the setting, the line of the groove or the file, then the reason.
    public var description: String {
        switch self {
        case .setting(let key, let reason): "'\(key)': \(reason)"
        case .groove(let name, let line, let reason): "groove \(name), line \(line): \(reason)"
        case .grooveFile(let path, let reason): "groove file \(path): \(reason)"
        case .noBars: "no steady beat found, so there are no bars to loop; render the song without --loop"
        case .tooFewBars(let asked, let has):
            "the song has \(has == 1 ? "1 bar" : "\(has) bars"), fewer than --bars \(asked); ask for at most \(has)"
        }
    }
}
