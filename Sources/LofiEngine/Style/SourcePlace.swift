/// Where a setting was written.
public enum SourcePlace: Sendable, Equatable, CustomStringConvertible {
    case file(String, line: Int)
    case commandLine(String)

    public var description: String {
        switch self {
        case .file(let path, let line): "\(path):\(line)"
        case .commandLine(let option): option
        }
    }
}

/// A mistake in a style, with its place and what would be right.
public struct StyleError: Error, Sendable, Equatable, CustomStringConvertible {
    public let place: SourcePlace
    public let reason: String

    public var description: String { "\(place): \(reason)" }
}
