import CSndfile
import Foundation
import LofiDSP
import LofiPlatform
import LofiPlugin
import Testing
@testable import LofiAudioFile

@Suite("Tags of audio files")
struct AudioTagsTests {
    private static let frameCount = 44_100

    private static let tags: AudioTags = {
        var tags = AudioTags()
        (tags.title, tags.artist, tags.album) = ("Später Zug", "Ann & Ben", "Rails")
        (tags.date, tags.genre, tags.comment) = ("2026-12-31", "Lo-Fi", "style dusty-tape, seed 7")
        (tags.copyright, tags.beatsPerMinute, tags.key) = ("© 2026 Ann", 82.5, "F#m")
        // The last lies beyond the end.
        tags.cues = [
            AudioTags.Cue(frame: 0, name: "Intro A"), AudioTags.Cue(frame: 22_050, name: "Vers é"),
            AudioTags.Cue(frame: frameCount, name: "Outro"),
        ]
        return tags
    }()

    /// A second of a tone as a file.
    private func file(
        _ container: AudioFormat.Container, tags: AudioTags = tags, format: AudioFormat.SampleFormat = .int16,
        rate: Int = 44_100, loudness: ProgrammeLoudness? = nil
    ) throws -> (path: String, bytes: [UInt8]) {
        let path = FileManager.default.temporaryDirectory.appending(path: "tags-\(UUID().uuidString)").path
        let file = try OutputFile(path: path, seeks: true)
        let writer = try AudioFileWriter(
            descriptor: file.descriptor,
            format: AudioFormat(container: container, sampleFormat: format, sampleRate: rate),
            frameCount: Self.frameCount, path: path, tags: tags)
        var frames = (0..<Self.frameCount).map { StereoFrame(repeating: 0.5 * Float(sin(Double($0) / 20))) }
        try frames.withUnsafeMutableBufferPointer { try writer.write($0) }
        try writer.finish(loudness: loudness)
        try file.commit()
        return (path, [UInt8](try Data(contentsOf: URL(filePath: path))))
    }

    /// What libsndfile reads, by its own names.
    private func texts(_ path: String) throws -> [Int: String] {
        var info = SF_INFO()
        let handle = try #require(sf_open(path, Int32(SFM_READ), &info))
        defer { sf_close(handle) }
        return [
            SF_STR_TITLE, SF_STR_ARTIST, SF_STR_ALBUM, SF_STR_DATE, SF_STR_GENRE, SF_STR_COMMENT, SF_STR_COPYRIGHT,
        ].reduce(into: [:]) { texts, field in
            texts[field] = sf_get_string(handle, Int32(field)).map { String(cString: $0) }
        }
    }

    private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        Data(bytes).range(of: Data(text.utf8)) != nil
    }

    @Test(
        "libsndfile reads back what it has a name for, whatever else the file holds",
        arguments: [AudioFormat.Container.wav, .flac, .ogg, .opus])
    func readBack(container: AudioFormat.Container) throws {
        let (path, _) = try file(container, rate: container == .opus ? 48_000 : 44_100)
        defer { unlink(path) }
        #expect(
            try texts(path) == [
                SF_STR_TITLE: "Später Zug", SF_STR_ARTIST: "Ann & Ben", SF_STR_ALBUM: "Rails",
                SF_STR_DATE: "2026-12-31", SF_STR_GENRE: "Lo-Fi", SF_STR_COMMENT: "style dusty-tape, seed 7",
                SF_STR_COPYRIGHT: "© 2026 Ann",
            ])
    }

    @Test("Tempo, key and cues are in the words of each format", arguments: AudioFormat.Container.allCases)
    func words(container: AudioFormat.Container) throws {
        let (path, bytes) = try file(container, rate: container == .opus ? 48_000 : 44_100)
        defer { unlink(path) }
        switch container {
        case .flac, .ogg, .opus:
            for text in [
                "BPM=82.5", "INITIALKEY=F#m", "CHAPTER001=00:00:00.000", "CHAPTER001NAME=Intro A",
                container == .opus ? "CHAPTER002=00:00:00.459" : "CHAPTER002=00:00:00.500", "CHAPTER002NAME=Vers é",
            ] { #expect(contains(bytes, text), "\(text)") }
            #expect(!contains(bytes, "CHAPTER003"))
        case .wav, .aiff, .mp3:
            for text in ["TBPM\0\0\0\u{3}\0\0\u{3}83", "TKEY\0\0\0\u{4}\0\0\u{3}F#m", "TIT2"] {
                #expect(contains(bytes, text), "\(text.debugDescription)")
            }
            // WAV has its own.
            for text in ["CTOC", "CHAP"] { #expect(contains(bytes, text) == (container != .wav), "\(text)") }
        }
        #expect(SoftwareTag.isOnFile(path))
    }

    @Test(
        "The audio is the same as without tags, and the header counts what there is",
        arguments: AudioFormat.Container.allCases)
    func audio(container: AudioFormat.Container) throws {
        let rate = container == .opus ? 48_000 : 44_100
        var long = Self.tags
        // Comments beyond a page of Ogg, which holds 65,025 bytes.
        long.comment = String(repeating: "lo-fi ", count: 12_000)
        let paths = try [AudioTags(), Self.tags, long].map { try file(container, tags: $0, rate: rate).path }
        defer { for path in paths { unlink(path) } }
        let clips = try paths.map { try AudioClip(path: $0, sampleRate: Double(rate)) }
        #expect(clips[0].frames.count >= Self.frameCount)
        #expect(clips[1].frames == clips[0].frames && clips[2].frames == clips[0].frames)
    }

    @Test("Equal input gives equal bytes in every format, Ogg included", arguments: AudioFormat.Container.allCases)
    func determinism(container: AudioFormat.Container) throws {
        let rate = container == .opus ? 48_000 : 44_100
        let first = try file(container, rate: rate)
        defer { unlink(first.path) }
        let second = try file(container, rate: rate)
        defer { unlink(second.path) }
        #expect(first.bytes == second.bytes)
    }

    @Test("Every page of Ogg has its number, one serial number and the right checksum", arguments: [true, false])
    func pages(isOpus: Bool) throws {
        let (path, bytes) = try file(isOpus ? .opus : .ogg, rate: 48_000)
        defer { unlink(path) }
        var (position, serials, count): (Int, Set<[UInt8]>, UInt32) = (0, [], 0)
        while position < bytes.count {
            let page = try #require(OggPage(bytes[position...]))
            var own = Array(bytes[position..<(position + page.byteCount)])
            serials.insert(Array(own[14..<18]))
            #expect(Array(own[18..<22]) == count.littleEndianBytes)
            let sum = Array(own[22..<26])
            own.replaceSubrange(22..<26, with: [0, 0, 0, 0])
            #expect(own.withUnsafeBufferPointer(OggPage.checksum).littleEndianBytes == sum)
            (position, count) = (position + page.byteCount, count + 1)
        }
        #expect(serials.count == 1 && count > 2)
    }

    @Test("The checksum of Ogg is CRC-32 from 0, without reflection")
    func checksum() {
        // The check value, computed bit by bit.
        let sum = Array("123456789".utf8).withUnsafeBufferPointer(OggPage.checksum)
        #expect(sum == 0x89A1_897F)
    }

    @Test("WAV has bext version 2 with the loudness in hundredths, and 0x7FFF for what was not measured")
    func broadcast() throws {
        let meter = LoudnessMeter(sampleRate: 44_100)
        let tone = (0..<(5 * 44_100)).map { StereoFrame(repeating: 0.1 * Float(sin(Double($0) / 20))) }
        tone.withUnsafeBufferPointer { meter.add($0) }
        let loudness = ProgrammeLoudness(meter, truePeak: -1.234)
        func fields(
            _ loudness: ProgrammeLoudness?, tags: AudioTags = Self.tags
        ) throws -> (texts: [String], numbers: [Int16], version: Int16) {
            let (path, bytes) = try file(.wav, tags: tags, loudness: loudness)
            defer { unlink(path) }
            let start = try #require(Data(bytes).range(of: Data("bext".utf8))).upperBound + 4
            func number(_ offset: Int) -> Int16 {
                Int16(bitPattern: UInt16(bytes[start + offset]) | UInt16(bytes[start + offset + 1]) << 8)
            }
            let texts = [0..<256, 256..<288, 320..<330].map {
                String(
                    decoding: bytes[(start + $0.lowerBound)..<(start + $0.upperBound)].prefix { $0 > 0 }, as: UTF8.self)
            }
            return (texts, [412, 414, 416, 418, 420].map(number), number(346))
        }
        let measured = try fields(loudness)
        #expect(measured.texts == ["style dusty-tape, seed 7", "lofi-render", "2026-12-31"] && measured.version == 2)
        #expect(measured.numbers[2] == -123)
        let expected = [loudness.integrated, try #require(loudness.range), -1.234, loudness.maximumMomentary]
        for (number, value) in zip(measured.numbers, expected) { #expect(abs(Double(number) - 100 * value) <= 0.5) }
        var foreign = Self.tags
        foreign.comment = "夜"
        #expect(try fields(nil, tags: foreign).texts[0].isEmpty)
        #expect(try fields(nil).numbers == [Int16](repeating: 0x7FFF, count: 5))
    }

    @Test("Cues of WAV have positions and names, and the file's size is right")
    func cues() throws {
        let (path, bytes) = try file(.wav)
        defer { unlink(path) }
        func number(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) } }
        #expect(number(4) == bytes.count - 8)
        let cue = try #require(Data(bytes).range(of: Data("cue ".utf8))).upperBound
        #expect(number(cue) == 4 + 2 * 24 && number(cue + 4) == 2)
        #expect(number(cue + 8 + 20) == 0 && number(cue + 8 + 24 + 20) == 22_050)
        let labels = try #require(Data(bytes).range(of: Data("adtllabl".utf8))).upperBound
        #expect(number(labels) == 4 + 8 && number(labels + 4) == 1)
        #expect(String(decoding: bytes[(labels + 8)..<(labels + 15)], as: UTF8.self) == "Intro A")
    }

    @Test(
        "AIFF keeps cues as markers, and the file's size is right",
        arguments: [AudioFormat.SampleFormat.int16, .float32])
    func markers(format: AudioFormat.SampleFormat) throws {
        let (path, bytes) = try file(.aiff, format: format)
        defer { unlink(path) }
        #expect(bytes[4..<8].reduce(0) { $0 << 8 | Int($1) } == bytes.count - 8)
        let start = try #require(Data(bytes).range(of: Data("MARK".utf8))).upperBound + 4
        #expect(bytes[start..<(start + 8)].elementsEqual([0, 2, 0, 1, 0, 0, 0, 0]))
        #expect(bytes[start + 8] == 7 && bytes[(start + 16)..<(start + 22)].elementsEqual([0, 2, 0, 0, 0x56, 0x22]))
    }

    @Test("A file of 255 cues keeps all, one of more the first 255")
    func manyCues() throws {
        var tags = AudioTags()
        tags.cues = (0..<300).map { AudioTags.Cue(frame: $0 * 100, name: "\($0)") }
        #expect(tags.cues(within: Self.frameCount).count == 255)
        let (path, bytes) = try file(.flac, tags: tags)
        defer { unlink(path) }
        #expect(contains(bytes, "CHAPTER255=") && !contains(bytes, "CHAPTER256="))
    }
}

@Suite("A finished file")
struct FinishedFileTests {
    @Test(
        "A part is replaced by more, fewer or as many bytes, also beyond the size of a piece",
        arguments: [0, 3, 9, 2_000_000])
    func replace(count: Int) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "replace-\(UUID().uuidString)").path
        defer { unlink(path) }
        let before = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 7) }
        try Data(before).write(to: URL(filePath: path))
        let descriptor = open(path, O_RDWR)
        defer { close(descriptor) }
        let new = [UInt8](repeating: 7, count: count)
        try FinishedFile(descriptor: descriptor, path: path).replace(5..<14, with: new)
        #expect([UInt8](try Data(contentsOf: URL(filePath: path))) == before[..<5] + new + before[14...])
    }
}
