import LofiPlatform

/// What a SoundFont file says it holds, read without its samples.
///
/// SoundFont 2.04 (E-mu 2006): RIFF "sfbk" with the lists INFO, sdta and pdta. FluidSynth accepts cut files and plays
/// silence from broken ones; this check does not.
public struct SoundFontFile: Sendable {
    public struct Preset: Sendable, Equatable {
        public let bank: Int
        public let program: Int
        public let name: String
    }

    /// By bank, then program.
    public let presets: [Preset]
    public let sampleCount: Int
    /// The records of pdta as they lie in the file, by the names of their chunks.
    package let records: [String: [UInt8]]
    /// Where the samples lie in the file, bytes.
    package let sampleBytes: Range<Int>

    /// - Throws: `SoundFontFileError` that says what is wrong, and where.
    public static func check(path: String) throws(SoundFontFileError) -> SoundFontFile {
        let (file, descriptor) = try opened(path)
        close(descriptor)
        return file
    }

    /// The file checked, and open to be read from; whoever asks for it closes it.
    package static func opened(_ path: String) throws(SoundFontFileError) -> (file: SoundFontFile, descriptor: Int32) {
        // Not to wait for the other end of a pipe, which is refused below.
        let descriptor = open(path.systemName, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SoundFontFileError(byteOffset: 0, reason: String(cString: strerror(errno))) }
        do throws(SoundFontFileError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                throw SoundFontFileError(byteOffset: 0, reason: "it is not a file")
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

    package static func check(_ bytes: [UInt8]) throws(SoundFontFileError) -> SoundFontFile {
        var result: Result<SoundFontFile, SoundFontFileError> = .failure(SoundFontFileError(byteOffset: 0, reason: ""))
        bytes.withUnsafeBytes { bytes in
            result = Result { () throws(SoundFontFileError) in try check(bytes) }
        }
        return try result.get()
    }

    package static func check(_ bytes: UnsafeRawBufferPointer) throws(SoundFontFileError) -> SoundFontFile {
        try check(size: bytes.count) { offset, count in
            offset + count <= bytes.count ? Array(bytes[offset..<(offset + count)]) : nil
        }
    }

    /// The records of pdta that have to be there, with their lengths in bytes.
    private static let recordLengths = [
        "phdr": 38, "pbag": 4, "pmod": 10, "pgen": 4, "inst": 22, "ibag": 4, "imod": 10, "igen": 4, "shdr": 46,
    ]
    /// Parameters of more than 64 MiB belong to no font.
    private static let mostParameterBytes = 1 << 26

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
        else { throw SoundFontFileError(byteOffset: 0, reason: "not a SoundFont (no RIFF sfbk at its beginning)") }
        let claimed = Int(little(head, 4, 4)) + 8
        guard claimed <= size + 1 else {
            throw SoundFontFileError(byteOffset: 4, reason: "cut off: it claims \(claimed) bytes, \(size) are there")
        }
        var samples: Chunk?
        var parameters: Chunk?
        for list in try chunks(12..<size, read) where list.name == "LIST" {
            guard list.count >= 4, let kind = read(list.offset, 4) else { continue }
            let body = (list.offset + 4)..<(list.offset + list.count)
            if kind.elementsEqual("sdta".utf8) { samples = try chunks(body, read).first { $0.name == "smpl" } }
            if kind.elementsEqual("pdta".utf8) { parameters = list }
        }
        guard let samples else { throw SoundFontFileError(byteOffset: 12, reason: "the samples (smpl) are missing") }
        guard let parameters else { throw SoundFontFileError(byteOffset: 12, reason: "the presets (pdta) are missing") }
        guard parameters.count <= mostParameterBytes else {
            throw SoundFontFileError(
                byteOffset: parameters.offset, reason: "its presets claim \(parameters.count) bytes")
        }
        var records: [String: [UInt8]] = [:]
        for chunk in try chunks((parameters.offset + 4)..<(parameters.offset + parameters.count), read) {
            guard let length = recordLengths[chunk.name] else { continue }
            guard chunk.count >= length, chunk.count % length == 0, let bytes = read(chunk.offset, chunk.count) else {
                throw SoundFontFileError(
                    byteOffset: chunk.offset, reason: "\(chunk.name) has \(chunk.count) bytes, no multiple of \(length)"
                )
            }
            records[chunk.name] = bytes
        }
        for name in recordLengths.keys.sorted() where records[name] == nil {
            throw SoundFontFileError(byteOffset: parameters.offset, reason: "the chunk \(name) is missing")
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
                    reason: "the chunk \(name.filter { $0.isLetter }) claims \(count) bytes beyond the end")
            }
            found.append(Chunk(name: name, offset: offset + 8, count: count))
            offset += 8 + count
            // An odd chunk is padded with a zero by RIFF, and is not by the writers of some .sf3 files; no name begins with 0.
            if count % 2 == 1, read(offset, 1) == [0] { offset += 1 }
        }
        return found
    }

    /// Bags and generators must follow each other and exist.
    private static func checkIndices(_ records: [String: [UInt8]], at offset: Int) throws(SoundFontFileError) {
        for (owner, length, place, target, targetLength) in [
            ("phdr", 38, 24, "pbag", 4), ("pbag", 4, 0, "pgen", 4), ("inst", 22, 20, "ibag", 4),
            ("ibag", 4, 0, "igen", 4),
        ] {
            guard let bytes = records[owner], let targets = records[target] else { continue }
            var previous = 0
            for start in stride(from: 0, to: bytes.count, by: length) {
                let index = Int(little(bytes, start + place, 2))
                guard index >= previous, index < targets.count / targetLength else {
                    throw SoundFontFileError(
                        byteOffset: offset,
                        reason: "\(owner) record \(start / length) points to \(target) \(index), which is not there")
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
            // Bit 4 of the type: compressed (SF3), places are bytes then.
            let isCompressed = little(headers, start + 44, 2) & 0x10 != 0
            let limit = isCompressed ? chunk.count : chunk.count / 2
            if from > to || to > limit { broken += 1 }
        }
        guard count > 0 else {
            throw SoundFontFileError(byteOffset: chunk.offset, reason: "there are no samples in it")
        }
        // Real fonts have a stray sample or two that nothing plays; FluidSynth leaves them out.
        guard broken * 2 < count else {
            throw SoundFontFileError(
                byteOffset: chunk.offset, reason: "\(broken) of \(count) samples lie outside the sample data")
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
                byteOffset: offset, reason: "no preset in it has a bank and program that MIDI can choose")
        }
        return presets.sorted { ($0.bank, $0.program) < ($1.bank, $1.program) }
    }

    package static func little(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt32 {
        (0..<count).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
}

/// Why a file is no SoundFont that can be played.
public struct SoundFontFileError: Error, Sendable, Equatable, CustomStringConvertible {
    public let byteOffset: Int
    let what: String
    /// What is wrong, with the place where there is one.
    public var reason: String { byteOffset > 0 ? "\(what) (byte \(byteOffset))" : what }
    public var description: String { reason }

    package init(byteOffset: Int, reason: String) {
        self.byteOffset = byteOffset
        what = reason
    }
}
