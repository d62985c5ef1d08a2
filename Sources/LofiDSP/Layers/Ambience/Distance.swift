import LofiPlatform
import LofiPlugin

/// The effect of additional metres of air and ground: less treble, more echo, less width.
///
/// Signal flow: low-pass (air) → + feedback delay network of four lines (J.-M. Jot, 1991). Air absorbs 23 dB/km at 4
/// kHz (ISO 9613-1, 20 °C, 50 % humidity), roughly with the power 1.75 of the frequency; the low-pass is 3 dB down
/// where the air is. Simplification: the level does not fall with distance, since a layer has its own level setting.
struct Distance {
    private let isFar: Bool
    private var air: Biquad
    private let wet: Float
    private let feedback: Float
    private let narrowing: Float
    /// The four lines, one after the other.
    private var memory: [Float]
    private let starts: SIMD4<Int>
    private let lengths: SIMD4<Int>
    private var positions = SIMD4<Int>.zero
    private var damped = SIMD4<Float>.zero
    private let damping: Float

    init(metres: Double, sampleRate: Double) {
        isFar = metres > 0
        let cutoffHz = 4000 * pow(3 / (23 * max(1, metres) / 1000), 1 / 1.75)
        air = Biquad(.lowPass(cutoffHz: min(cutoffHz, 0.45 * sampleRate), q: 0.5, sampleRate: sampleRate))
        // Chosen, not yet measured: at 300 m echoes and width are halfway.
        wet = Float((metres / (metres + 300)).squareRoot()) * 0.5
        narrowing = Float(300 / (metres + 300))
        // Mutually prime, 31 to 67 ms: echoes from walls 5 to 11 m apart.
        let milliseconds = [31.7, 41.3, 53.9, 66.7]
        let frames = milliseconds.map { Int($0 * sampleRate / 1000) }
        lengths = SIMD4(frames[0], frames[1], frames[2], frames[3])
        starts = SIMD4(0, frames[0], frames[0] + frames[1], frames[0] + frames[1] + frames[2])
        memory = [Float](repeating: 0, count: isFar ? frames.reduce(0, +) : 4)
        // 60 dB in 1.5 s, the mean line being 48 ms.
        feedback = Float(pow(10, -3 * 0.0484 / 1.5))
        damping = Float(1 - exp(-2 * .pi * min(3000, 0.4 * sampleRate) / sampleRate))
    }

    mutating func process(_ block: AudioBlock) {
        guard isFar else { return }
        var (air, positions, damped) = (air, positions, damped)
        memory.withUnsafeMutableBufferPointer { memory in
            for index in block.indices {
                let input = air.next(block[index])
                var out = SIMD4<Float>.zero
                for line in 0..<4 { out[line] = memory[starts[line] + positions[line]] }
                damped += (out - damped) * damping
                // Householder matrix: each line gets its own output less half of the sum.
                let mixed = (damped - damped.sum() * 0.5) * feedback
                let fed = mixed + SIMD4(input.x, input.y, input.x, input.y)
                for line in 0..<4 {
                    memory[starts[line] + positions[line]] = fed[line]
                    positions[line] = positions[line] + 1 == lengths[line] ? 0 : positions[line] + 1
                }
                let echo = StereoFrame(out.x + out.z, out.y + out.w) * wet
                let sum = input + echo
                let middle = StereoFrame(repeating: (sum.x + sum.y) * 0.5)
                block[index] = middle + (sum - middle) * narrowing
            }
        }
        (self.air, self.positions, self.damped) = (air, positions, damped)
    }
}
