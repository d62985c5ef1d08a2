/// The list of comments in FLAC, Ogg Vorbis and Opus: a vendor and `NAME=text` entries, in UTF-8.
///
/// Xiph.Org, "Ogg Vorbis I format specification: comment field and header specification".
struct VorbisComments {
    private let vendor: [UInt8]
    private var entries: [[UInt8]]
    /// Number of bytes that the list takes where it was read.
    let byteCount: Int

    /// Reads a list at the beginning of `bytes`; nil if it does not fit in them.
    init?(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        func next() -> Int? {
            guard rest.count >= 4 else { return nil }
            defer { rest = rest.dropFirst(4) }
            return rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        func text() -> [UInt8]? {
            guard let count = next(), count <= rest.count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        guard let vendor = text(), let count = next() else { return nil }
        var entries: [[UInt8]] = []
        for _ in 0..<count {
            guard let entry = text() else { return nil }
            entries.append(entry)
        }
        (self.vendor, self.entries, byteCount) = (vendor, entries, bytes.count - rest.count)
    }

    /// Adds what libsndfile has no words for: tempo, key and chapters, loops.
    mutating func add(_ tags: AudioTags, cues: [AudioTags.Cue], frameCount: Int, sampleRate: Int) {
        if let tempo = tags.beatsPerMinute { add("BPM", Self.decimal(tempo)) }
        if let key = tags.key { add("INITIALKEY", key) }
        if tags.loop != nil {
            add("LOOPSTART", "0")
            add("LOOPLENGTH", "\(frameCount)")
        }
        for (index, cue) in cues.enumerated() {
            let name = "CHAPTER\(Self.digits(index + 1, 3))"
            add(name, Self.time(cue.frame, sampleRate: sampleRate))
            add("\(name)NAME", cue.name)
        }
    }

    /// The list as it is written.
    var bytes: [UInt8] {
        ([vendor] + entries).enumerated().reduce(into: []) { bytes, element in
            bytes += UInt32(element.element.count).littleEndianBytes + element.element
            if element.offset == 0 { bytes += UInt32(entries.count).littleEndianBytes }
        }
    }

    private mutating func add(_ name: String, _ text: String) { entries.append(Array("\(name)=\(text)".utf8)) }

    /// With at most two decimals.
    private static func decimal(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        return rest == 0 ? "\(whole)" : "\(whole).\(rest % 10 == 0 ? "\(rest / 10)" : digits(rest, 2))"
    }

    /// `00:01:02.345`.
    private static func time(_ frame: Int, sampleRate: Int) -> String {
        let all = frame * 1000 / sampleRate
        let (hours, minutes, seconds) = (all / 3_600_000, all / 60_000 % 60, all / 1000 % 60)
        return "\(digits(hours, 2)):\(digits(minutes, 2)):\(digits(seconds, 2)).\(digits(all % 1000, 3))"
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
