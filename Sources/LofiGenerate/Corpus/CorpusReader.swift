import Foundation
import LofiPlatform
import LofiPlugin
import LofiScore

/// Reads all MIDI and MusicXML files of a folder and its subfolders.
package enum CorpusReader {
    /// Maximum depth of subfolders, which also ends circular links.
    private static let maximumDepth = 16

    /// Reads the files in order of name, on two threads. Unreadable ones are skipped and listed in the corpus.
    /// - Throws: `CorpusError` if the folder cannot be read, or none of its files can.
    package static func read(_ folder: String) throws(CorpusError) -> Corpus {
        let names = try names(in: folder)
        guard !names.isEmpty else { throw .noFiles(path: folder) }
        let readings = names.mapOnTwoThreads { reading("\(folder)/\($0)", name: $0) }
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
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            throw .noFolder(path: folder, reason: "not found")
        }
        guard isFolder.boolValue else { throw .noFolder(path: folder, reason: "it is a file") }
        guard FileManager.default.isReadableFile(atPath: folder) else {
            throw .noFolder(path: folder, reason: "permission denied")
        }
        var found: [String] = []
        gather(folder, below: "", depth: 0, into: &found)
        return found.sorted()
    }

    private static func gather(_ folder: String, below prefix: String, depth: Int, into found: inout [String]) {
        guard depth < maximumDepth else { return }
        for name in namesOfFolder(folder) where !name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                gather(path, below: "\(prefix)\(name)/", depth: depth + 1, into: &found)
            } else if [".mid", ".midi", ".mxl", ".musicxml"].contains(where: name.lowercased().hasSuffix) {
                found.append(prefix + name)
            }
        }
    }
}
