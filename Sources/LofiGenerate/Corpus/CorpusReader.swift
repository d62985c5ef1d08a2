import LofiPlatform
import LofiPlugin
import LofiScore

/// Reads all MIDI and MusicXML files of a folder and its subfolders.
package enum CorpusReader {
    /// Extensions of the files that are read.
    package static let endings = [".mid", ".midi", ".kar", ".rmi", ".mxl", ".musicxml", ".xml"]

    /// Reads the files in order of name, on several threads. Unreadable ones are skipped and listed in the corpus.
    /// - Throws: `CorpusError` if the folder cannot be read, or none of its files can.
    package static func read(_ folder: String) throws(CorpusError) -> Corpus {
        let names = try names(in: folder)
        guard !names.isEmpty else { throw .noFiles(path: folder) }
        let readings = names.mapInParallel { reading("\(folder)/\($0)", name: $0) }
        var (files, unreadable): ([CorpusFile], [Corpus.Unreadable]) = ([], [])
        for (name, reading) in zip(names, readings) {
            switch reading {
            case .success(let file): files.append(file)
            case .failure(let reason): unreadable.append(Corpus.Unreadable(name: name, reason: reason.text))
            }
        }
        if let first = unreadable.first, files.isEmpty {
            throw .nothingReadable(path: folder, count: names.count, first: "\(first.name): \(first.reason)")
        }
        return Corpus(files: files, unreadable: unreadable)
    }

    private struct Reason: Error { let text: String }

    private static func reading(_ path: String, name: String) -> Result<CorpusFile, Reason> {
        do {
            return .success(try CorpusFile(name: name, try FileBytes.contents(of: path)))
        } catch let error as InputError {
            return .failure(Reason(text: error.reason))
        } catch {
            return .failure(Reason(text: "\(error)"))
        }
    }

    /// Paths of the songs below the folder, selected by extension and sorted.
    /// - Throws: `CorpusError.noFolder` if the folder cannot be read.
    package static func names(in folder: String) throws(CorpusError) -> [String] {
        try sorted(in: folder).songs
    }

    /// Paths of the songs below the folder, sorted, and how many other files there are.
    /// - Throws: `CorpusError.noFolder` if the folder cannot be read.
    package static func sorted(in folder: String) throws(CorpusError) -> (songs: [String], others: Int) {
        guard access(folder.systemName, F_OK) == 0 else { throw .noFolder(path: folder, reason: "not found") }
        guard Folder.exists(folder) else { throw .noFolder(path: folder, reason: "it is a file") }
        guard access(folder.systemName, R_OK) == 0 else {
            throw .noFolder(path: folder, reason: "permission denied")
        }
        let all = FolderWalk.files(in: folder)
        let songs = all.filter { name in endings.contains(where: name.lowercased().hasSuffix) }
        return (songs, all.count - songs.count)
    }
}
