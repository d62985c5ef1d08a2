import FoundationEssentials
import LofiEngine
import LofiPlatform
import LofiPlugin

extension RenderOptions {
    /// A SHA-256 digest of everything but the song that affects the sound: the build, the style's text, every option,
    /// and the size and modification time of each file that they name.
    func digest(_ renderer: SongRenderer) throws -> String {
        let words: [String] = [
            // The running program by size and time, so that another build renders anew; the version where there is no /proc.
            Self.state("/proc/self/exe") ?? LofiRenderCommand.configuration.version,
            try StyleLibrary(catalog: renderer.catalog).entry(style).text,
            "\(renderer.options.seed) \(renderer.options.sampleRate) \(renderer.options.sampleFormat.rawValue)",
            "\(noDrums) \(noBass) \(noNoise) \(asIs)",
            "\(knobs.given.map { "\($0.0) \($0.1)" })",
            "\([tempo, key, length, meter, synthesizer])",
        ]
        let clips = try renderer.style.graphPlan(stems: [:], catalog: renderer.catalog).audioFiles
        let fonts = [soundFont, renderer.style.soundFont].compactMap { $0 }
        let files = Set(renderer.style.texts + clips + fonts).sorted().compactMap(Self.state)
        let encoder = JSONEncoder()
        return SHA256.digest(of: Array(try encoder.encode([words, settings, files])))
    }

    private static func state(_ path: String) -> String? {
        var status = stat()
        guard stat(path.systemName, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }
}

extension Style {
    /// The text settings of its transforms, some of which name files, such as a groove.
    fileprivate var texts: [String] {
        transforms.flatMap(\.given.values).compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
}
