/// 64-bit FNV-1a hash that identifies contents, the same on every machine. Not cryptographic: collisions can be made.
package struct ContentHash: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The hash so far.
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The hash of no bytes.
    package init() {}

    /// The hash of a sequence of bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { add(byte) }
    }

    /// Adds a byte.
    package mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

    /// Adds the eight bytes of a number, least significant first.
    package mutating func add(_ number: Int) {
        for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    package static func < (first: Self, second: Self) -> Bool { first.value < second.value }

    /// 16 hexadecimal digits.
    package var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
