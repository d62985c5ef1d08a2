/// A sample as floats, ±1, with silence before and behind it, so that a curve through four frames never asks for more.
final class Recording: @unchecked Sendable {
    private static let margin = 4

    /// The first frame. Never written after it was filled.
    let frames: UnsafePointer<Float>
    let count: Int
    private let storage: UnsafeMutablePointer<Float>

    init(_ samples: UnsafeBufferPointer<Int16>) {
        count = samples.count
        storage = .allocate(capacity: count + 2 * Self.margin)
        storage.initialize(repeating: 0, count: count + 2 * Self.margin)
        for index in samples.indices {
            storage[index + Self.margin] = Float(Int16(littleEndian: samples[index])) / 32768
        }
        frames = UnsafePointer(storage + Self.margin)
    }

    deinit { storage.deallocate() }
}
