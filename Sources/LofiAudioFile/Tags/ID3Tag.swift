/// An ID3 tag, version 2.4, in UTF-8, as MP3 begins with and WAV and AIFF hold in a chunk.
///
/// Frames by id3.org, "ID3 tag version 2.4.0 - Native Frames" and "ID3v2 Chapter Frame Addendum".
enum ID3Tag {
    /// The bytes of a tag.
    /// - Parameters:
    ///   - cues: become chapters, each up to the next.
    ///   - frameCount: length of the recording in audio frames.
    ///   - sampleRate: in Hz.
    static func bytes(_ tags: AudioTags, cues: [AudioTags.Cue], frameCount: Int, sampleRate: Int) -> [UInt8] {
        let texts: [(String, String?)] = [
            ("TIT2", tags.title), ("TPE1", tags.artist), ("TALB", tags.album), ("TDRC", tags.date),
            ("TCON", tags.genre), ("TCOP", tags.copyright), ("TSSE", SoftwareTag.name),
            // The standard allows whole numbers only.
            ("TBPM", tags.beatsPerMinute.map { "\(Int($0.rounded()))" }), ("TKEY", tags.key),
        ]
        var frames = texts.flatMap { id, text in text.map { frame(id, [utf8] + Array($0.utf8)) } ?? [] }
        if let comment = tags.comment {
            // No language is known, and no description given.
            frames += frame("COMM", [utf8] + Array("XXX\0\(comment)".utf8))
        }
        if !cues.isEmpty { frames += chapters(cues, frameCount: frameCount, sampleRate: sampleRate) }
        return Array("ID3\u{4}\0\0".utf8) + synchsafe(frames.count) + frames
    }

    /// The text of the frame that names the software, in a tag at the beginning of `bytes`; nil if there is none.
    static func software(_ bytes: some RandomAccessCollection<UInt8>) -> String? {
        let bytes = Array(bytes)
        guard bytes.count > 10, bytes.starts(with: "ID3\u{4}".utf8) else { return nil }
        let end = min(bytes.count, 10 + number(bytes[6..<10]))
        var position = 10
        while position + 10 <= end {
            let size = number(bytes[(position + 4)..<(position + 8)])
            let body = position + 10
            guard bytes[position] != 0, body + size <= end else { return nil }
            if bytes[position..<(position + 4)].elementsEqual("TSSE".utf8) {
                return String(decoding: bytes[body..<(body + size)].dropFirst(), as: UTF8.self)
            }
            position = body + size
        }
        return nil
    }

    /// Marks a text as UTF-8.
    private static let utf8: UInt8 = 3

    private static func chapters(_ cues: [AudioTags.Cue], frameCount: Int, sampleRate: Int) -> [UInt8] {
        let ids = cues.indices.map { Array("chapter\($0 + 1)\0".utf8) }
        // Top level and ordered.
        var contents = Array("chapters\0\u{3}".utf8)
        contents.append(UInt8(cues.count))
        for id in ids { contents += id }
        var frames = frame("CTOC", contents)
        func milliseconds(_ frame: Int) -> [UInt8] { UInt32(frame * 1000 / sampleRate).bigEndianBytes }
        for (index, cue) in cues.enumerated() {
            let end = index + 1 < cues.count ? cues[index + 1].frame : frameCount
            var chapter = ids[index] + milliseconds(cue.frame) + milliseconds(end)
            // Times only: all bits set means that there is no offset in bytes.
            chapter += [UInt8](repeating: 0xFF, count: 8)
            chapter += frame("TIT2", [utf8] + Array(cue.name.utf8))
            frames += frame("CHAP", chapter)
        }
        return frames
    }

    private static func frame(_ id: String, _ body: [UInt8]) -> [UInt8] {
        Array(id.utf8) + synchsafe(body.count) + ([0, 0] as [UInt8]) + body
    }

    /// A size in four bytes of seven bits each.
    private static func synchsafe(_ size: Int) -> [UInt8] { (0..<4).map { UInt8(size >> (21 - 7 * $0) & 0x7F) } }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 7 | Int($1 & 0x7F) } }
}
