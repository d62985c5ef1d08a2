import LofiPlatform
import Testing

@Suite("Names of files")
struct FileNameTests {
    @Test(
        "Any bytes become a string and the same bytes again",
        arguments: [
            Array("plain.mid".utf8), Array("Café 春.mid".utf8), [0x63, 0xE9, 0x2E], [0xFF], [0xC3], [0xE2, 0x98],
            [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80, 0x41, 0x80],
            // The scalars that stand for bytes, when a name holds them itself.
            Array("\u{10FF80}\u{10FFFF}".utf8),
        ] as [[UInt8]])
    func bytes(name: [UInt8]) {
        let text = String(systemBytes: name)
        #expect(text.systemName == name.map { CChar(bitPattern: $0) } + [0])
        #expect(text.systemName.withUnsafeBufferPointer { String(systemName: $0.baseAddress!) } == text)
    }

    @Test("UTF-8 stays as it is; other bytes are shown as what they are")
    func shown() {
        #expect(String(systemBytes: Array("Café 春".utf8)) == "Café 春")
        #expect(String(systemBytes: [0x63, 0xE9, 0x2E, 0x6D]).escaped == #"c\xE9.m"#)
    }

    @Test("A file whose name is not UTF-8 is written, found and read")
    func file() throws {
        let folder = try TemporaryFolder()
        let name = String(systemBytes: [0x63, 0x61, 0x66, 0xE9])
        try OutputFile.write([1, 2, 3], to: folder[name])
        #expect(folder.names == [name])
        #expect(FolderWalk.files(in: folder.path) == [name])
        #expect(try FileBytes.contents(of: folder[name]) == [1, 2, 3])
    }
}
