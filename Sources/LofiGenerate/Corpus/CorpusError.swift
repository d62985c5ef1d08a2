/// An error that makes a folder unusable as a corpus.
package enum CorpusError: Error, Equatable, CustomStringConvertible {
    /// The folder does not exist, is not a folder or cannot be read.
    case noFolder(path: String, reason: String)
    /// It has no MIDI or MusicXML files.
    case noFiles(path: String)
    /// None of its files can be read; `first` is the first one with its reason.
    case nothingReadable(path: String, count: Int, first: String)

    package var description: String {
        switch self {
        case .noFolder(let path, let reason): "cannot read the folder \(path): \(reason)"
        case .noFiles(let path):
            "no MIDI in \(path): neither it nor its subfolders have files ending in "
                + CorpusReader.endings.dropLast().joined(separator: ", ") + " or \(CorpusReader.endings.last ?? "")"
        case .nothingReadable(let path, let count, let first):
            "no readable MIDI in \(path): \(count == 1 ? "its only file" : "none of its \(count) files") can be read;"
                + " \(first)"
        }
    }
}
