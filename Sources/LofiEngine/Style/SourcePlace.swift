/// The source location of a setting.
public enum SourcePlace: Sendable, Equatable, CustomStringConvertible {
    /// A line of a file, counted from 1.
    case file(String, line: Int)
    /// An option as typed, such as `--tempo`.
    case commandLine(String)

    /// `path:line`, or the option.
    public var description: String {
        switch self {
        case .file(let path, let line): "\(path):\(line)"
        case .commandLine(let option): option
        }
    }
}

/// An error in a style, with its location and a remedy.
public struct StyleError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where the error is.
    public let place: SourcePlace
    /// What is wrong and what is allowed, on one line.
    public let reason: String

    /// The location and the reason on one line.
    public var description: String { "\(place): \(reason)" }
}
