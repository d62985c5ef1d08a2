import Foundation
import LofiPlatform
import LofiPlugin
import Testing
@testable import LofiAudioFile

@Suite("Audio told from other files")
struct AudioSourceTests {
    @Test(
        "A container is told by its first bytes",
        arguments: [
            ("RIFF\u{1}\u{2}\u{3}\u{4}WAVEfmt ", true), ("RF64\u{1}\u{2}\u{3}\u{4}WAVEds64", true),
            ("fLaC\u{0}\u{0}", true),
            ("OggS\u{0}", true), ("FORM\u{1}\u{2}\u{3}\u{4}AIFF", true), ("FORM\u{1}\u{2}\u{3}\u{4}AIFC", true),
            ("ID3\u{3}", true), ("caff", true), (".snd", true), ("MThd\u{0}\u{0}\u{0}\u{6}", false),
            ("RIFF\u{1}\u{2}\u{3}\u{4}RMID", false), ("FORM\u{1}\u{2}\u{3}\u{4}ILBM", false), ("<?xml", false),
            ("", false),
            ("RIFF", false), ("PK\u{3}\u{4}", false),
        ])
    func magic(beginning: String, isAudio: Bool) {
        #expect(AudioSource.Beginning(Array(beginning.utf8)).isAudio == isAudio)
    }

    @Test("An MP3 without a tag is told by its first frame header, and by a valid one only")
    func frameHeaders() {
        #expect(AudioSource.Beginning([0xFF, 0xFB, 0x90, 0x64]).isAudio)
        #expect(AudioSource.Beginning([0xFF, 0xF3, 0x40, 0xC0]).isAudio)
        for bytes: [UInt8] in [
            [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFB, 0xF0, 0], [0xFF, 0xFB, 0x9C, 0], [0xFF, 0xF8, 0x90, 0],
        ] {
            #expect(!AudioSource.Beginning(bytes).isAudio, "\(bytes)")
        }
    }

    @Test("A spool is read from its beginning as often as wanted")
    func spool() throws {
        let descriptor = try NamelessFile.open(in: NamelessFile.temporaryFolder)
        let format = AudioFormat(container: .wav, sampleFormat: .float32, sampleRate: 22_050)
        let writer = try AudioFileWriter(descriptor: descriptor, format: format, frameCount: 500, path: "spool")
        var frames = (0..<500).map { StereoFrame(Float($0) / 500, -Float($0) / 500) }
        try frames.withUnsafeMutableBufferPointer { try writer.write($0) }
        try writer.finish()
        let source = AudioSource(spool: descriptor, name: "standard input")
        for _ in 0..<2 {
            let reader = try AudioFileReader(source)
            #expect(reader.sampleRate == 22_050 && reader.frameCount == 500)
            var read = [StereoFrame](repeating: .zero, count: 600)
            let count = try read.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
            #expect(count == 500 && Array(read[..<500]) == frames)
        }
    }
}
