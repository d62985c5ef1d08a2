import LofiPlatform

/// A validated SoundFont file: its presets and records, without the sample data.
///
/// SoundFont 2.04 (E-mu 2006): RIFF "sfbk" with the lists INFO, sdta and pdta. FluidSynth accepts truncated files and
/// plays silence from broken ones; this check rejects both.
public struct SoundFontFile: Sendable {
    /// A preset that MIDI can select.
    public struct Preset: Sendable, Equatable {
        /// 0…128; 128 holds the drum kits.
        public let bank: Int
        /// 0…127.
        public let program: Int
        /// Name in the font, in ASCII.
        public let name: String
    }

    /// Sorted by bank, then program.
    public let presets: [Preset]
    /// Number of samples.
    public let sampleCount: Int
    /// The raw records of pdta by chunk name.
    package let records: [String: [UInt8]]
    /// Byte range of the sample data in the file.
    package let sampleBytes: Range<Int>

    /// Checks the file at `path`.
    ///
    /// - Throws: `SoundFontFileError` with the reason and the byte offset.
    public static func check(path: String) throws(SoundFontFileError) -> SoundFontFile {
        let (file, descriptor) = try opened(path)
        close(descriptor)
        return file
    }

    /// Opens and checks a file. The caller must close the descriptor.
    package static func opened(_ path: String) throws(SoundFontFileError) -> (file: SoundFontFile, descriptor: Int32) {
        // O_NONBLOCK, so that opening a pipe does not wait for its other end; pipes are refused below.
        let descriptor = open(path.systemName, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SoundFontFileError(byteOffset: 0, reason: String(cString: strerror(errno))) }
        do throws(SoundFontFileError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw SoundFontFileError(byteOffset: 0, reason: "not a regular file")
            }
            let file = try check(size: Int(status.st_size)) { offset, count in
                var bytes = [UInt8](repeating: 0, count: count)
                let got = bytes.withUnsafeMutableBytes { readAll(into: $0, from: descriptor, at: offset) }
                return got == count ? bytes : nil
            }
            return (file, descriptor)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Checks a SoundFont in memory.
    package static func check(_ bytes: [UInt8]) throws(SoundFontFileError) -> SoundFontFile {
        var result: Result<SoundFontFile, SoundFontFileError> = .failure(SoundFontFileError(byteOffset: 0, reason: ""))
        bytes.withUnsafeBytes { bytes in
            result = Result { () throws(SoundFontFileError) in try check(bytes) }
        }
        return try result.get()
    }

    /// Checks a SoundFont in memory.
    package static func check(_ bytes: UnsafeRawBufferPointer) throws(SoundFontFileError) -> SoundFontFile {
        try check(size: bytes.count) { offset, count in
            offset + count <= bytes.count ? Array(bytes[offset..<(offset + count)]) : nil
        }
    }

    /// The required chunks of pdta with their record lengths in bytes.
    private static let recordLengths = [
        "phdr": 38, "pbag": 4, "pmod": 10, "pgen": 4, "inst": 22, "ibag": 4, "imod": 10, "igen": 4, "shdr": 46,
    ]
    /// Maximum size of the preset data; no real font needs more than 64 MiB.
    private static let maximumParameterBytes = 1 << 26

    private struct Chunk {
        let name: String
        let offset: Int
        let count: Int
    }

    private static func check(
        size: Int, read: (_ offset: Int, _ count: Int) -> [UInt8]?
    ) throws(SoundFontFileError) -> SoundFontFile {
        guard size > 0 else { throw SoundFontFileError(byteOffset: 0, reason: "the file is empty") }
        guard let head = read(0, min(12, size)), head.count == 12, head.starts(with: Array("RIFF".utf8)),
            head[8...].elementsEqual("sfbk".utf8)
        else { throw SoundFontFileError(byteOffset: 0, reason: "not a SoundFont (no RIFF sfbk header)") }
        let claimed = Int(little(head, 4, 4)) + 8
        guard claimed <= size + 1 else {
            throw SoundFontFileError(
                byteOffset: 4, reason: "truncated: the header claims \(claimed) bytes, the file has \(size)")
        }
        var samples: Chunk?
        var parameters: Chunk?
        for list in try chunks(12..<size, read) where list.name == "LIST" {
            guard list.count >= 4, let kind = read(list.offset, 4) else { continue }
            let body = (list.offset + 4)..<(list.offset + list.count)
            if kind.elementsEqual("sdta".utf8) { samples = try chunks(body, read).first { $0.name == "smpl" } }
            if kind.elementsEqual("pdta".utf8) { parameters = list }
        }
        guard let samples else { throw SoundFontFileError(byteOffset: 12, reason: "sample data (smpl) is missing") }
        guard let parameters else { throw SoundFontFileError(byteOffset: 12, reason: "preset data (pdta) is missing") }
        guard parameters.count <= maximumParameterBytes else {
            throw SoundFontFileError(
                byteOffset: parameters.offset,
                reason: "preset data (pdta) claims \(parameters.count) bytes, at most \(maximumParameterBytes) allowed")
        }
        var records: [String: [UInt8]] = [:]
        for chunk in try chunks((parameters.offset + 4)..<(parameters.offset + parameters.count), read) {
            guard let length = recordLengths[chunk.name] else { continue }
            guard chunk.count >= length, chunk.count % length == 0, let bytes = read(chunk.offset, chunk.count) else {
                throw SoundFontFileError(
                    byteOffset: chunk.offset,
                    reason: "\(chunk.name) has \(chunk.count) bytes, not a multiple of \(length)"
                )
            }
            records[chunk.name] = bytes
        }
        for name in recordLengths.keys.sorted() where records[name] == nil {
            throw SoundFontFileError(byteOffset: parameters.offset, reason: "chunk \(name) is missing")
        }
        try checkIndices(records, at: parameters.offset)
        try checkSamples(records["shdr"] ?? [], chunk: samples)
        return SoundFontFile(
            presets: try presets(records["phdr"] ?? [], at: parameters.offset),
            sampleCount: (records["shdr"]?.count ?? 46) / 46 - 1, records: records,
            sampleBytes: samples.offset..<(samples.offset + samples.count))
    }

    private static func chunks(
        _ range: Range<Int>, _ read: (Int, Int) -> [UInt8]?
    ) throws(SoundFontFileError) -> [Chunk] {
        var found: [Chunk] = []
        var offset = range.lowerBound
        while offset + 8 <= range.upperBound, let head = read(offset, 8) {
            let count = Int(little(head, 4, 4))
            let name = String(decoding: head[0..<4], as: UTF8.self)
            guard offset + 8 + count <= range.upperBound else {
                throw SoundFontFileError(
                    byteOffset: offset,
                    reason: "chunk \(name.filter { $0.isLetter }) claims \(count) bytes, past the end of the file")
            }
            found.append(Chunk(name: name, offset: offset + 8, count: count))
            offset += 8 + count
            // RIFF pads a chunk of odd length with a zero, but the writers of some .sf3 files do not; no name begins
            // with 0.
            if count % 2 == 1, read(offset, 1) == [0] { offset += 1 }
        }
        return found
    }

    /// Checks that bag and generator indices are ascending and in range.
    private static func checkIndices(_ records: [String: [UInt8]], at offset: Int) throws(SoundFontFileError) {
        for (owner, length, fieldOffset, target, targetLength) in [
            ("phdr", 38, 24, "pbag", 4), ("pbag", 4, 0, "pgen", 4), ("inst", 22, 20, "ibag", 4),
            ("ibag", 4, 0, "igen", 4),
        ] {
            guard let bytes = records[owner], let targets = records[target] else { continue }
            var previous = 0
            for start in stride(from: 0, to: bytes.count, by: length) {
                let index = Int(little(bytes, start + fieldOffset, 2))
                guard index >= previous, index < targets.count / targetLength else {
                    throw SoundFontFileError(
                        byteOffset: offset,
                        reason: "\(owner) record \(start / length) refers to \(target) \(index), which does not exist")
                }
                previous = index
            }
        }
    }

    private static func checkSamples(_ headers: [UInt8], chunk: Chunk) throws(SoundFontFileError) {
        var broken = 0
        let count = headers.count / 46 - 1
        for index in 0..<max(0, count) {
            let start = index * 46
            let (from, to) = (Int(little(headers, start + 20, 4)), Int(little(headers, start + 24, 4)))
            // Bit 4 of the type: compressed (SF3), with positions in bytes.
            let isCompressed = little(headers, start + 44, 2) & 0x10 != 0
            let limit = isCompressed ? chunk.count : chunk.count / 2
            if from > to || to > limit { broken += 1 }
        }
        guard count > 0 else {
            throw SoundFontFileError(byteOffset: chunk.offset, reason: "the file has no samples")
        }
        // Real fonts may have a stray sample or two that nothing plays; FluidSynth skips them.
        guard broken * 2 < count else {
            throw SoundFontFileError(
                byteOffset: chunk.offset, reason: "\(broken) of \(count) samples are outside the sample data")
        }
    }

    private static func presets(_ headers: [UInt8], at offset: Int) throws(SoundFontFileError) -> [Preset] {
        var presets: [Preset] = []
        for index in 0..<(headers.count / 38 - 1) {
            let start = index * 38
            let name = String(
                decoding: headers[start..<(start + 20)].prefix { $0 != 0 }.filter { $0 >= 0x20 && $0 < 0x7F },
                as: UTF8.self)
            let preset = Preset(
                bank: Int(little(headers, start + 22, 2)), program: Int(little(headers, start + 20, 2)), name: name)
            if preset.program < 128, preset.bank <= 128 { presets.append(preset) }
        }
        guard !presets.isEmpty else {
            throw SoundFontFileError(
                byteOffset: offset, reason: "no preset has a bank and program that MIDI can select")
        }
        return presets.sorted { ($0.bank, $0.program) < ($1.bank, $1.program) }
    }

    /// Returns the little-endian number of `count` bytes at `offset`.
    package static func little(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt32 {
        (0..<count).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
}

/// Why a file is not a playable SoundFont.
public struct SoundFontFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Byte offset of the error in the file; 0 if there is none.
    public let byteOffset: Int
    let what: String
    /// The reason, with the byte offset if there is one.
    public var reason: String { byteOffset > 0 ? "\(what) (byte \(byteOffset))" : what }
    /// The same as `reason`; the path is the caller's to add.
    public var description: String { reason }

    /// Creates an error at a byte offset.
    package init(byteOffset: Int, reason: String) {
        self.byteOffset = byteOffset
        what = reason
    }
}
