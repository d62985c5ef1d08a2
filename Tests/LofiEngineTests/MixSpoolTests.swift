import Foundation
import LofiDSP
import LofiPlugin
import Testing
@testable import LofiEngine

@Suite("The mix between the passes")
struct MixSpoolTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "lofi-spool-tests-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    @Test("A spool gives back what it took, from memory and from a file", arguments: [10, 1_000_000])
    func spool(memoryFrames: Int) throws {
        let spool = MixSpool(folder: folder.path, expectedFrames: 100_000, memoryFrames: memoryFrames)
        var frames = (0..<100_000).map { StereoFrame(Float($0), Float(-$0)) }
        for start in stride(from: 0, to: 100_000, by: 1000) {
            try frames.withUnsafeMutableBufferPointer {
                try spool.append(AudioBlock(rebasing: $0[start..<(start + 1000)]))
            }
        }
        for _ in 0..<2 {
            try spool.rewind()
            var back = [StereoFrame](repeating: .zero, count: 100_000)
            var done = 0
            while done < back.count {
                let read = try back.withUnsafeMutableBufferPointer {
                    try spool.read(into: AudioBlock(rebasing: $0[done..<min(done + 777, 100_000)]))
                }
                try #require(read > 0)
                done += read
            }
            // Not within the expectation: that would print how a hundred thousand frames differ.
            let isWhole = back == frames
            #expect(isWhole)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
