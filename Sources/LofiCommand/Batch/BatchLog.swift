import FoundationEssentials
import LofiAudioFile
import LofiPlatform
import LofiPlugin
import LofiScore

/// The log of a batch: one JSON object per line and song.
///
/// A line is written as soon as its song is done, so that a killed batch resumes where it left off.
final class BatchLog: Sendable {
    struct Record: Codable, Sendable {
        enum Status: String, Codable, Sendable { case rendered, failed }

        var input: String
        /// Path relative to the log's folder.
        var output: String
        var status: Status
        /// SHA-256 of the input in hexadecimal; nil if it could not be read.
        var inputDigest: String?
        /// SHA-256 of everything but the input that affects the sound; nil if the options are invalid.
        var settingsDigest: String?
        /// SHA-256 of the output.
        var outputDigest: String?
        /// Length of the recording.
        var seconds: Double?
        /// Integrated loudness in LUFS.
        var loudness: Double?
        var warnings: [String]?
        var error: String?
    }

    static let name = "batch.jsonl"

    let path: String
    /// The latest record of each output.
    private let records: Locked<[String: Record]>
    private let descriptor: Int32

    /// Opens or creates the log in `folder` and locks it.
    /// - Throws: `FileError`, `InputError`, or `Failure` if another batch is using the folder.
    init(folder: String) throws {
        path = "\(folder)/\(Self.name)"
        descriptor = open(path.systemName, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError.cannotCreate(path, reason: FileError.reason(errno)) }
        // The system releases this lock however the program ends.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Failure(message: "another batch is using the folder \(folder)", exitCode: Failure.unavailable)
        }
        records = Locked([:])
        let bytes = try FileBytes.contents(of: path)
        let decoder = JSONDecoder()
        let known = bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            // A killed run may leave an incomplete line.
            try? decoder.decode(Record.self, from: Data($0))
        }
        records.withLock { records in for record in known { records[record.output] = record } }
        if let last = bytes.last, last != UInt8(ascii: "\n") { try append([UInt8(ascii: "\n")]) }
    }

    deinit { close(descriptor) }

    subscript(output: String) -> Record? { records.withLock { $0[output] } }

    func add(_ record: Record) throws {
        let line = try Self.line(record)
        try records.withLock { records in
            records[record.output] = record
            try append(line)
        }
    }

    /// Rewrites the log with one line per song: the songs of this batch in order, then the others on record.
    func settle(order: [String]) throws {
        let lines = try records.withLock { records in
            let others = Set(records.keys).subtracting(order).sorted()
            return try (order + others).compactMap { records[$0] }.flatMap(Self.line)
        }
        try OutputFile.write(lines, to: path)
    }

    private static func line(_ record: Record) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(record)) + [UInt8(ascii: "\n")]
    }

    /// Appends in a single write, so that readers never see part of a line.
    private func append(_ bytes: [UInt8]) throws {
        let count = bytes.withUnsafeBytes { bytes in
            uninterrupted { write(descriptor, bytes.baseAddress, bytes.count) }
        }
        guard count == bytes.count else {
            throw FileError.cannotWrite(path, reason: FileError.reason(errno))
        }
    }
}
