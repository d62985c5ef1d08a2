import Foundation
import LofiScoreFiles
import Testing
@testable import LofiScore

/// Third-party corpora beside the repository; without them these tests are skipped with a message.
private let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/corpus")
    .standardized
private let hasCorpus = FileManager.default.fileExists(atPath: corpus.path)

@Suite("Corpora", .enabled(if: hasCorpus, "shared/corpus is not beside the repository"))
struct CorpusTests {
    private func rows(_ folder: String) throws -> [[String: String]] {
        let text = try String(contentsOf: corpus.appending(path: "\(folder)/manifest.tsv"), encoding: .utf8)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(zip(lines[0], $0), uniquingKeysWith: { first, _ in first }) }
    }

    @Test("Every file is read as its manifest says", arguments: ["midi", "malformed"])
    func manifest(folder: String) throws {
        let rows = try rows(folder)
        #expect(rows.count > 50)
        for row in rows {
            let name = row["path"] ?? row["file"] ?? ""
            let bytes = [UInt8](try Data(contentsOf: corpus.appending(path: "\(folder)/\(name)")))
            let expected = row["expect"] ?? row["expected"] ?? ""
            do {
                let song = try MIDISong(bytes)
                #expect(!["REJECT", "NO-NOTES", "TOO-LONG"].contains(expected), "\(name) plays")
                guard ["PLAY", "WARN"].contains(expected), row["assert_counts"] != "no" else { continue }
                if let count = Int(row["note_ons"] ?? "") { #expect(song.noteOns == count, "\(name)") }
                if let end = Double(row["last_note_end_s"] ?? "") {
                    let own = song.score.tempoMap.seconds(at: song.score.lastNoteEndTick)
                    #expect(abs(own - end) <= 0.001, "\(name)")
                }
            } catch { #expect(!["PLAY", "WARN"].contains(expected), "\(name): \(error)") }
        }
    }
}
