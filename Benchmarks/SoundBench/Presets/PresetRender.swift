import Foundation
import LofiAudioFile
import LofiDSP
import LofiEngine
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles
import Synchronization

/// A preset's two-minute render of the demo song, with its measurements.
struct PresetRender: Sendable {
    let style: Style
    let report: RenderReport
    let features: MixFeatures

    init(_ name: String, song: String = "late-train") throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let path = root.appending(path: "Examples/songs/\(song).mid").path
        let catalog = Catalog.standard
        style = try StyleLibrary(catalog: catalog, userFolder: nil).style(name)
            .setting("form.length", to: .number(116), catalog: catalog, option: "length")
        var options = SongRenderer.Options()
        options.sampleFormat = .float32
        let output = FileManager.default.temporaryDirectory.appending(path: "preset-\(UUID().uuidString).wav").path
        defer { try? FileManager.default.removeItem(atPath: output) }
        let score = try MIDISong(FileBytes.contents(of: path)).score
        report = try SongRenderer(style: style, options: options).render(score, to: output)
        let clip = try AudioClip(path: output, sampleRate: Double(options.sampleRate))
        features = MixFeatures(clip.frames, rate: clip.sampleRate)
    }

    /// Renders each preset once, however many checks use it.
    static func of(_ name: String) throws -> PresetRender {
        if let known = renders.withLock({ $0[name] }) { return known }
        let render = try PresetRender(name)
        renders.withLock { $0[name] = render }
        return render
    }

    private static let renders = Mutex<[String: PresetRender]>([:])
}
