import Foundation
import LofiScore
import LofiScoreFiles

/// The songs of a folder and its subfolders that can be read, by path.
struct SongFiles {
    let songs: [(name: String, score: Score)]

    init(_ folder: String) {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        songs = paths.filter { ["mid", "midi", "mxl"].contains(($0 as NSString).pathExtension.lowercased()) }.sorted()
            .compactMap { path in
                guard let bytes = try? Data(contentsOf: URL(filePath: folder).appending(path: path)),
                    let song = try? MIDISong([UInt8](bytes))
                else { return nil }
                return (path, song.score)
            }
    }
}
