import LofiAudioFile
import LofiPlatform

/// SHA-256 (FIPS 180-4), as printed by `sha256sum`.
struct SHA256 {
    private var state: [UInt32] = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]
    private var pending: [UInt8] = []
    private var count = 0

    /// The digest as 64 hexadecimal digits.
    static func digest(of bytes: [UInt8]) -> String {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.add($0) }
        return hash.finish()
    }

    /// The digest of a file as 64 hexadecimal digits, read 1 MiB at a time because recordings may exceed memory.
    /// - Throws: `FileError` if the file cannot be read.
    static func digest(ofFile path: String) throws -> String {
        let descriptor = open(path.systemName, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError.cannotRead(path, reason: FileError.reason(errno)) }
        defer { close(descriptor) }
        var hash = SHA256()
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = piece.withUnsafeMutableBytes { piece in
                uninterrupted { read(descriptor, piece.baseAddress, piece.count) }
            }
            guard count >= 0 else { throw FileError.cannotRead(path, reason: FileError.reason(errno)) }
            if count == 0 { return hash.finish() }
            piece.withUnsafeBytes { hash.add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        count += bytes.count
        var start = 0
        if !pending.isEmpty {
            start = min(64 - pending.count, bytes.count)
            pending.append(contentsOf: bytes[..<start])
            guard pending.count == 64 else { return }
            pending.withUnsafeBytes { Self.compress($0, &state) }
            pending.removeAll(keepingCapacity: true)
        }
        while start + 64 <= bytes.count {
            Self.compress(UnsafeRawBufferPointer(rebasing: bytes[start..<start + 64]), &state)
            start += 64
        }
        pending.append(contentsOf: bytes[start...])
    }

    /// Returns the digest as 64 hexadecimal digits; call once, after the last `add`.
    mutating func finish() -> String {
        let bits = UInt64(count) * 8
        let padding = [0x80] + [UInt8](repeating: 0, count: (119 - count % 64) % 64)
        let length = (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
        (padding + length).withUnsafeBytes { add($0) }
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    /// Updates the state with one block of 64 bytes.
    private static func compress(_ block: UnsafeRawBufferPointer, _ state: inout [UInt32]) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
            for index in 0..<16 {
                words[index] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
            }
            for index in 16..<64 {
                let (a, b) = (words[index - 15], words[index - 2])
                let small = turned(a, 7) ^ turned(a, 18) ^ a >> 3
                let large = turned(b, 17) ^ turned(b, 19) ^ b >> 10
                words[index] = words[index - 16] &+ small &+ words[index - 7] &+ large
            }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            var (e, f, g, h) = (state[4], state[5], state[6], state[7])
            roundConstants.withUnsafeBufferPointer { constants in
                for index in 0..<64 {
                    let choice = e & f ^ ~e & g
                    let first =
                        h &+ (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) &+ choice &+ constants[index]
                        &+ words[index]
                    let majority = a & b ^ a & c ^ b & c
                    let second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ majority
                    (h, g, f, e) = (g, f, e, d &+ first)
                    (d, c, b, a) = (c, b, a, first &+ second)
                }
            }
            for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
        }
    }

    private static func turned(_ word: UInt32, _ places: UInt32) -> UInt32 { word >> places | word << (32 - places) }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let roundConstants: [UInt32] = {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < 64 {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes.map { prime in
            // The largest integer whose cube is at most prime · 2⁹⁶.
            let target = UInt128(prime) << 96
            var root: UInt128 = 0
            for bit in (0..<36).reversed() {
                let trial = root | 1 << UInt128(bit)
                if trial * trial * trial <= target { root = trial }
            }
            return UInt32(truncatingIfNeeded: root)
        }
    }()
}
