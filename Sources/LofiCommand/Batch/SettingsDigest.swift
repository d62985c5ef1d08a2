import FoundationEssentials
import LofiEngine
import LofiPlatform

extension SongRenderer {
    /// A SHA-256 digest of everything but the song that affects the sound: the build, the style with every change made to
    /// it, every option of the renderer, and the size and modification time of each file that they name.
    /// - Parameter stems: the stems to write; their folder does not matter.
    func settingsDigest(stems: StemExport?) throws -> String {
        let words = [
            // The running program by size and time, so that another build renders anew; the version where there is no /proc.
            Self.state("/proc/self/exe") ?? LofiRenderCommand.configuration.version,
            style.document.canonicalText,
        ]
        // By reflection, so that no option can be forgotten.
        let options = Mirror(reflecting: options).children.map { "\($0.label ?? "") \($0.value)" }
        let states = files.sorted().compactMap(Self.state)
        let formats = stems.map { [["stems \($0.sampleFormat.rawValue)"]] } ?? []
        return SHA256.digest(of: Array(try JSONEncoder().encode([words, options, states] + formats)))
    }

    private static func state(_ path: String) -> String? {
        var status = stat()
        guard stat(path.systemName, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }
}
