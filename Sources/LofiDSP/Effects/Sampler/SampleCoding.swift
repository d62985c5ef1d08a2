import LofiPlugin

/// How a converter writes a number: what is left of a sample that has gone through it.
enum SampleCoding {
    /// Equal steps, two's complement; `levels`, a power of two, for half of the range.
    case linear(levels: Float)
    /// ITU-T G.711's µ-law: sign, three bits of octave, four bits within it.
    case muLaw
    /// Twelve bits as in IEC 61119's long-play mode: 1024 steps of 1/32768 about zero, then 256 for each octave.
    case nonLinear
    /// A ladder of resistors that do not fit: `values[code]`; codes run from the lowest voltage up.
    case ladder(values: UnsafeMutablePointer<Float>, count: Int)

    @inline(__always)
    func coded(_ frame: StereoFrame) -> StereoFrame { StereoFrame(coded(frame.x), coded(frame.y)) }

    @inline(__always)
    func coded(_ sample: Float) -> Float {
        let value = max(-1, min(1, sample))
        switch self {
        case .linear(let levels): return min(Self.rounded(value * levels), levels - 1) * (1 / levels)
        case .muLaw:
            // In units of the law: full scale 8159, each octave beginning 33 above its power of two.
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

    /// To the nearest whole number, below 2^22: what is added leaves no room for a fraction. (`rounded` is a call where the
    /// processor's oldest instruction set has to do.)
    @inline(__always)
    private static func rounded(_ value: Float) -> Float { (value + 0x1.8p23) - 0x1.8p23 }

    /// The power of two at or below a number.
    @inline(__always)
    private static func octave(_ value: Float) -> Float { Float(bitPattern: value.bitPattern & 0x7F80_0000) }

    /// An R-2R ladder whose resistors are off by `tolerance` (standard deviation): at the great carries codes are missing
    /// or go backwards. Silence stays silence.
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
