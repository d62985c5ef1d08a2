import LofiCore
import LofiDSP
import LofiEngine
import LofiScore

/// What each plugin costs on one core, and the whole graph of the default style.
public enum SpeedTable {
    private static let seconds = 10.0
    private static let blockFrames = 2048

    public static func print() throws {
        Swift.print("| plugin, as it is without settings | ns a frame |\n|---|---|")
        for type in standardEffects {
            let effect = type.init(settings: try Settings(for: type.parameters), context: Signals.context(block: 2048))
            let noise = Signals.noise(frames: blockFrames)
            row(type.kind) { block in
                _ = block.update(from: noise)
                effect.process(block)
            }
        }
        for type in standardNoiseLayers {
            let layer = type.init(settings: try Settings(for: type.parameters), context: Signals.context(block: 2048))
            row(type.kind) { layer.render(into: $0) }
        }
        try rowOfGraph()
    }

    /// The default style's graph with something on each of its six strips.
    private static func rowOfGraph() throws {
        let style = try StyleLibrary(userFolder: nil).style(StyleLibrary.defaultName)
        let stem = GraphPlan.StemUse(index: 0, gain: StereoFrame(repeating: 0.3))
        let stems = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, [stem]) })
        let graph = try RenderGraph(
            style.graphPlan(stems: stems, catalog: .standard), sampleRate: Signals.rate,
            maximumBlockFrames: blockFrames, seed: 1)
        let noise = Signals.noise(frames: blockFrames).map(\.x)
        noise.withUnsafeBufferPointer { samples in
            guard let base = samples.baseAddress else { return }
            row("the whole graph of \(style.name), six strips") { block in
                _ = graph.process(frameCount: block.count) { _ in (base, base) }
            }
        }
    }

    private static func row(_ name: String, _ run: (AudioBlock) -> Void) {
        let block = AudioBlock.allocate(capacity: blockFrames)
        block.initialize(repeating: .zero)
        defer { block.deallocate() }
        let turns = Int(seconds * Signals.rate) / blockFrames
        // The best of three: what else the machine does only adds.
        let best =
            (0..<3).map { _ -> Duration in
                ContinuousClock().measure { for _ in 0..<turns { run(block) } }
            }.min() ?? .zero
        let nanoseconds = Double(best.components.attoseconds) / 1e9 + Double(best.components.seconds) * 1e9
        Swift.print("| \(name) | \(Signals.text(nanoseconds / Double(turns * blockFrames), digits: 1)) |")
    }
}
