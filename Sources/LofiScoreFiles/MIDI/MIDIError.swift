/// Why bytes are not a song.
public struct MIDIError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where in the file.
    public let byteOffset: Int
    /// What is wrong there, and the remedy where there is one.
    public let reason: String

    public var description: String { "byte \(byteOffset): \(reason)" }
}

/// Something in a file that is not as the standard has it and was put right.
public struct MIDIWarning: Sendable, Equatable, CustomStringConvertible {
    public let byteOffset: Int
    public let message: String

    public var description: String { "byte \(byteOffset): \(message)" }
}
