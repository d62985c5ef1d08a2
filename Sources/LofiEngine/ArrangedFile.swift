import LofiAudioFile
import LofiPlatform
import LofiScore
import LofiScoreFiles

/// Writes the arranged song as a MIDI file for a DAW or another renderer: the humanized notes with added drums and bass,
/// the tempo map and the part names.
public final class ArrangedFile {
    private let file: OutputFile

    /// Opens the file, so that an unwritable path is reported before any work begins.
    /// - Throws: `FileError.cannotCreate`.
    public init(path: String) throws(FileError) { file = try OutputFile(path: path) }

    /// Writes the song atomically: the file appears complete or not at all.
    /// - Throws: `FileError.cannotWrite`.
    public func write(_ arranged: Score) throws(FileError) {
        try file.write(MIDIFileWriter.bytes(arranged, channels: .oneEach))
        try file.commit()
    }
}
