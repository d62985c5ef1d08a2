/// Why a file could not be read or written.
public enum FileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file cannot be created at all: a missing folder, no permission.
    case cannotCreate(String, reason: String)
    /// The file is missing, unreadable or too large.
    case cannotRead(String, reason: String)
    /// The file can be read, but what it holds is damaged, empty or in no known format.
    case badContents(String, reason: String)
    /// Writing began and failed: a full disk, a closed pipe.
    case cannotWrite(String, reason: String)

    /// Message for the user: what failed, the path and the reason.
    public var description: String {
        switch self {
        case .cannotCreate(let path, let reason): "cannot create \(path): \(reason)"
        case .cannotRead(let path, let reason), .badContents(let path, let reason): "cannot read \(path): \(reason)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        }
    }

    /// The system's message for an `errno` value.
    public static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
