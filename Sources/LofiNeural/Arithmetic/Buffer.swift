import Glibc

/// A fixed array of numbers, owned by reference; shapes are given in comments.
///
/// Sharing one between threads requires that none writes while another reads. `start` is valid only while the buffer is
/// alive: a local one may be freed after its last use, so wrap calls in `withExtendedLifetime`.
package final class Buffer<S: NeuralScalar>: @unchecked Sendable {
    /// Number of elements.
    package let count: Int
    /// The first element, aligned to 64 bytes.
    package let start: UnsafeMutablePointer<S>

    /// Makes a buffer of zeros.
    package init(_ count: Int) {
        self.count = count
        let bytes = max(count, 1) * MemoryLayout<S>.stride
        // Aligned to a cache line, so that no vector straddles two.
        start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(
            to: S.self, capacity: max(count, 1))
        start.clear(max(count, 1))
    }

    /// Copies an array.
    package convenience init(_ values: [S]) {
        self.init(values.count)
        for (index, value) in values.enumerated() { start[index] = value }
    }

    deinit { start.deallocate() }

    /// A copy of the elements.
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

    /// Sets all elements to zero.
    package func clear() { start.clear(count) }
}

/// A buffer that grows on demand, for the activations of the largest batch so far.
package final class GrowingBuffer<S: NeuralScalar>: @unchecked Sendable {
    private var buffer = Buffer<S>(0)

    /// Space for `count` elements; growing discards the previous contents.
    package func room(_ count: Int) -> UnsafeMutablePointer<S> {
        if buffer.count < count { buffer = Buffer(count) }
        return buffer.start
    }

    package var start: UnsafeMutablePointer<S> { buffer.start }

    package init() {}
}

extension UnsafeMutablePointer where Pointee: NeuralScalar {
    /// Zeroes memory with `memset`, where generic code would assign one element at a time.
    package func clear(_ count: Int) { memset(self, 0, count * MemoryLayout<Pointee>.stride) }
}
