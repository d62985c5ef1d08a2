import LofiAudioFile
import LofiPlatform
import LofiScore
import LofiScoreFiles

/// The arranged song as a MIDI file, for a workstation or another renderer: what is played, humanised, with its drums and
/// its bass, its tempo map and the names of its parts.
public final class ArrangedFile {
    private let file: OutputFile

    /// Opened before the work begins, so that what cannot be written is said at once.
    /// - Throws: `FileError.cannotCreate`.
    public init(path: String) throws(FileError) { file = try OutputFile(path: path) }

    /// Writes the song; a file appears whole or not at all.
    /// - Throws: `FileError.cannotWrite`.
    public func write(_ arranged: Score) throws(FileError) {
        try file.write(MIDIFileWriter.bytes(arranged, channels: .oneEach))
        try file.commit()
    }
}
