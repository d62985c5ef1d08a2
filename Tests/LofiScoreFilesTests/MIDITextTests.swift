import Testing
@testable import LofiScore
@testable import LofiScoreFiles

@Suite("Text in MIDI files")
struct MIDITextTests {
    private func text(_ bytes: [UInt8]) -> String { bytes.withUnsafeBufferPointer { String(midiText: $0) } }

    /// The text in Latin-1; every character must be in it.
    private func latin1(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

    @Test("Valid UTF-8 is read as such")
    func utf8() { for name in ["Klavier", "Flöte", "歌", "Ударные"] { #expect(text(Array(name.utf8)) == name) } }

    @Test(
        "Western European words in Latin-1 are read as such",
        arguments: [
            "Café", "Schlüssel", "Flöte", "Béla Bartók", "été", "Cor français", "Überblasen", "GRÖSSE", "ÜBUNG",
            "ÄRZTE",
            "STRAßE", "Größe", "Tromb\u{F3}n", "Canción", "Mañana", "¿Qué tal?", "Señor", "Contrebasse à pizz.",
            "Hautbois",
            "ÉTÉ", "NOËL", "Noël", "Où es-tu", "naïve", "Århus", "Ærø", "Øre", "smörgås", "Fiðla", "Þórr", "HÁTÍÐ",
            "Piñata",
            "coração", "Violão", "SÃO PAULO", "AÇÃO", "GIRÌ", "perché", "così", "Più mosso", "maître", "Crème Brûlée",
            "Garçon",
            "«Été»", "ça va", "Ça va", "Jägerlied", "FÜR ELISE", "Für Elise", "ßpiel", "°C", "½ Takt", "Tempo ±5",
            "Günther",
            "HÖRNER", "PÍCCOLO", "Caña", "Köln", "DÉJÀ VU", "mu\u{F1}eca", "Tür", "Tuba (Ès)", "Gîte", "El Niño",
        ])
    func latin(word: String) { #expect(text(latin1(word)) == word) }

    @Test("Windows quotation marks and dashes do not make a word Japanese")
    func windows() {
        #expect(text(Array("Don".utf8) + [0x92] + Array("t stop".utf8)).hasSuffix("t stop"))
        #expect(text([0x93] + Array("Love".utf8) + [0x94]).contains("Love"))
        #expect(text(Array("l".utf8) + [0x92] + Array("homme".utf8)).hasSuffix("homme"))
    }

    @Test("Japanese text in Shift-JIS is detected")
    func shiftJIS() {
        // Without the system's converter the text is read as Latin-1, and there is nothing to test.
        guard text([0x89, 0xCC]) == "歌" else { return }
        let names: [([UInt8], String)] = [
            ([0x83, 0x73, 0x83, 0x41, 0x83, 0x6D], "ピアノ"), ([0x82, 0xB3, 0x82, 0xAD, 0x82, 0xE7], "さくら"),
            ([0x83, 0x68, 0x83, 0x89, 0x83, 0x80, 0x31], "ドラム1"), ([0x41, 0x83, 0x81, 0x83, 0x8D], "Aメロ"),
            ([0x83, 0x7B, 0x81, 0x5B, 0x83, 0x4A, 0x83, 0x8B], "ボーカル"), ([0xCB, 0xDF, 0xB1, 0xC9], "ﾋﾟｱﾉ"),
            ([0xCD, 0xDE, 0xB0, 0xBD], "ﾍﾞｰｽ"), ([0x94, 0x83, 0x20, 0x6F, 0x66], "買 of"), ([0x87, 0x40], "①"),
            ([0x8B, 0xC8, 0x96, 0xBC], "曲名"), ([0x93, 0x8C, 0x8B, 0x9E, 0x20, 0x31], "東京 1"),
        ]
        for (bytes, name) in names { #expect(text(bytes) == name, "\(bytes)") }
    }

    @Test("A track name in Shift-JIS is shown as written")
    func trackName() throws {
        let score = try MIDIFixture.song(MIDIFixture.name([0x89, 0xCC]) + MIDIFixture.note(69))
        #expect(score.parts[0].name == "歌" || score.parts[0].name == "Ì")
        #expect(score.title == score.parts[0].name)
    }

    @Test("The title is the name of the first track, unless that is one of several with notes; the notice is kept")
    func title() throws {
        let name = { (text: String) in MIDIFixture.name(Array(text.utf8)) }
        let notice: [UInt8] = [0, 0xFF, 0x02, 8] + Array("(c) Anna".utf8)
        let named = try MIDIFixture.song(notice + name("Late Train"), name("Piano") + MIDIFixture.note(60))
        #expect(named.title == "Late Train" && named.copyright == "(c) Anna")
        #expect(try MIDISong(MIDIFileWriter.bytes(named)).score.copyright == "(c) Anna")
        #expect(try MIDIFixture.song(name("Late Train") + MIDIFixture.note(60)).title == "Late Train")
        let parts = try MIDIFixture.song(
            name("Piano") + MIDIFixture.note(60), name("Bass") + MIDIFixture.note(40, channel: 1))
        #expect(parts.title.isEmpty && parts.copyright.isEmpty)
    }

    @Test("Control characters of any encoding are removed")
    func controls() {
        #expect(text([0x1B, 0x41, 0x85, 0x07]) == "A")
        #expect(text([0x83, 0x73, 0x07, 0x83, 0x41]).unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
}
