/// Unpacks DEFLATE (RFC 1951), as ZIP archives hold it.
enum Inflate {
    /// - Parameter limit: more bytes than these are refused.
    /// - Returns: nil where the bytes are cut or broken, or hold more.
    static func bytes(_ packed: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
        var bits = BitReader(packed)
        var out: [UInt8] = []
        while true {
            guard let isLast = bits.take(1), let kind = bits.take(2) else { return nil }
            let isGood =
                switch kind {
                case 0: stored(&bits, &out, limit)
                case 1: coded(&bits, &out, limit, fixedLiterals, fixedDistances)
                case 2: dynamic(&bits, &out, limit)
                default: false
                }
            guard isGood else { return nil }
            if isLast == 1 { return out }
        }
    }

    private static func stored(_ bits: inout BitReader, _ out: inout [UInt8], _ limit: Int) -> Bool {
        bits.alignToByte()
        guard let length = bits.take(16), let check = bits.take(16), length == check ^ 0xFFFF,
            out.count + length <= limit
        else { return false }
        for _ in 0..<length {
            guard let byte = bits.take(8) else { return false }
            out.append(UInt8(byte))
        }
        return true
    }

    private static func dynamic(_ bits: inout BitReader, _ out: inout [UInt8], _ limit: Int) -> Bool {
        guard let literals = bits.take(5), let distances = bits.take(5), let codes = bits.take(4) else { return false }
        var lengths = [Int](repeating: 0, count: 19)
        for place in lengthOrder.prefix(codes + 4) {
            guard let length = bits.take(3) else { return false }
            lengths[place] = length
        }
        guard let lengthCode = HuffmanCode(lengths) else { return false }
        var all: [Int] = []
        let count = literals + 257 + distances + 1
        while all.count < count {
            guard let symbol = lengthCode.symbol(&bits) else { return false }
            switch symbol {
            case 0...15: all.append(symbol)
            case 16:
                guard let last = all.last, let more = bits.take(2) else { return false }
                all += [Int](repeating: last, count: 3 + more)
            case 17, 18:
                guard let more = bits.take(symbol == 17 ? 3 : 7) else { return false }
                all += [Int](repeating: 0, count: (symbol == 17 ? 3 : 11) + more)
            default: return false
            }
        }
        guard all.count == count, let literalCode = HuffmanCode(Array(all[..<(literals + 257)])),
            let distanceCode = HuffmanCode(Array(all[(literals + 257)...]))
        else { return false }
        return coded(&bits, &out, limit, literalCode, distanceCode)
    }

    private static func coded(
        _ bits: inout BitReader, _ out: inout [UInt8], _ limit: Int, _ literals: HuffmanCode, _ distances: HuffmanCode
    ) -> Bool {
        while true {
            guard let symbol = literals.symbol(&bits) else { return false }
            if symbol < 256 {
                guard out.count < limit else { return false }
                out.append(UInt8(symbol))
                continue
            }
            if symbol == 256 { return true }
            guard symbol - 257 < lengthBases.count, let more = bits.take(lengthExtras[symbol - 257]),
                let code = distances.symbol(&bits), code < distanceBases.count,
                let further = bits.take(distanceExtras[code])
            else { return false }
            let (length, distance) = (lengthBases[symbol - 257] + more, distanceBases[code] + further)
            guard distance <= out.count, out.count + length <= limit else { return false }
            for _ in 0..<length { out.append(out[out.count - distance]) }
        }
    }

    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthExtras = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12289, 16385, 24577,
    ]
    private static let distanceExtras = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let fixedLiterals = HuffmanCode(
        [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112) + [Int](repeating: 7, count: 24)
            + [Int](repeating: 8, count: 8))!
    private static let fixedDistances = HuffmanCode([Int](repeating: 5, count: 30))!
}

/// Bits from the least significant of each byte on.
private struct BitReader {
    private let bytes: ArraySlice<UInt8>
    private var next: Int
    private var held = 0
    private var count = 0

    init(_ bytes: ArraySlice<UInt8>) { (self.bytes, next) = (bytes, bytes.startIndex) }

    /// nil at the end.
    mutating func take(_ wanted: Int) -> Int? {
        while count < wanted {
            guard next < bytes.endIndex else { return nil }
            held |= Int(bytes[next]) << count
            (next, count) = (next + 1, count + 8)
        }
        let value = held & (1 << wanted - 1)
        (held, count) = (held >> wanted, count - wanted)
        return value
    }

    mutating func alignToByte() { _ = take(count % 8) }
}

/// A canonical prefix code, read bit by bit.
private struct HuffmanCode {
    /// How many codes have each length, 0…15.
    private var counts = [Int](repeating: 0, count: 16)
    /// In the order of their codes.
    private let symbols: [Int]

    /// - Parameter lengths: of each symbol's code, 0 for none.
    /// - Returns: nil where there are more codes than a length has room for.
    init?(_ lengths: [Int]) {
        for length in lengths { counts[length] += 1 }
        counts[0] = 0
        var left = 1
        for length in 1..<16 {
            left = left * 2 - counts[length]
            guard left >= 0 else { return nil }
        }
        symbols = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    }

    func symbol(_ bits: inout BitReader) -> Int? {
        var (code, first, index) = (0, 0, 0)
        for length in 1..<16 {
            guard let bit = bits.take(1) else { return nil }
            code |= bit
            if code - first < counts[length] { return symbols[index + code - first] }
            index += counts[length]
            first = (first + counts[length]) * 2
            code *= 2
        }
        return nil
    }
}
