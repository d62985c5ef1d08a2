import Glibc

/// A plain row of numbers that lives as long as its owner; shapes stand in comments.
///
/// Whoever shares one between threads sees to it that none writes while another reads. `start` is good as long as
/// somebody holds the buffer: a local one may go after its last mention, so `withExtendedLifetime` holds it over a call.
package final class Buffer<S: NeuralScalar>: @unchecked Sendable {
    package let count: Int
    package let start: UnsafeMutablePointer<S>

    /// Zeros.
    package init(_ count: Int) {
        self.count = count
        let bytes = max(count, 1) * MemoryLayout<S>.stride
        // A cache line's alignment: no vector straddles two.
        start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(
            to: S.self, capacity: max(count, 1))
        start.clear(max(count, 1))
    }

    package convenience init(_ values: [S]) {
        self.init(values.count)
        for (index, value) in values.enumerated() { start[index] = value }
    }

    deinit { start.deallocate() }

    package var values: [S] { Array(UnsafeBufferPointer(start: start, count: count)) }

    package subscript(index: Int) -> S {
        get {
            precondition(index >= 0 && index < count)
            return start[index]
        }
        set {
            precondition(index >= 0 && index < count)
            start[index] = newValue
        }
    }

    package func clear() { start.clear(count) }
}

/// A buffer that grows to what is asked of it: activations of the largest batch so far.
package final class GrowingBuffer<S: NeuralScalar>: @unchecked Sendable {
    private var buffer = Buffer<S>(0)

    /// Room for `count` elements; what lay in it before is lost where it has to grow.
    package func room(_ count: Int) -> UnsafeMutablePointer<S> {
        if buffer.count < count { buffer = Buffer(count) }
        return buffer.start
    }

    package var start: UnsafeMutablePointer<S> { buffer.start }

    package init() {}
}

extension UnsafeMutablePointer where Pointee: NeuralScalar {
    /// Zeros, whose bits are all zero: generic code would set them one by one.
    package func clear(_ count: Int) { memset(self, 0, count * MemoryLayout<Pointee>.stride) }
}
