import FoundationEssentials
import LofiAudioFile
import LofiPlatform
import LofiPlugin
import LofiScore

/// What became of the songs of a batch, one JSON object a line.
///
/// A line is there as soon as its song is done, so that a batch that was killed goes on where it was.
final class BatchLog: Sendable {
    struct Record: Codable, Sendable {
        enum Status: String, Codable, Sendable { case rendered, failed }

        var input: String
        /// Below the folder of the log.
        var output: String
        var status: Status
        /// Of the input, as `sha256sum` prints it; none where it could not be read.
        var inputDigest: String?
        /// Of all that the sound depends on beside the input; none where the options are wrong.
        var settingsDigest: String?
        /// Of the output.
        var outputDigest: String?
        /// Of sound.
        var seconds: Double?
        /// LUFS.
        var loudness: Double?
        var warnings: [String]?
        var error: String?
    }

    static let name = "batch.jsonl"

    let path: String
    /// By output: the last word on each.
    private let records: Locked<[String: Record]>
    private let descriptor: Int32

    /// - Throws: `FileError`, `InputError`, or a `Failure` where another batch is at work in the folder.
    init(folder: String) throws {
        path = "\(folder)/\(Self.name)"
        descriptor = open(path.systemName, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError.cannotCreate(path, reason: FileError.reason(errno)) }
        // Let go of by the system, however the program ends.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Failure(message: "\(folder): another batch is at work there", exitCode: Failure.unavailable)
        }
        records = Locked([:])
        let bytes = try FileBytes.contents(of: path)
        let decoder = JSONDecoder()
        let known = bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            // Half a line is what a killed run left.
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

    /// Writes the log anew, one line a song: those of the batch in its order, then the others that it knows.
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

    /// In one write, so that no reader sees half of it.
    private func append(_ bytes: [UInt8]) throws {
        let count = bytes.withUnsafeBytes { bytes in
            uninterrupted { write(descriptor, bytes.baseAddress, bytes.count) }
        }
        guard count == bytes.count else {
            throw FileError.cannotWrite(path, reason: FileError.reason(errno))
        }
    }
}
