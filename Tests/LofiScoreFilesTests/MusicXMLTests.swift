import Foundation
import Testing
@testable import LofiScore
@testable import LofiScoreFiles

@Suite struct MusicXMLTests {
    static func song(_ body: String, parts: String = "") throws -> Score {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 3.1 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
            <score-partwise version="3.1"><part-list><score-part id="P1"><part-name></part-name></score-part></part-list>
            <part id="P1">\(body)</part>\(parts)</score-partwise>
            """
        return try MIDISong(Array(text.utf8)).score
    }

    static let attributes = """
        <attributes><divisions>2</divisions><key><fifths>-3</fifths><mode>minor</mode></key>
        <time><beats>3</beats><beat-type>4</beat-type></time></attributes>
        """

    static func note(_ step: String, _ octave: Int, _ duration: Int, _ more: String = "") -> String {
        "<note><pitch><step>\(step)</step><octave>\(octave)</octave></pitch><duration>\(duration)</duration>\(more)</note>"
    }

    @Test func notesChordsTiesAndVoicesAreRead() throws {
        let chord =
            "<note><chord/><pitch><step>E</step><alter>-1</alter><octave>4</octave></pitch><duration>2</duration></note>"
        let score = try Self.song(
            """
            <measure number="1">\(Self.attributes)<direction><sound tempo="90"/></direction>
            \(Self.note("C", 4, 2))\(chord)<note><rest/><duration>2</duration></note>\(Self.note("G", 4, 2, "<tie type='start'/>"))
            <backup><duration>6</duration></backup>\(Self.note("C", 3, 6))</measure>
            <measure number="2">\(Self.note("G", 4, 4, "<tie type='stop'/>"))<note><grace/><pitch><step>A</step><octave>4</octave></pitch></note>
            \(Self.note("F", 4, 2))</measure>
            """)
        let quarter = score.ticksPerQuarter
        let notes = score.pitchedNotes.map { [$0.startTick * 2 / quarter, $0.durationTicks * 2 / quarter, $0.pitch] }
        #expect(notes == [[0, 6, 48], [0, 2, 60], [0, 2, 63], [4, 6, 67], [10, 2, 65]])
        #expect(score.keySignatures.map(\.key) == [Key(tonic: 0, mode: .minor)])
        #expect(score.meterMap.meter(at: 0) == MeterMap.Meter(beats: 3, unit: 4))
        #expect(abs(score.tempoMap.beatsPerMinute(at: 0) - 90) < 0.01)
    }

    @Test func chordSymbolsBecomeChordsAndBass() throws {
        func symbol(_ step: String, _ kind: String, _ more: String = "") -> String {
            "<harmony><root><root-step>\(step)</root-step></root><kind>\(kind)</kind>\(more)</harmony>"
        }
        let degree =
            "<degree><degree-value>9</degree-value><degree-alter>0</degree-alter><degree-type>add</degree-type></degree>"
        let score = try Self.song(
            """
            <measure number="1">\(Self.attributes)\(symbol("D", "minor-seventh", degree))\(Self.note("A", 4, 6))</measure>
            <measure number="2">\(symbol("G", "dominant", "<bass><bass-step>B</bass-step></bass>"))\(Self.note("B", 4, 6))</measure>
            """)
        #expect(score.parts.map(\.role) == [.melody, .chords, .bass])
        let chords = score.parts[1].notes
        #expect(Set(chords.filter { $0.startTick == 0 }.map { $0.pitch % 12 }) == [2, 5, 9, 0, 4])
        #expect(Set(chords.filter { $0.startTick > 0 }.map { $0.pitch % 12 }) == [7, 11, 2, 5])
        #expect(score.parts[2].notes.map { $0.pitch % 12 } == [2, 11])
        #expect(score.parts[2].notes.allSatisfy { $0.durationTicks == 3 * score.ticksPerQuarter && $0.pitch < 48 })
    }

    @Test func repeatsAndTheirEndingsArePlayed() throws {
        func bar(_ step: String, _ marks: String = "") -> String {
            "<measure>\(step == "C" ? Self.attributes : "")\(Self.note(step, 4, 6))\(marks)</measure>"
        }
        let back = "<repeat direction='backward'/>"
        let score = try Self.song(
            bar("C")
                + bar(
                    "D", "<barline><ending number='1' type='start'/><ending number='1' type='stop'/>\(back)</barline>")
                + bar("E", "<barline><ending number='2' type='start'/><ending number='2' type='stop'/></barline>")
                + bar("F", "<barline><repeat direction='forward'/></barline>") + bar("G", "<barline>\(back)</barline>"))
        #expect(score.pitchedNotes.map(\.pitch) == [60, 62, 60, 64, 65, 67, 65, 67])
    }

    @Test func whatIsNoNumberIsAsIfNotWritten() throws {
        let score = try Self.song(
            """
            <measure><attributes><transpose><chromatic>0</chromatic><octave-change>nan</octave-change>
            </transpose></attributes><note><pitch><step>C</step><alter>nan</alter><octave>4</octave></pitch>
            <duration>1</duration></note>\(Self.note("D", 4, 1))
            <note><pitch><step>E</step><octave>4</octave></pitch></note></measure>
            """)
        #expect(score.pitchedNotes.map(\.pitch) == [60, 62, 64])
    }

    @Test func compressedFilesAreRead() throws {
        let packed = try #require(
            Data(
                base64Encoded:
                    """
                    UEsDBBQAAAAAAAAAIQCzxWvdSwAAAEsAAAAWAAAATUVUQS1JTkYvY29udGFpbmVyLnhtbDxjb250YWluZXI+PHJvb3RmaWxl\
                    cz48cm9vdGZpbGUgZnVsbC1wYXRoPSJhLnhtbCIvPjwvcm9vdGZpbGVzPjwvY29udGFpbmVyPlBLAwQUAAAACAAAACEA4GAq\
                    oD4BAAAwAgAABQAAAGEueG1sXVBdTwIxEHznV9S+362IMcYsJQqYmIBeDBh9LHcLNHIfafc4+ff2PgDxqbOz09nZxdFPuhN7\
                    ss7k2VD2w2spKIvzxGSboVwunoN7OVI9vJq8jRdf0VS4OLcUFNpyZRyJaPk0exkLGQC8k28l2hLAZDER89KZ+HM+E4OwL6JO\
                    DzB9lUJumYsHgKqqwrSW+QxhbjeQcOLg6B36SvrR/yaesnpfqbDmg51xrP4IhUmGMjq1M52S+shNTAhnAuH8QXWNxqiHlx4p\
                    aVdaElmZrsj6I3lOM1uzKpmcwsTsTR3JqRuEc4HfdFC4NmveOhX0ETqI0DTY1BlWpNmpAUILmjrgQ0HqtuXaAqGVw5+5Pcxy\
                    9lxhON767ZkK9eiXql/MY9b7xqRDfsFWl5RWsw+o7nzYI0ZovaDbtbvHxY3q66tfUEsBAhQDFAAAAAAAAAAhALPFa91LAAAA\
                    SwAAABYAAAAAAAAAAAAAAIABAAAAAE1FVEEtSU5GL2NvbnRhaW5lci54bWxQSwECFAMUAAAACAAAACEA4GAqoD4BAAAwAgAA\
                    BQAAAAAAAAAAAAAAgAF/AAAAYS54bWxQSwUGAAAAAAIAAgB3AAAA4AEAAAAA
                    """))
        let score = try MIDISong(Array(packed)).score
        #expect(score.pitchedNotes.map(\.pitch) == [69])
        #expect(score.keySignatures.map(\.key) == [Key(tonic: 5, mode: .major)])
        // Every cut is refused and no change crashes.
        for count in 4..<packed.count {
            #expect(throws: MIDIError.self) { try MIDISong(Array(packed.prefix(count))) }
        }
        for place in 4..<packed.count {
            var changed = Array(packed)
            changed[place] ^= UInt8(truncatingIfNeeded: place &* 37 | 1)
            _ = try? MIDISong(changed)
        }
    }

    private static func oneNote(lasting duration: String = "1", divisions: String = "1") -> String {
        "<score-partwise><part><measure><attributes><divisions>\(divisions)</divisions></attributes><note><pitch><step>C</step><octave>4</octave></pitch>"
            + "<duration>\(duration)</duration></note></measure></part></score-partwise>"
    }

    @Test("A note may last as long as a song can hold")
    func longest() throws {
        let score = try MIDISong(Array(MusicXMLTests.oneNote(lasting: "10000").utf8)).score
        #expect(score.pitchedNotes.map(\.durationTicks) == [10_000 * score.ticksPerQuarter])
    }

    @Test("Composer and rights are kept")
    func identification() throws {
        let text = """
            <score-partwise><work><work-title>Tune</work-title></work><identification>
            <creator type="lyricist">Ben</creator><creator type="composer"> Ann\u{200B} </creator><rights>© Ann</rights>
            </identification><part><measure>\(Self.note("C", 4, 1))</measure></part></score-partwise>
            """
        let score = try MIDISong(Array(text.utf8)).score
        #expect(score.title == "Tune" && score.composer == "Ann" && score.copyright == "© Ann")
    }

    @Test("UTF-16 of both byte orders is read, and CDATA as the text that it is")
    func encodings() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-16"?><score-partwise><work><work-title><![CDATA[Früh & <spät>]]></work-title>
            </work><part><measure>\(Self.note("C", 4, 1))</measure></part></score-partwise>
            """
        let units = Array("\u{FEFF}\(text)".utf16)
        let (big, little) = (
            units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        )
        let unmarked = [Array(big.dropFirst(2)), Array(little.dropFirst(2))]
        for bytes in [big, little, Array(text.utf8), Array("\u{FEFF}\(text)".utf8)] + unmarked {
            #expect(MusicXMLFile.isOne(bytes))
            let score = try MusicXMLFile.score(bytes)
            #expect(score.title == "Früh & <spät>" && score.pitchedNotes.map(\.pitch) == [60])
        }
        #expect { try MIDISong(Array("<score-partwise><![CDATA[x".utf8)) } throws: {
            "\($0)".contains("CDATA: the file is cut")
        }
        let scalars = "\u{FEFF}\(text)".unicodeScalars.map(\.value)
        let wide = scalars.flatMap { value in (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }
        let wideBig = scalars.flatMap { value in (0..<4).reversed().map { UInt8(value >> (8 * $0) & 0xFF) } }
        for bytes in [wide, Array(wide.dropFirst(4)), wideBig, Array(wideBig.dropFirst(4))] {
            #expect { try MIDISong(bytes) } throws: { "\($0)".contains("UTF-32 is not supported") }
        }
    }

    @Test("A file of an archive whose size or checksum is wrong is refused by its name", arguments: [14, 16, 20, 24])
    func damagedArchives(field: Int) throws {
        let text = Array(MusicXMLTests.oneNote(lasting: "1").utf8)
        #expect(try MIDISong(Self.archive(text)).score.pitchedNotes.count == 1)
        var changed = Self.archive(text)
        // In the directory: checksum, then the size packed and the size.
        let directory = 30 + 5 + text.count
        if field == 14 { changed[40] ^= 1 } else { changed[directory + field] ^= 1 }
        #expect { try MIDISong(changed) } throws: { "\($0)".contains("s.xml in the archive: the file is damaged") }
    }

    /// One stored file, `s.xml`.
    private static func archive(_ text: [UInt8]) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) } }
        var register: UInt32 = .max
        for byte in text {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register & 1 == 0 ? register >> 1 : register >> 1 ^ 0xEDB8_8320 }
        }
        let about =
            little(0, 6) + little(0, 4) + little(Int(~register), 4) + little(text.count, 4) + little(text.count, 4)
            + little(5, 2) + little(0, 2)
        let local = little(0x0403_4B50, 4) + little(20, 2) + about.dropFirst(2) + Array("s.xml".utf8) + text
        let central =
            little(0x0201_4B50, 4) + little(20, 2) + little(20, 2) + about.dropFirst(2) + little(0, 14)
            + Array("s.xml".utf8)
        return local + central + little(0x0605_4B50, 4) + little(0, 4) + little(1, 2) + little(1, 2)
            + little(central.count, 4) + little(local.count, 4) + little(0, 2)
    }

    @Test("A text or an archive that would unfold without end is refused")
    func limits() {
        func reason(_ bytes: [UInt8]) -> String {
            do throws(MIDIError) {
                _ = try MIDISong(bytes)
                return "none"
            } catch { return error.reason }
        }
        let head = Array("<?xml version='1.0'?><score-partwise>".utf8)
        #expect(
            reason(head + [UInt8](repeating: 0x20, count: MusicXMLFile.mostBytes)) == "MusicXML of more than 64 MiB")
        let many = Array(repeating: Array("<a/>".utf8), count: XMLElement.mostElements).joined()
        #expect(reason(head + many) == "more than 4000000 elements")
        let deep = String(repeating: "<a>", count: 300)
        #expect(reason(head + Array(deep.utf8)) == "elements nested deeper than 256")
        // Each bar sixteen times, each of many notes.
        let notes = String(repeating: Self.note("C", 4, 1), count: 20_000)
        let back = "<barline><repeat direction='backward' times='16'/></barline>"
        #expect { try Self.song(String(repeating: "<measure>\(notes)\(back)</measure>", count: 7)) } throws: {
            "\($0)".contains("more than 2000000 notes")
        }
    }

    /// Made by zlib: dynamic codes, fixed codes, stored.
    @Test(arguments: [
        (
            """
            ddffffbhhhddhhhhggddgbbaaaaaahhhhgggghhfaahheeeeeeeegggggfeefdddebbbbhfggaaaggggbaaaafffdebaaggg\
            eeaaafffccccgggggeeeedddgggeeeaaaafggaaahhhfffhafffhhhfffffffeeegaaeeeeffgbbbffhhbbbddddeebdddcc\
            cfffgggeeeeffffeeeegggdhhhhdhhhffbbbbbaddddahcccdgbbbccchffdbbdddchhhhaaadddghhhacbbbbbahhhcccbb\
            bggggeeeeeff
            """,
            """
            NY9bAkQhCELXmhcf+1/BHKzhI80ASSoQMyNxTLfUEWdxB90z5Us+eNSVWZIywFQ3dI9XiSMPO8i89w+szgbobrfk1bIJ1ph6\
            W8O7zrGiilDhN4q8N10whfZcn8Lx9itaI+eLY8kZ6P5cUHnROn2mEsCZ3H1XQAuL7p8Z+x8=
            """
        ),
        (
            """
            ddffffbhhhddhhhhggddgbbaaaaaahhhhgggghhfaahheeeeeeeegggggfeefdddebbbbhfggaaaggggbaaaafffdebaaggg\
            eeaaafffccccgggggeeeeddd
            """,
            """
            S0lJA4KkjIyMlBQgkZGenpKSnpSUCAYQgfT0jIw0ECcVCkBC6WmpqWkpKSmpSUCQkZaeDlQOEgbrBJoIlAALpKZC+MlAANYH\
            MgCoDwA=
            """
        ),
        ("ddffffbhhhddhhhhggddgbbaaaaaahhhhgggghhf", "ASgA1/9kZGZmZmZiaGhoZGRoaGhoZ2dkZGdiYmFhYWFhYWhoaGhnZ2dnaGhm"),
    ])
    func deflatedBytesAreUnpacked(_ text: String, _ packed: String) throws {
        let bytes = Array(try #require(Data(base64Encoded: packed)))
        let count = text.utf8.count
        #expect(Inflate.bytes(bytes[...], count: count).map { String(decoding: $0, as: UTF8.self) } == text)
        for wrong in [count - 1, count + 1, 0] { #expect(Inflate.bytes(bytes[...], count: wrong) == nil) }
        #expect(Inflate.bytes(bytes.dropLast(1), count: count) == nil)
    }

    @Test(arguments: [
        ("<?xml version='1.0'?><html></html>", "no MusicXML"), ("<score-timewise></score-timewise>", "score-partwise"),
        ("<score-partwise><part id='a'><measure>", "cut"), ("<score-partwise></score>", "</score>"),
        ("<score-partwise/>", "without notes"), ("<?xml?>", "no element"), ("<score-partwise a=1/>", "quotes"),
        (
            "<score-partwise><part><measure><attributes><divisions>0</divisions></attributes></measure></part></score-partwise>",
            "divisions"
        ),
        (MusicXMLTests.oneNote(lasting: "1e308"), "a duration of 1e+308 quarter notes; at most 10000"),
        (MusicXMLTests.oneNote(lasting: "10001"), "a duration of 10001.0 quarter notes"),
        (MusicXMLTests.oneNote(lasting: "1e400"), "a duration of '1e400'"),
        (MusicXMLTests.oneNote(lasting: "inf"), "a duration of 'inf'"),
        (MusicXMLTests.oneNote(lasting: "nan"), "a duration of 'nan'"),
        (MusicXMLTests.oneNote(lasting: "abc"), "a duration of 'abc'"),
        (MusicXMLTests.oneNote(lasting: ""), "a duration of ''"),
        (MusicXMLTests.oneNote(lasting: "-1"), "a duration of '-1'; it must be a number, 0 or more"),
        (MusicXMLTests.oneNote(divisions: "1e308"), "divisions of '1e308'; a quarter note has 1 to 1000000"),
        (MusicXMLTests.oneNote(divisions: "1e400"), "divisions of '1e400'"),
        (MusicXMLTests.oneNote(divisions: "nan"), "divisions of 'nan'"),
        (MusicXMLTests.oneNote(divisions: "inf"), "divisions of 'inf'"),
        (MusicXMLTests.oneNote(divisions: "abc"), "divisions of 'abc'"),
        (MusicXMLTests.oneNote(divisions: ""), "divisions of ''"),
        (MusicXMLTests.oneNote(divisions: "-1"), "divisions of '-1'"),
    ])
    func whatIsWrongIsSaid(_ text: String, _ word: String) {
        #expect { try MIDISong(Array(text.utf8)) } throws: { "\($0)".contains(word) }
    }
}
