import LofiAudioFile
import LofiPlatform
import LofiScoreFiles

/// What a render plays, told by the first bytes of the file, whatever its name.
enum RenderInput {
    case audio(AudioSource)
    case song(bytes: [UInt8])

    /// Opens a file, or standard input for `-`. Audio from a pipe is copied to an unnamed file, because it is read twice.
    /// - Throws: `InputError`, `FileError`, or `Failure` for an audio file that holds none.
    init(path: String) throws {
        let file = try InputFile(path: path)
        var beginning: [UInt8] = []
        while beginning.count < AudioSource.Beginning.count,
            case let more = try file.read(atMost: AudioSource.Beginning.count - beginning.count), !more.isEmpty
        { beginning += more }
        if AudioSource.Beginning(beginning).isAudio {
            self = .audio(file.isOnDisk ? AudioSource(path: path) : try Self.spool(file, beginning))
            return
        }
        let bytes = try FileBytes.contents(of: file, after: beginning)
        if Self.isNamedAsAudio(path), (try? MIDISong(bytes)) == nil {
            let reason = bytes.isEmpty ? "it is empty" : "it holds no audio in a known format, nor MIDI"
            throw Failure(message: "cannot read \(path): \(reason)", exitCode: Failure.badData)
        }
        self = .song(bytes: bytes)
    }

    /// Copies a pipe to an unnamed file.
    private static func spool(_ file: InputFile, _ beginning: [UInt8]) throws -> AudioSource {
        let folder = NamelessFile.temporaryFolder
        let descriptor = try NamelessFile.open(in: folder)
        let source = AudioSource(spool: descriptor, name: file.path == "-" ? "standard input" : file.path)
        var chunk = beginning
        while !chunk.isEmpty {
            let code = chunk.withUnsafeBytes { writeAll($0, to: descriptor) }
            guard code == 0 else {
                throw FileError.cannotWrite("the intermediate file in \(folder)", reason: FileError.reason(code))
            }
            chunk = try file.read(atMost: 1 << 16)
        }
        return source
    }

    /// Whether the name ends as that of an audio file does.
    static func isNamedAsAudio(_ path: String) -> Bool {
        let ending = path.split(separator: "/").last?.split(separator: ".").dropFirst().last
        return ending.map { AudioFormat.Container(ending: $0.lowercased()) != nil } ?? false
    }
}
