import LofiAudioFile
import LofiPlatform
import LofiPlugin

/// Why the tempo of a recording could not be changed.
public enum StretchError: Error, Equatable, CustomStringConvertible {
    /// The program is not installed.
    case missing
    /// It ended with an error, of which this is the last line.
    case failed(String)

    /// Message for the user, with the remedy.
    public var description: String {
        switch self {
        case .missing:
            "stretching needs the program rubberband; install it (apt install rubberband-cli) or use --slow, which needs nothing"
        case .failed(let reason): "rubberband failed: \(reason)"
        }
    }
}

extension AudioSource {
    /// The recording at another tempo and the same pitch, made by the program rubberband (Breakfast Quay) in unnamed files.
    /// - Parameter tempo: 0.25…4; 0.85 is slower.
    /// - Throws: `StretchError`, `FileError`.
    public func stretched(by tempo: Double) throws -> AudioSource {
        let folder = NamelessFile.temporaryFolder
        let (from, to) = (try NamelessFile.open(in: folder), try NamelessFile.open(in: folder))
        let result = AudioSource(spool: to, name: name)
        defer { close(from) }
        try writeFloats(to: from)
        // The program inherits both; it opens them anew by these names.
        for descriptor in [from, to] { _ = fcntl(descriptor, F_SETFD, 0) }
        defer { for descriptor in [from, to] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) } }
        func run(_ options: [String]) throws(StretchError) -> ChildRun {
            let words =
                ["rubberband", "--quiet"] + options + ["--tempo", "\(tempo)", "/dev/fd/\(from)", "/dev/fd/\(to)"]
            do { return try ChildRun.run(words, limitSeconds: 86_400, limitBytes: 1 << 20).get() } catch {
                throw error.code == ENOENT ? .missing : .failed(error.reason)
            }
        }
        // The finer engine is new in version 3.
        var end = try run(["--fine"])
        if end.ending != .exited(0) { end = try run([]) }
        guard end.ending == .exited(0) else {
            let lines = String(decoding: end.errors, as: UTF8.self).split(whereSeparator: \.isNewline)
            throw StretchError.failed(lines.last.map { String($0) } ?? "\(end.ending)")
        }
        return result
    }

    private func writeFloats(to descriptor: Int32) throws(FileError) {
        let reader = try AudioFileReader(self)
        let format = AudioFormat(container: .wav, sampleFormat: .float32, sampleRate: reader.sampleRate)
        let writer = try AudioFileWriter(
            descriptor: descriptor, format: format, frameCount: reader.frameCount, path: "the intermediate file")
        let block = AudioBlock.allocate(capacity: 4096)
        defer { block.deallocate() }
        block.initialize(repeating: .zero)
        while case let count = try reader.read(into: block), count > 0 {
            try writer.write(AudioBlock(rebasing: block[..<count]))
        }
        try writer.finish()
    }
}
