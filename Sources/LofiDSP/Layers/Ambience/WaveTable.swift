import LofiPlatform
import LofiPlugin

/// One period of a wave, read at any pitch with linear interpolation.
struct WaveTable: Sendable {
    private static let bits: UInt32 = 8
    private static let count = 1 << Int(bits)

    /// The first value is repeated at the end.
    private var values = [Float](repeating: 0, count: count + 1)
    /// Position, and what it advances per frame, in periods of 2^32.
    private var phase: UInt32 = 0
    private var turn: UInt32 = 0

    mutating func clear() {
        for index in values.indices { values[index] = 0 }
    }

    /// Adds a partial: a whole multiple of the fundamental, with its phase in periods.
    mutating func add(harmonic: Int, amplitude: Double, phase: Double) {
        for index in values.indices {
            let share = Double(harmonic * index % Self.count) / Double(Self.count) + phase
            values[index] += Float(amplitude * sin(2 * .pi * share))
        }
    }

    mutating func tune(_ hertz: Double, sampleRate: Double) { turn = UInt32(hertz / sampleRate * 0x1p32) }

    /// Adds the wave to the block with a gain that changes by a step in each frame.
    mutating func add(to block: AudioBlock, gain: inout StereoFrame, step: StereoFrame) {
        var (phase, now) = (phase, gain)
        let turn = turn
        let shift = 32 - Self.bits
        let share = 1 / Float(1 << Int(shift))
        values.withUnsafeBufferPointer { values in
            for index in block.indices {
                phase &+= turn
                let whole = Int(phase >> shift)
                let (here, next) = (values[whole], values[whole + 1])
                block[index] += now * (here + (next - here) * (Float(Int32(phase & (1 << shift - 1))) * share))
                now += step
            }
        }
        (self.phase, gain) = (phase, now)
    }
}
