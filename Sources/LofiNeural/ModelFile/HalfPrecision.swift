/// IEEE 754 binary16 conversion on bits, since Swift's `Float16` is not available on every Linux platform.
enum HalfPrecision {
    /// Rounds to nearest, ties to even; out-of-range values become the largest finite number.
    static func bits(_ value: Float) -> UInt16 {
        let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
        let magnitude = abs(value)
        guard magnitude < 65520 else { return sign | 0x7BFF }
        // Below the normal range the spacing is a constant 2⁻²⁴.
        if magnitude < 0x1p-14 { return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven)) }
        let bits = magnitude.bitPattern
        let rounded = bits + 0xFFF + (bits >> 13 & 1)
        return sign | UInt16(truncatingIfNeeded: (rounded >> 13) - (112 << 10))
    }

    /// Converts to single precision, exactly.
    static func value(_ bits: UInt16) -> Float {
        let (exponent, fraction) = (UInt32(bits >> 10 & 0x1F), UInt32(bits & 0x3FF))
        let magnitude: Float =
            switch exponent {
            case 0: Float(fraction) * 0x1p-24
            case 31: fraction == 0 ? .infinity : .nan
            default: Float(bitPattern: (exponent + 112) << 23 | fraction << 13)
            }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }
}
