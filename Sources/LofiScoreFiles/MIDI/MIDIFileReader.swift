/// Finds the header and the tracks of a MIDI file, including files wrapped by other programs.
///
/// Tolerant, as real files require: whatever can be played is played, with a warning that gives the position. A length
/// claimed by the file is checked against the bytes that are there before it is used.
struct MIDIFileReader {
    private(set) var warnings: [MIDIWarning] = []

    private let bytes: UnsafeBufferPointer<UInt8>
    /// End of the song data.
    private var end: Int
    /// Start of the next chunk.
    private var offset = 0
    /// Range of the current track, and the length it claims.
    private var track: (range: Range<Int>, claimed: Int)?

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        end = bytes.count
    }

    /// Reads the header chunk.
    /// - Throws: `MIDIError` if the file is not a MIDI file or is malformed.
    mutating func header() throws(MIDIError) -> MIDIHeader {
        guard bytes.count <= MIDILimits.fileBytes else {
            throw MIDIError(byteOffset: 0, reason: "not a MIDI file: larger than 2 GiB")
        }
        let start = try findHeader()
        guard start + 14 <= end else {
            throw MIDIError(byteOffset: end, reason: "truncated header: the file ends within its 14 bytes")
        }
        let headerLength = number(at: start + 4, count: 4)
        guard headerLength >= 6 else {
            throw MIDIError(byteOffset: start + 4, reason: "header of \(headerLength) bytes; it must have at least 6")
        }
        var format = number(at: start + 8, count: 2)
        let claimedTracks = number(at: start + 10, count: 2)
        if format > 2 {
            warn(start + 8, "format \(format) does not exist; read as format 1")
            format = 1
        }
        let division = try readDivision(at: start + 12)
        offset = min(end, start + 8 + headerLength)
        return MIDIHeader(format: format, division: division, claimedTracks: (start + 10, claimedTracks))
    }

    // MARK: Header

    private mutating func findHeader() throws(MIDIError) -> Int {
        guard !bytes.isEmpty else { throw MIDIError(byteOffset: 0, reason: "the file is empty") }
        if has("MThd", at: 0) { return 0 }
        if has("RIFF", at: 0) { return try findInRIFF() }
        // MacBinary prepends 128 bytes; mail and old downloads prepend text.
        let searched = min(bytes.count - 4, 1 << 16)
        if searched > 0 {
            for offset in 1...searched where has("MThd", at: offset) {
                warn(0, "skipped \(offset) bytes before the header")
                return offset
            }
        }
        throw MIDIError(byteOffset: 0, reason: "not a MIDI file\(guess())")
    }

    private mutating func findInRIFF() throws(MIDIError) -> Int {
        guard has("RMID", at: 8) else {
            throw MIDIError(byteOffset: 8, reason: "not a MIDI file: it is a RIFF file, but not RMID")
        }
        var offset = 12
        while offset + 8 <= bytes.count {
            let size =
                Int(bytes[offset + 4]) | Int(bytes[offset + 5]) << 8 | Int(bytes[offset + 6]) << 16
                | Int(bytes[offset + 7]) << 24
            if has("data", at: offset) {
                guard has("MThd", at: offset + 8) else {
                    throw MIDIError(byteOffset: offset + 8, reason: "the RMID file does not contain a MIDI file")
                }
                if offset + 8 + size > bytes.count {
                    warn(offset + 4, "the RIFF data claims \(size) bytes, but has \(bytes.count - offset - 8)")
                }
                end = min(end, offset + 8 + size)
                return offset + 8
            }
            offset += 8 + size + size % 2
        }
        throw MIDIError(byteOffset: min(offset, bytes.count), reason: "the RMID file has no data chunk")
    }

    /// What kind of file it probably is, as an addition to the error; empty if unknown.
    private func guess() -> String {
        if bytes.starts(with: [0x1F, 0x8B]) { return ": it is compressed with gzip; unpack it first" }
        if has("SMF2CLIP", at: 0) {
            return ": it is a MIDI 2.0 clip file; export the song as a Standard MIDI File (.mid)"
        }
        if has("PK", at: 0) { return ": it is a zip archive; unpack it first" }
        let kinds: [(magic: StaticString, name: String)] = [
            ("OggS", "an Ogg file"), ("fLaC", "a FLAC file"), ("ID3", "an MP3 file"), ("%PDF", "a PDF"),
            ("FORM", "an AIFF file"), ("XFIH", "an XMI file"), ("KAR", "a karaoke file"),
        ]
        for kind in kinds where has(kind.magic, at: 0) { return ": it is \(kind.name)" }
        let text = bytes.prefix(512)
        if text.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") { return ": it is a web page or XML" }
        if text.allSatisfy({ $0 == 0 }) { return ": it starts with zeros" }
        if text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 9 || $0 == 10 || $0 == 13 }) { return ": it is text" }
        return ""
    }

    private mutating func readDivision(at offset: Int) throws(MIDIError) -> MIDIHeader.Division {
        let word = number(at: offset, count: 2)
        guard word != 0 else { throw MIDIError(byteOffset: offset, reason: "division 0: the file has no time base") }
        guard word & 0x8000 != 0 else { return .ticksPerQuarter(word) }
        let framesPerSecond = 256 - (word >> 8)
        let ticksPerFrame = word & 0xFF
        guard ticksPerFrame > 0 else {
            throw MIDIError(byteOffset: offset + 1, reason: "SMPTE resolution 0: the file has no time base")
        }
        if ![24, 25, 29, 30].contains(framesPerSecond) {
            warn(offset, "\(framesPerSecond) SMPTE frames per second, not 24, 25, 29 or 30; used as given")
        }
        return .smpte(framesPerSecond: framesPerSecond, ticksPerFrame: ticksPerFrame)
    }

    // MARK: Tracks

    /// The byte range of the next track; nil after the last.
    mutating func nextTrack() -> Range<Int>? {
        while offset + 8 <= end {
            if has("MTrk", at: offset) { return beginTrack() }
            if isChunkName(at: offset), offset + 8 + number(at: offset + 4, count: 4) <= end {
                offset += 8 + number(at: offset + 4, count: 4)
            } else if let next = find("MTrk", from: offset + 1) {
                warn(offset, "skipped \(next - offset) bytes between tracks")
                offset = next
            } else {
                break
            }
        }
        if offset < end { warn(offset, "ignored \(end - offset) bytes after the last track") }
        return nil
    }

    private mutating func beginTrack() -> Range<Int> {
        let body = offset + 8
        let claimed = number(at: offset + 4, count: 4)
        var limit = body + claimed
        if limit > end {
            warn(offset + 4, "the track claims \(claimed) bytes, but has \(end - body)")
            limit = end
        } else if limit < end, !isChunkName(at: limit), find("MTrk", from: body, to: limit) == nil {
            // The length is wrong, or there is extra data between the tracks: the end-of-track event decides.
            limit = find("MTrk", from: limit) ?? end
        }
        track = (body..<limit, claimed)
        return body..<limit
    }

    /// Advances past the current track.
    /// - Parameters:
    ///   - position: Where reading of the track ended.
    ///   - trackWarnings: Warnings from within the track.
    mutating func endTrack(at position: Int, _ trackWarnings: [MIDIWarning]) {
        guard let (range, claimed) = track else { return }
        warnings += trackWarnings
        offset = range.upperBound
        guard position < offset else { return }
        if has("MTrk", at: position) {
            warn(
                offset - claimed - 4, "the track claims \(claimed) bytes, but has \(position - range.lowerBound)")
            offset = position
        } else if offset == range.lowerBound + claimed {
            warn(position, "ignored \(offset - position) bytes after the end of the track")
        } else {
            offset = position
        }
    }

    // MARK: Bytes

    mutating func warn(_ offset: Int, _ message: String) {
        warnings.append(MIDIWarning(byteOffset: offset, message: message))
    }

    /// A big-endian number.
    private func number(at offset: Int, count: Int) -> Int {
        var value = 0
        for index in offset..<(offset + count) { value = value << 8 | Int(bytes[index]) }
        return value
    }

    private func has(_ name: StaticString, at offset: Int) -> Bool {
        guard offset >= 0, offset + name.utf8CodeUnitCount <= end else { return false }
        for index in 0..<name.utf8CodeUnitCount where bytes[offset + index] != name.utf8Start[index] { return false }
        return true
    }

    /// Whether four printable ASCII characters start here, as in every chunk name.
    private func isChunkName(at offset: Int) -> Bool {
        offset + 8 <= end && bytes[offset..<(offset + 4)].allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    private func find(_ name: StaticString, from start: Int, to stop: Int? = nil) -> Int? {
        guard start + 4 <= (stop ?? end) else { return nil }
        return (start...((stop ?? end) - 4)).first { bytes[$0] == name.utf8Start[0] && has(name, at: $0) }
    }
}
