import LofiPlatform
import LofiPlugin

/// The reverberation of a furnished room: eight delay lines, each fed by a source of its own.
///
/// A feedback delay network with a Hadamard matrix (J.-M. Jot and A. Chaigne, 1991) and one-pole absorption. A value,
/// so that an ambience can be copied.
struct SmallRoom {
    private static let milliseconds = [11.3, 14.9, 18.7, 23.3, 28.1, 33.7, 39.1, 44.9]

    /// A ring of what the lines return in the frames to come, one lane per line.
    private var memory: [SIMD8<Float>]
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
        memory = [SIMD8<Float>](repeating: .zero, count: size)
        mask = size - 1
        offsets = lengths
        self.feedback = feedback
        damping = Float(1 - exp(-2 * Double.pi * min(halfHz, 0.4 * sampleRate) / sampleRate))
    }

    /// Adds the reverberation to the block; every second line is heard on the left, the others on the right.
    ///
    /// - Parameter rows: what the lines receive, one row per frame of the block, which must be shorter than the shortest
    ///   line; overwritten.
    mutating func add(_ rows: UnsafeMutableBufferPointer<SIMD8<Float>>, to block: AudioBlock) {
        let (mask, offsets, damping, feedback) = (mask, offsets, damping, feedback)
        let start = position
        var damped = damped
        memory.withUnsafeMutableBufferPointer { memory in
            // Separate loops: in a single one the compiler breaks the vectors up into lanes.
            for index in block.indices {
                let out = memory[(start + index) & mask]
                damped += (out - damped) * damping
                rows[index] += (damped * feedback).hadamard
                let four = out.lowHalf + out.highHalf
                block[index] += four.lowHalf + four.highHalf
            }
            memory.withMemoryRebound(to: Float.self) { memory in
                rows.withMemoryRebound(to: Float.self) { rows in
                    for line in 0..<8 {
                        let first = (start + Int(offsets[line])) & mask
                        // Two stretches where the ring ends in between.
                        let fitting = min(block.count, mask + 1 - first)
                        var (from, to) = (line, 8 * first + line)
                        for index in block.indices {
                            if index == fitting { to = line }
                            memory[to] = rows[from]
                            from &+= 8
                            to &+= 8
                        }
                    }
                }
            }
        }
        position = (start + block.count) & mask
        self.damped = damped
    }
}
