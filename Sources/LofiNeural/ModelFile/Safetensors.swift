import FoundationEssentials

/// Named tensors with text metadata, in the safetensors format, readable with Python's `safetensors`.
///
/// Eight bytes give the length of a JSON header (little-endian). It lists type, shape and byte range of each tensor in
/// the data that follows; `__metadata__` holds strings by name. (Format: huggingface/safetensors, README, "Format".)
package struct Safetensors: Sendable, Equatable {
    /// Number format of the values.
    package enum Precision: String, Sendable {
        case half = "F16"
        case single = "F32"

        var bytes: Int { self == .half ? 2 : 4 }
    }

    /// A named array.
    package struct Tensor: Sendable, Equatable {
        package var name: String
        /// Row-major; the product of the dimensions is the number of values.
        package var shape: [Int]
        package var values: [Float]

        package init(name: String, shape: [Int], values: [Float]) {
            (self.name, self.shape, self.values) = (name, shape, values)
        }
    }

    /// Text by name.
    package var metadata: [String: String]
    /// Tensors in the order of their data.
    package var tensors: [Tensor]

    package init(metadata: [String: String], tensors: [Tensor]) {
        (self.metadata, self.tensors) = (metadata, tensors)
    }

    /// Far larger than any header written by this program or by Python.
    static let maximumHeaderBytes = 16 << 20

    // MARK: Writing

    private struct Entry: Codable {
        let dtype: String
        let shape: [Int]
        let data_offsets: [Int]
    }

    /// Encodes the file, with the same bytes for the same contents.
    package func bytes(_ precision: Precision) throws -> [UInt8] {
        var offset = 0
        var lines: [String] = []
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        lines.append("\"__metadata__\":\(try text(metadata))")
        for tensor in tensors {
            let end = offset + tensor.values.count * precision.bytes
            let entry = Entry(dtype: precision.rawValue, shape: tensor.shape, data_offsets: [offset, end])
            lines.append("\(try text(tensor.name)):\(try text(entry))")
            offset = end
        }
        var header = Array("{\(lines.joined(separator: ","))}".utf8)
        // Data starts at a multiple of eight.
        header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + header.count + offset)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes += $0 }
        bytes += header
        for tensor in tensors {
            switch precision {
            case .single:
                for value in tensor.values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
            case .half:
                for value in tensor.values {
                    withUnsafeBytes(of: HalfPrecision.bits(value).littleEndian) { bytes += $0 }
                }
            }
        }
        return bytes
    }

    // MARK: Reading

    /// Parses a file, checking every size against it before allocating memory.
    package init(_ bytes: [UInt8]) throws(ModelFileError) {
        guard bytes.count >= 8 else { throw .notSafetensors(reason: "it has \(bytes.count) bytes") }
        let length = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= Self.maximumHeaderBytes, bytes.count > 8, bytes[8] == UInt8(ascii: "{") else {
            throw .notSafetensors(reason: "it does not start with a header")
        }
        guard Int(length) <= bytes.count - 8 else {
            throw .cut(reason: "its header of \(length) bytes extends beyond the end of the file")
        }
        let start = 8 + Int(length)
        let header: Header
        do { header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<start])) } catch {
            throw .badHeader(reason: "its header is not JSON")
        }
        metadata = header.metadata
        tensors = []
        var position = 0
        let entries = try header.entries.map { name, entry throws(ModelFileError) in
            try Self.checked(name, entry, room: bytes.count - start)
        }.sorted { ($0.range.lowerBound, $0.name) < ($1.range.lowerBound, $1.name) }
        for entry in entries {
            guard entry.range.lowerBound == position else {
                throw .badHeader(reason: "tensor \(entry.name) does not start where the previous one ends")
            }
            position = entry.range.upperBound
            let values = Self.values(bytes[start + entry.range.lowerBound..<start + position], entry.precision)
            guard values.allSatisfy(\.isFinite) else {
                throw .badHeader(reason: "tensor \(entry.name) has values that are not finite")
            }
            tensors.append(Tensor(name: entry.name, shape: entry.shape, values: values))
        }
        guard position == bytes.count - start else {
            throw .badHeader(reason: "\(bytes.count - start - position) bytes do not belong to any tensor")
        }
    }

    /// What a header says; nothing of it is checked yet.
    private struct Header: Decodable {
        var metadata: [String: String] = [:]
        /// By the names of tensors; nil for what is no entry.
        var entries: [String: Entry?] = [:]

        private struct Name: CodingKey {
            let stringValue: String
            let intValue: Int? = nil

            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { return nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Name.self)
            for name in container.allKeys {
                guard name.stringValue == "__metadata__" else {
                    entries.updateValue(try? container.decode(Entry.self, forKey: name), forKey: name.stringValue)
                    continue
                }
                guard let texts = try? container.nestedContainer(keyedBy: Name.self, forKey: name) else { continue }
                for key in texts.allKeys { metadata[key.stringValue] = try? texts.decode(String.self, forKey: key) }
            }
        }
    }

    private typealias Checked = (name: String, shape: [Int], range: Range<Int>, precision: Precision)

    private static func checked(_ name: String, _ entry: Entry?, room: Int) throws(ModelFileError) -> Checked {
        guard let entry, entry.data_offsets.count == 2 else {
            throw .badHeader(reason: "tensor \(name) has no valid type, shape or offsets")
        }
        let (shape, offsets) = (entry.shape, entry.data_offsets)
        guard let precision = Precision(rawValue: entry.dtype) else {
            throw .badHeader(reason: "tensor \(name) is of type \(entry.dtype); only F16 and F32 are supported")
        }
        guard offsets[0] >= 0, offsets[0] <= offsets[1] else {
            throw .badHeader(reason: "tensor \(name) ends before it starts")
        }
        guard offsets[1] <= room else { throw .cut(reason: "tensor \(name) extends beyond the end of the file") }
        var count = precision.bytes
        for length in shape {
            let (product, overflows) = count.multipliedReportingOverflow(by: length)
            guard length >= 0, !overflows else {
                throw .badHeader(reason: "tensor \(name) has an impossibly large shape")
            }
            count = product
        }
        guard count == offsets[1] - offsets[0] else {
            throw .badHeader(reason: "tensor \(name) of shape \(shape) is not \(offsets[1] - offsets[0]) bytes long")
        }
        return (name, shape, offsets[0]..<offsets[1], precision)
    }

    private static func values(_ bytes: ArraySlice<UInt8>, _ precision: Precision) -> [Float] {
        bytes.withUnsafeBytes { raw in
            switch precision {
            case .single:
                (0..<raw.count / 4).map {
                    Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
                }
            case .half:
                (0..<raw.count / 2).map {
                    HalfPrecision.value(
                        UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 2, as: UInt16.self)))
                }
            }
        }
    }
}
