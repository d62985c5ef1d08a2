import LofiPlatform
import LofiPlugin

/// The reverberation of a furnished room: eight delay lines, each fed by a source of its own.
///
/// A feedback delay network with a Hadamard matrix (J.-M. Jot and A. Chaigne, 1991) and one-pole absorption. A value,
/// so that an ambience can be copied.
struct SmallRoom {
    private static let milliseconds = [11.3, 14.9, 18.7, 23.3, 28.1, 33.7, 39.1, 44.9]

    /// One ring of frames, one lane per line.
    private var memory: [Float]
    private let mask: Int
    private let offsets: SIMD8<Int32>
    private var position = 0
    private var damped = SIMD8<Float>.zero
    private let damping: Float
    private let feedback: SIMD8<Float>

    init(seconds: Double, halfHz: Double, sampleRate: Double) {
        var lengths = SIMD8<Int32>.zero
        var feedback = SIMD8<Float>.zero
        for (line, milliseconds) in Self.milliseconds.enumerated() {
            let frames = max(1, Int(milliseconds * sampleRate / 1000))
            lengths[line] = Int32(frames)
            feedback[line] = Float(pow(10, -3 * milliseconds / 1000 / seconds) / 8.0.squareRoot())
        }
        var size = 64
        while size <= Int(lengths.max()) { size *= 2 }
        memory = [Float](repeating: 0, count: 8 * size)
        mask = size - 1
        offsets = lengths
        self.feedback = feedback
        damping = Float(1 - exp(-2 * Double.pi * min(halfHz, 0.4 * sampleRate) / sampleRate))
    }

    /// Adds the reverberation to the block; every second line is heard on the left, the others on the right.
    ///
    /// - Parameter inputs: one row of all lines per frame of the block.
    mutating func add(_ inputs: UnsafeMutableBufferPointer<SIMD8<Float>>, to block: AudioBlock) {
        let (mask, offsets, damping, feedback) = (mask, offsets, damping, feedback)
        var (position, damped) = (position, damped)
        memory.withUnsafeMutableBufferPointer { memory in
            for index in block.indices {
                var out = SIMD8<Float>.zero
                for line in 0..<8 { out[line] = memory[8 * ((position &- Int(offsets[line])) & mask) + line] }
                damped += (out - damped) * damping
                let fed = (damped * feedback).hadamard + inputs[index]
                for line in 0..<8 { memory[8 * position + line] = fed[line] }
                position = (position + 1) & mask
                block[index] += StereoFrame(out.evenHalf.sum(), out.oddHalf.sum())
            }
        }
        (self.position, self.damped) = (position, damped)
    }
}
