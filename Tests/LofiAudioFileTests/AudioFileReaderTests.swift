import Foundation
import LofiDSP
import LofiPlatform
import LofiPlugin
import Testing
@testable import LofiAudioFile

@Suite("Audio files that are read")
struct AudioFileReaderTests {
    private func clip(_ bytes: [UInt8]) throws -> AudioClip {
        let file = FileManager.default.temporaryDirectory.appending(path: "clip-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try AudioClip(path: file.path, sampleRate: 8000)
    }

    private func big(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
    }

    /// A Sun file of 32-bit floats at 8 kHz, what its header says of its length is right.
    private func sun(_ samples: [Float], channels: Int, rate: Int = 8000) -> [UInt8] {
        let header = [24, samples.count * 4, 6, rate, channels]
        let data = samples.map { Int($0.bitPattern) }
        return Array(".snd".utf8) + (header + data).flatMap { big($0, 4) }
    }

    @Test("One channel is heard on both sides, of a thousand the first two")
    func channels() throws {
        #expect(try clip(sun([0.5, -0.25], channels: 1)).frames == [StereoFrame(0.5, 0.5), StereoFrame(-0.25, -0.25)])
        var many: [Float] = []
        for frame in 0..<200 {
            for channel in 0..<1000 { many.append(Float(frame * 2 + channel % 2) / 1024) }
        }
        let frames = try clip(sun(many, channels: 1000)).frames
        #expect(frames.count == 200)
        for (index, frame) in frames.enumerated() {
            #expect(frame == StereoFrame(Float(index * 2) / 1024, Float(index * 2 + 1) / 1024))
        }
    }

    @Test("What is no number, or beyond all loudness, is silence")
    func damage() throws {
        let frames = try clip(sun([.nan, .infinity, -1e30, 0.5], channels: 1)).frames
        #expect(frames == [.zero, .zero, .zero, StereoFrame(0.5, 0.5)])
    }

    @Test(
        "A sample rate that is not supported, and a file without audio, are refused by name",
        arguments: [
            (4000, 9, "4000 Hz; 8000…192000 Hz are supported"), (400_000, 9, "400000 Hz; 8000…192000 Hz are supported"),
            (8000, 0, "no audio in it"),
        ])
    func limits(rate: Int, frames: Int, reason: String) {
        #expect { try clip(sun([Float](repeating: 0.5, count: frames), channels: 1, rate: rate)) } throws: {
            "\($0)".hasSuffix(": \(reason)")
        }
    }

    @Test("A folder is refused as one")
    func folder() {
        #expect(throws: FileError.cannotRead("/tmp", reason: "it is a folder")) {
            try AudioClip(path: "/tmp", sampleRate: 8000)
        }
    }

    @Test("A header that claims minutes which are not there is refused, and makes no room for them")
    func claims() throws {
        // FLAC's STREAMINFO and nothing behind it: 44.1 kHz, 16 bits in two channels, ten minutes.
        let format = 44_100 << 44 | 1 << 41 | 15 << 36
        let info = big(4096, 2) + big(4096, 2) + big(0, 6) + big(format | 600 * 44_100, 8)
        let bytes = Array("fLaC".utf8) + [0x80, 0, 0, 34] + info + [UInt8](repeating: 0, count: 16)
        #expect { try clip(bytes) } throws: { "\($0)".hasSuffix("truncated: it claims 26460000 frames but has 0") }
    }
}
