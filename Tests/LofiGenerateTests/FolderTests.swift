import Foundation
import LofiScore
import LofiScoreFiles
import Testing
@testable import LofiGenerate

/// A temporary folder of songs, removed after the test.
@Suite("Corpus folders")
struct FolderTests {
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID().uuidString)").path

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ name: String, _ bytes: [UInt8]) throws {
            let file = URL(filePath: "\(path)/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
    }

    private static func song(_ pitches: [Int], shift: Int = 0, ticksPerQuarter: Int = 480) -> [UInt8] {
        let notes = pitches.enumerated().map {
            Note(startTick: $0 * ticksPerQuarter, durationTicks: ticksPerQuarter, pitch: $1 + shift, velocity: 80)
        }
        return MIDIFileWriter.bytes(
            Score(
                tempoMap: TempoMap(ticksPerQuarter: ticksPerQuarter, beatsPerMinute: 85),
                parts: [Part(name: "Piano", role: .chords, notes: notes)]))
    }

    private static let tunes = [[60, 64, 67], [60, 65, 69], [62, 59, 55], [60, 70], [60, 61, 62, 63]]

    @Test("Subfolders are included, in order of name, with extensions in any case; unreadable files are listed")
    func reading() throws {
        let folder = try Folder()
        try folder.write("b.MID", Self.song([60]))
        try folder.write("a/c.midi", Self.song([61]))
        try folder.write("a/broken.mid", Array("MThd".utf8))
        try folder.write("notes.txt", Self.song([62]))
        try folder.write(".hidden.mid", Self.song([63]))
        let corpus = try CorpusReader.read(folder.path)
        #expect(corpus.files.map(\.name) == ["a/c.midi", "b.MID"])
        #expect(corpus.unreadable.map(\.name) == ["a/broken.mid"])
        #expect(corpus.unreadable.first?.reason.contains("truncated") == true)
    }

    @Test("A folder without MIDI is rejected")
    func refusals() throws {
        let folder = try Folder()
        #expect(throws: CorpusError.noFiles(path: folder.path)) { try CorpusReader.read(folder.path) }
        #expect(throws: CorpusError.noFolder(path: "/nowhere", reason: "not found")) {
            try CorpusReader.read("/nowhere")
        }
        try folder.write("x.mid", [])
        let error = #expect(throws: CorpusError.self) { try CorpusReader.read(folder.path) }
        #expect(try #require(error).description.contains("x.mid: byte 0: the file is empty"))
    }

    @Test("Transpositions and other resolutions share a class, and duplicates are counted")
    func classes() throws {
        let folder = try Folder()
        for shift in 0..<5 { try folder.write("up\(shift).mid", Self.song([60, 64, 67], shift: shift)) }
        try folder.write("fine.mid", Self.song([60, 64, 67], ticksPerQuarter: 960))
        try folder.write("again.mid", Self.song([60, 64, 67]))
        try folder.write("other.mid", Self.song([60, 63, 67]))
        let corpus = try CorpusReader.read(folder.path)
        #expect(corpus.classCount == 2 && corpus.duplicateCount == 1)
        let summary = CorpusSummary(corpus)
        #expect(summary.classes.map(\.files) == [7, 1] && summary.classes[1].example == "other.mid")
        #expect(summary.notes == 24 && summary.tempos.median.rounded() == 85)
        #expect(summary.vocabularies[0].words == 24 && summary.onsets.reduce(0, +) == 24)
    }

    @Test("The digest and the split depend on the songs, not on their names")
    func digest() throws {
        let (first, second) = (try Folder(), try Folder())
        for (index, tune) in Self.tunes.enumerated() {
            try first.write("\(index).mid", Self.song(tune))
            try second.write("\(9 - index).mid", Self.song(tune))
        }
        let (one, two) = (try CorpusReader.read(first.path), try CorpusReader.read(second.path))
        #expect(one.digest == two.digest && one.digest.description.count == 16)
        func heldOut(_ corpus: Corpus) -> Set<ContentHash> {
            Set(corpus.split(holdingOut: 0.4).heldOut.map { corpus.files[$0].contents })
        }
        #expect(heldOut(one) == heldOut(two) && heldOut(one).count == 2)
        try second.write("9.mid", Self.song([60, 64, 67, 72]))
        #expect(try CorpusReader.read(second.path).digest != one.digest)
    }

    @Test("No song is on both sides of the split in two keys; some are held out if possible", arguments: [0.1, 0.5])
    func division(share: Double) throws {
        let folder = try Folder()
        for (index, tune) in Self.tunes.enumerated() {
            for shift in 0..<(2 + index) { try folder.write("\(index)-\(shift).mid", Self.song(tune, shift: shift)) }
        }
        let corpus = try CorpusReader.read(folder.path)
        let (training, heldOut) = corpus.split(holdingOut: share)
        #expect((training + heldOut).sorted() == Array(corpus.files.indices) && !heldOut.isEmpty)
        #expect(Set(training.map { corpus.classes[$0] }).isDisjoint(with: heldOut.map { corpus.classes[$0] }))
        #expect(Double(heldOut.count) <= max(2, share * 20))
        #expect(corpus.split(holdingOut: 0).heldOut.isEmpty)
    }
}
