import LofiPlugin
import Testing
@testable import LofiNeural

@Suite struct SafetensorsTests {
    static let file = Safetensors(
        metadata: ["kind": "test", "text": "with \"quotes\" and ü"],
        tensors: [
            .init(name: "b", shape: [2, 3], values: [1, -2.5, 0.125, 65504, 6.1035156e-05, 5.9604645e-08]),
            .init(name: "a", shape: [1], values: [0.5]),
        ])

    @Test(arguments: [Safetensors.Precision.single, .half])
    func aFileComesBackAsItWas(_ precision: Safetensors.Precision) throws {
        let bytes = try Self.file.bytes(precision)
        #expect(try Safetensors(bytes) == Self.file)
        #expect(try Safetensors(bytes).bytes(precision) == bytes)
    }

    @Test func halfPrecisionRoundsToTheNearest() {
        // Every finite number of 16 bits is itself; halfway between two goes to the even one.
        for bits in UInt16(0)..<0x7C00 { #expect(HalfPrecision.bits(HalfPrecision.value(bits)) == bits) }
        #expect(HalfPrecision.value(HalfPrecision.bits(1 + 0x1p-11)) == 1)
        #expect(HalfPrecision.value(HalfPrecision.bits(1 + 0x3p-11)) == 1 + 0x1p-9)
        #expect(HalfPrecision.value(HalfPrecision.bits(-1e9)) == -65504)
    }

    @Test func everyCutIsRefused() throws {
        let bytes = try Self.file.bytes(.half)
        for count in 0..<bytes.count {
            #expect(throws: ModelFileError.self) { try Safetensors(Array(bytes[..<count])) }
        }
    }

    @Test func whatIsTamperedWithIsRefusedOrRead() throws {
        let bytes = try Self.file.bytes(.single)
        var stream = RandomStream(seed: 4, place: "tamper")
        for _ in 0..<3000 {
            var changed = bytes
            for _ in 0..<1 + Int(stream.unit() * 3) {
                changed[Int(stream.unit() * Double(changed.count))] = UInt8(stream.unit() * 256)
            }
            // No crash, no room for what is not there.
            if let file = try? Safetensors(changed) {
                #expect(file.tensors.reduce(0) { $0 + $1.values.count } <= bytes.count)
            }
        }
    }

    /// Headers that lie, one line each.
    @Test(arguments: [
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]}}"#,
        #"{"a":7}"#, #"{}"#, #"{"#,
    ])
    func headersThatLieAreRefused(_ header: String) {
        var bytes: [UInt8] = []
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { bytes += $0 }
        bytes += Array(header.utf8) + [0, 0, 128, 63]
        #expect(throws: ModelFileError.self) { try Safetensors(bytes) }
    }

    @Test func numbersThatAreNotFiniteAreRefused() throws {
        let file = Safetensors(metadata: [:], tensors: [.init(name: "a", shape: [1], values: [.nan])])
        let bytes = try file.bytes(.single)
        #expect(throws: ModelFileError.self) { try Safetensors(bytes) }
    }
}
