/// Why a folder is no corpus.
package enum CorpusError: Error, Equatable, CustomStringConvertible {
    /// It is not there, is no folder or cannot be read.
    case noFolder(path: String, reason: String)
    /// Nothing in it is named .mid or .midi.
    case noFiles(path: String)
    /// There are such files, and none can be played; the first with its reason.
    case nothingReadable(path: String, count: Int, first: String)

    package var description: String {
        switch self {
        case .noFolder(let path, let reason): "cannot read the folder \(path): \(reason)"
        case .noFiles(let path): "no MIDI in \(path): nothing in it, or in folders below, ends in .mid or .midi"
        case .nothingReadable(let path, let count, let first):
            "no MIDI that can be played in \(path): \(count == 1 ? "its one file" : "none of its \(count) files") is;"
                + " \(first)"
        }
    }
}
