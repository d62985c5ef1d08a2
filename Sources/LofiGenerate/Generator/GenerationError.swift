/// Why there is no song.
public enum GenerationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line that names an external program makes no sense, with the remedy.
    case commandLine(reason: String)
    /// It could not be started.
    case cannotStart(program: String, reason: String)
    /// It ended by itself, with a status or by a signal ("exit status 1"), and said this last on its standard error.
    case failed(program: String, ending: String, lastWords: String)
    /// It was ended by us.
    case stopped(program: String, reason: String)
    /// The file is no model, or not of this kind.
    case model(path: String, reason: String)
    /// There is no such file.
    case noModel(reason: String)
    /// Settings that make no sense together, or name a file that is of no use.
    case settings(reason: String)
    /// What it wrote is no song.
    case noSong(program: String, reason: String)

    public var description: String {
        switch self {
        case .commandLine(let reason): "generator: \(reason)"
        case .cannotStart(let program, let reason): "generator \(program) cannot be started: \(reason)"
        case .failed(let program, let ending, let lastWords):
            "generator \(program) failed with \(ending)" + (lastWords.isEmpty ? "" : "; it said: \(lastWords)")
        case .stopped(let program, let reason): "generator \(program) stopped: \(reason)"
        case .model(let path, let reason): "\(path): \(reason)"
        case .noModel(let reason): reason
        case .settings(let reason): "generator: \(reason)"
        case .noSong(let program, let reason): "generator \(program) wrote no MIDI file: \(reason)"
        }
    }
}
