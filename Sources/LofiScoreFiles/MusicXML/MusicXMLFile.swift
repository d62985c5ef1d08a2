import LofiScore

/// A score of a notation program: MusicXML (W3C, version 4.0), as text or compressed (.mxl).
///
/// Read are notes with ties, chord symbols, meters, keys, tempi, and repeats with their endings; what concerns the page is
/// not, nor are ornaments, grace notes and da capo. Chord symbols become two parts, chords and bass.
public enum MusicXMLFile {
    /// 64 MiB, unpacked: more than any song in letters.
    static let mostBytes = 64 << 20

    /// Whether bytes are meant as MusicXML: an archive, or text that begins as XML does.
    static func isOne(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || TextEncoding.isUTF32(bytes) { return true }
        let first = TextEncoding.beginning(bytes).drop { " \t\r\n".utf8.contains($0) }
        return first.starts(with: "<?xml".utf8) || first.starts(with: "<!DOCTYPE".utf8)
            || first.starts(with: "<score-".utf8)
    }

    /// - Throws: `MIDIError`, its place counted in the text.
    static func score(_ bytes: [UInt8]) throws(MIDIError) -> Score {
        let encoded = try text(bytes)
        guard !TextEncoding.isUTF32(encoded) else {
            throw MIDIError(byteOffset: 0, reason: "UTF-32 is not supported; save the score in UTF-8")
        }
        let text = TextEncoding.utf8(encoded)
        guard text.count <= mostBytes else {
            throw MIDIError(byteOffset: mostBytes, reason: "MusicXML of more than \(mostBytes >> 20) MiB")
        }
        let root = try XMLElement.root(text)
        guard root.name == "score-partwise" else {
            throw MIDIError(
                byteOffset: root.offset,
                reason: root.name == "score-timewise"
                    ? "MusicXML by measures (score-timewise); save it by parts (score-partwise)"
                    : "XML, but no MusicXML: its root is <\(root.name.prefix(40))>")
        }
        return try MusicXMLScore(root).score()
    }

    /// The text of the score as it is encoded.
    private static func text(_ bytes: [UInt8]) throws(MIDIError) -> [UInt8] {
        guard bytes.starts(with: [0x50, 0x4B]) else { return bytes }
        func broken(_ reason: String) -> MIDIError { MIDIError(byteOffset: 0, reason: reason) }
        guard let archive = ZipArchive(bytes) else {
            throw broken("a ZIP archive without its directory: the file is cut")
        }
        // The container names the score; without one, or where it is no XML, it is the first XML that is not about the archive.
        let container = try archive.contents(of: "META-INF/container.xml").flatMap { text in
            try? XMLElement.root(TextEncoding.utf8(text))
        }
        let named = container?.first("rootfiles")?.first("rootfile")?.attributes["full-path"]
        let other = archive.names.first {
            ($0.hasSuffix(".xml") || $0.hasSuffix(".musicxml")) && !$0.hasPrefix("META-INF/")
        }
        guard let name = named ?? other else { throw broken("a ZIP archive without a MusicXML score in it") }
        guard let text = try archive.contents(of: name) else {
            throw broken("\(name), which the archive's container names, is not in it")
        }
        return text
    }
}
