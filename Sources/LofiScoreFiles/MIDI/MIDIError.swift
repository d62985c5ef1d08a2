/// An error that makes a MIDI file unreadable.
public struct MIDIError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Position in the file, in bytes.
    public let byteOffset: Int
    /// What is wrong, with a remedy if there is one.
    public let reason: String

    /// Position and reason in one line.
    public var description: String { "byte \(byteOffset): \(reason)" }
}

/// A deviation from the standard that was corrected while reading.
public struct MIDIWarning: Sendable, Equatable, CustomStringConvertible {
    /// Position in the file, in bytes; 0 if it concerns the whole file.
    public let byteOffset: Int
    /// What was wrong, and how it was read.
    public let message: String

    /// Position and message in one line.
    public var description: String { "byte \(byteOffset): \(message)" }
}
