/// Conversions of the system's file names, which are bytes and need not be UTF-8.
///
/// A byte that is not part of valid UTF-8 becomes a private-use scalar in a `String`, so that every name converts back to
/// the same bytes.
extension String {
    /// Base of the scalars U+10FF80…U+10FFFF, which stand for the bytes 0x80…0xFF.
    private static let firstOfBytes: UInt32 = 0x10FF00

    /// Decodes a file name.
    /// - Parameter name: a name from `readdir`, `realpath` or the command line.
    package init(systemName name: UnsafePointer<CChar>) {
        let bytes = UnsafeRawBufferPointer(start: name, count: strlen(name))
        self.init(systemBytes: bytes)
    }

    package init(systemBytes bytes: some RandomAccessCollection<UInt8>) {
        let whole = String(validating: bytes, as: UTF8.self)
        if let whole, whole.unicodeScalars.allSatisfy({ $0.systemByte == nil }) {
            self = whole
            return
        }
        self = ""
        var rest = bytes[...]
        while let first = rest.first {
            if let scalar = Self.scalar(rest) {
                unicodeScalars.append(scalar)
                rest = rest.dropFirst(Unicode.UTF8.width(scalar))
            } else {
                // Bytes below 0x80 are always valid scalars, so this is never ASCII.
                unicodeScalars.append(Unicode.Scalar(Self.firstOfBytes + UInt32(first)) ?? "\u{FFFD}")
                rest = rest.dropFirst()
            }
        }
    }

    /// The name's bytes with a terminating zero, for the C library.
    package var systemName: [CChar] {
        var name: [CChar] = []
        name.reserveCapacity(utf8.count + 1)
        for scalar in unicodeScalars {
            if let byte = scalar.systemByte {
                name.append(CChar(bitPattern: byte))
            } else {
                name.append(contentsOf: scalar.utf8.lazy.map(CChar.init(bitPattern:)))
            }
        }
        return name + [0]
    }

    /// The first scalar; nil if the bytes are not UTF-8, or encode one of the private-use scalars above.
    private static func scalar(_ bytes: some RandomAccessCollection<UInt8>) -> Unicode.Scalar? {
        guard let first = bytes.first else { return nil }
        let width =
            switch first {
            case ..<0x80: 1
            case ..<0xE0: 2
            case ..<0xF0: 3
            default: 4
            }
        let scalar = String(validating: bytes.prefix(width), as: UTF8.self)?.unicodeScalars.first
        return scalar?.systemByte == nil ? scalar : nil
    }
}

extension Unicode.Scalar {
    /// The byte of a file name that this scalar stands for; nil for any other scalar.
    package var systemByte: UInt8? { (0x10FF80...0x10FFFF).contains(value) ? UInt8(value & 0xFF) : nil }
}
