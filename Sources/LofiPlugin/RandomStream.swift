/// A seeded stream of random numbers, the same on every machine and every day.
///
/// xoshiro256++ (Blackman and Vigna 2019), seeded through SplitMix64. Each plugin draws from a stream named by its place
/// in the song or graph, so that adding one plugin does not reshuffle the others.
public struct RandomStream: RandomNumberGenerator, Sendable {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    /// - Parameters:
    ///   - seed: Seed of the whole render.
    ///   - place: Name of the stream's user, such as `layers/vinyl`.
    public init(seed: UInt64, place: String) {
        var state = seed ^ Self.fnv1a(place)
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        (s0, s1, s2, s3) = (next(), next(), next(), next())
    }

    /// The next 64 random bits: one step of the generator.
    @inlinable
    public mutating func next() -> UInt64 { step() }

    @usableFromInline
    mutating func step() -> UInt64 {
        let sum = s0 &+ s3
        let result = ((sum << 23) | (sum >> 41)) &+ s0
        let t = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = (s3 << 45) | (s3 >> 19)
        return result
    }

    /// Uniform in 0 ..< 1.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in the range.
    public mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit()
    }

    /// True with the given probability, 0…1.
    public mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// Normal with mean 0 and standard deviation 1 (the sum of 12 uniforms less 6: no libm, so equal everywhere;
    /// its tails end at ±6, which no ear or groove notices).
    public mutating func normal() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += unit() }
        return sum
    }

    /// Returns a new stream for a part of the work, seeded by the next number of this one.
    public mutating func fork(_ name: String) -> RandomStream { RandomStream(seed: next(), place: name) }

    /// FNV-1a, 64 bit: a stable hash, unlike `Hasher`, which differs in every process.
    static func fnv1a(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
