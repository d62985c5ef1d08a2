/// Names of files as the system has them: bytes, which need not be UTF-8.
///
/// A byte that is no part of UTF-8 stands in a `String` as a private-use scalar of its own, so that no name is changed by
/// being read and every name leads back to its file.
extension String {
    /// U+10FF80…U+10FFFF stand for the bytes 0x80…0xFF.
    private static let firstOfBytes: UInt32 = 0x10FF00

    /// - Parameter name: what `readdir`, `realpath` or the command line gives.
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
                // Below 0x80 every byte is a scalar, so this is never an ASCII letter.
                unicodeScalars.append(Unicode.Scalar(Self.firstOfBytes + UInt32(first)) ?? "\u{FFFD}")
                rest = rest.dropFirst()
            }
        }
    }

    /// The name's bytes and a zero, for calls of the C library.
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

    /// The first scalar; nil where the bytes are not UTF-8. A scalar that stands for a byte elsewhere counts as bytes.
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
    /// The byte of a file name that this scalar stands for.
    package var systemByte: UInt8? { (0x10FF80...0x10FFFF).contains(value) ? UInt8(value & 0xFF) : nil }
}
