import LofiAudioFile
import LofiPlatform

/// Where the finished sound goes: a file that appears whole, or standard output.
///
/// Opened before the work begins, so that what cannot be written is said at once.
final class OutputFile {
    let format: AudioFormat
    let path: String
    /// Where intermediate files go: the same disk as the result.
    let folder: String
    let descriptor: Int32
    private let file: AtomicFile?
    /// Where the finished bytes are sent that do not go to a file: a pipe or a device, which must not be replaced.
    private let stream: Int32

    init(path: String, options: SongRenderer.Options) throws(FileError) {
        self.path = path
        if path == "-" {
            format = AudioFormat(
                container: .wav, sampleFormat: options.sampleFormat, sampleRate: options.sampleRate)
            folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            // A WAV header holds its length and is written last, which a pipe does not allow: by way of a file.
            descriptor = try MixSpool.openNameless(in: folder)
            file = nil
            stream = STDOUT_FILENO
        } else {
            let ending = path.split(separator: "/").last.flatMap { $0.split(separator: ".").dropFirst().last }
            guard let container = AudioFormat.Container(ending: ending.map { $0.lowercased() } ?? "wav") else {
                throw .cannotCreate(
                    path,
                    reason: "'.\(ending ?? "")' is no audio format; known: "
                        + AudioFormat.Container.allCases.map(\.rawValue).joined(separator: ", "))
            }
            format = AudioFormat(
                container: container, sampleFormat: options.sampleFormat, sampleRate: options.sampleRate)
            guard format.isSupported else {
                throw .cannotCreate(
                    path,
                    reason: "\(container.rawValue) cannot hold \(options.sampleFormat.rawValue) bits at "
                        + "\(options.sampleRate) Hz")
            }
            var status = stat()
            if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
                folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
                stream = open(path, O_WRONLY | O_CLOEXEC)
                guard stream >= 0 else { throw .cannotCreate(path, reason: String(cString: strerror(errno))) }
                descriptor = try MixSpool.openNameless(in: folder)
                file = nil
                return
            }
            let file = try AtomicFile(path: path)
            self.file = file
            stream = -1
            descriptor = file.descriptor
            folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        }
    }

    deinit {
        guard file == nil else { return }
        close(descriptor)
        if stream > STDERR_FILENO { close(stream) }
    }

    /// Takes back all that is written.
    func startOver() throws(FileError) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw .cannotWrite(path, reason: FileError.reason(errno))
        }
    }

    /// Puts the finished file in its place, or sends it down the pipe.
    func commit() throws(FileError) {
        if let file { return try file.commit() }
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var position = 0
        while true {
            let count = chunk.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(position)) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                throw .cannotWrite(path == "-" ? "standard output" : path, reason: String(cString: strerror(errno)))
            }
            if count == 0 { return }
            position += count
            var sent = 0
            while sent < count {
                let written = chunk.withUnsafeBytes { write(stream, $0.baseAddress! + sent, count - sent) }
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else {
                    throw .cannotWrite(path == "-" ? "standard output" : path, reason: String(cString: strerror(errno)))
                }
                sent += written
            }
        }
    }
}

extension AudioFormat.Container {
    package init?(ending: String) {
        switch ending {
        case "wave": self = .wav
        case "aif": self = .aiff
        case "oga": self = .ogg
        default: self.init(rawValue: ending)
        }
    }
}
