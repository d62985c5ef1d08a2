import Foundation
import LofiPlugin

/// A WAV file of 32-bit floats, written without the engine.
enum WaveFile {
    static func write(_ frames: [StereoFrame], rate: Int, to path: String) throws {
        var file = Data()
        func add(_ text: String) { file.append(contentsOf: text.utf8) }
        func add(_ value: Int, bytes: Int) {
            for byte in 0..<bytes { file.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
        }
        add("RIFF")
        add(36 + frames.count * 8, bytes: 4)
        add("WAVEfmt ")
        // Floats of 32 bits in two channels.
        for (value, bytes) in [(16, 4), (3, 2), (2, 2), (rate, 4), (rate * 8, 4), (8, 2), (32, 2)] {
            add(value, bytes: bytes)
        }
        add("data")
        add(frames.count * 8, bytes: 4)
        frames.withUnsafeBytes { file.append(contentsOf: $0) }
        try file.write(to: URL(filePath: path))
    }
}
