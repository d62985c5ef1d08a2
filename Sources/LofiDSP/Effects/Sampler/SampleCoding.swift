import LofiPlugin

/// A converter's number format: quantises a sample as the converter would.
enum SampleCoding {
    /// Uniform quantisation, two's complement; `levels`, a power of two, is the number of steps from zero to full
    /// scale.
    case linear(levels: Float)
    /// ITU-T G.711's µ-law: sign, three bits of octave, four bits within it.
    case muLaw
    /// Twelve bits as in the long-play mode of IEC 61119: 1024 steps of 1/32768 about zero, then 256 per octave.
    case nonLinear
    /// A resistor ladder with mismatched resistors: `values[code]`, with codes ascending from the lowest voltage.
    case ladder(values: UnsafeMutablePointer<Float>, count: Int)

    @inline(__always)
    func coded(_ frame: StereoFrame) -> StereoFrame { StereoFrame(coded(frame.x), coded(frame.y)) }

    @inline(__always)
    func coded(_ sample: Float) -> Float {
        let value = max(-1, min(1, sample))
        switch self {
        case .linear(let levels): return min(Self.rounded(value * levels), levels - 1) * (1 / levels)
        case .muLaw:
            // In units of the law: full scale is 8159, and each octave begins 33 above its power of two.
            let shifted = min(8191, abs(value) * 8159 + 33)
            let step = Self.octave(shifted) / 16
            let size = Float(Int32(shifted / step)) * step + step / 2 - 33
            return (value < 0 ? -size : size) / 8159
        case .nonLinear:
            let step = max(0x1p-15, Self.octave(abs(value)) * 0x1p-8)
            return Self.rounded(value / step) * step
        case .ladder(let values, let count):
            let code = Int((value + 1) / 2 * Float(count))
            return values[min(count - 1, code)]
        }
    }

    /// Rounds to the nearest integer, for magnitudes below 2^22: adding the constant leaves no bits for a fraction.
    /// (`rounded` is a function call on the oldest x86-64 instruction set.)
    @inline(__always)
    private static func rounded(_ value: Float) -> Float { (value + 0x1.8p23) - 0x1.8p23 }

    /// Returns the power of two at or below a positive number.
    @inline(__always)
    private static func octave(_ value: Float) -> Float { Float(bitPattern: value.bitPattern & 0x7F80_0000) }

    /// Returns the output voltages of an R-2R ladder whose resistors deviate by `tolerance` (standard deviation): at
    /// the major carries, codes are missing or non-monotonic. Silence stays silent.
    static func ladder(bits: Int, tolerance: Double, random: RandomStream) -> [Float] {
        var random = random
        var weights: [Double] = []
        for bit in 0..<bits {
            let right = Double(1 << bit) / Double(1 << (bits - 1))
            weights.append(right * (1 + tolerance * random.normal()))
        }
        let idle = weights[bits - 1]
        return (0..<(1 << bits)).map { code -> Float in
            var sum = -idle
            for bit in 0..<bits where code >> bit & 1 == 1 { sum += weights[bit] }
            return Float(sum)
        }
    }
}
