import LofiDSP
import LofiEngine
import LofiPlugin
import LofiScore

/// Benchmarks each plugin on one core, and the default style: its master chain and its whole graph.
public enum SpeedTable {
    private static let seconds = 10.0
    private static let blockFrames = 2048

    /// Prints the table.
    ///
    /// - Parameter named: only rows whose name contains it.
    public static func print(named: String? = nil) throws {
        func isWanted(_ name: String) -> Bool { named.map { name.contains($0) } ?? true }
        Swift.print("| plugin, as it is without settings | ns a frame | ms to make |\n|---|---|---|")
        for type in standardEffects where isWanted(type.kind) {
            let settings = try Settings(for: type.parameters)
            let (effect, time) = timed { type.init(settings: settings, context: Signals.context(block: 2048)) }
            let noise = Signals.noise(frames: blockFrames)
            row(type.kind, making: time) { block in
                _ = block.update(from: noise)
                effect.process(block)
            }
        }
        for type in standardNoiseLayers where isWanted(type.kind) {
            let settings = try Settings(for: type.parameters)
            let (layer, time) = timed { type.init(settings: settings, context: Signals.context(block: 2048)) }
            row(type.kind, making: time) { layer.render(into: $0) }
        }
        try rowsOfDefaultStyle(isWanted)
    }

    /// Benchmarks the default style's graph with a signal on each of its six strips, and the path of a finished stereo
    /// sound in it: the record bus, the layers and the master, with the sound in place of the strip that keys `duck`.
    private static func rowsOfDefaultStyle(_ isWanted: (String) -> Bool) throws {
        let style = try StyleLibrary(userFolder: nil).style(StyleLibrary.defaultName)
        let stem = GraphPlan.StemUse(index: 0, gain: StereoFrame(repeating: 0.3))
        let stems = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0.rawValue, [stem]) })
        let whole = try style.graphPlan(stems: stems, catalog: .standard)
        let bus = "record"
        let chain = whole.nodes.filter { node in
            if case .layer = node.source { true } else { [bus, GraphPlan.master].contains(node.name) }
        }
        let sound = GraphPlan.Node(name: Role.drums.rawValue, source: .stems([stem]), output: bus)
        let plans = [
            ("the default chain: record bus, layers, master", GraphPlan(nodes: [sound] + chain)),
            ("the whole graph of \(style.name), six strips", whole),
        ]
        for (name, plan) in plans where isWanted(name) { try row(name, plan) }
    }

    private static func row(_ name: String, _ plan: GraphPlan) throws {
        let (made, time) = timed {
            Result { try RenderGraph(plan, sampleRate: Signals.rate, maximumBlockFrames: blockFrames, seed: 1) }
        }
        let graph = try made.get()
        let noise = Signals.noise(frames: blockFrames).map(\.x)
        noise.withUnsafeBufferPointer { samples in
            guard let base = samples.baseAddress else { return }
            row(name, making: time) { block in _ = graph.process(frameCount: block.count) { _ in (base, base) } }
        }
    }

    /// Returns the best of three times, in milliseconds.
    private static func timed<Made>(_ make: () -> Made) -> (Made, Double) {
        let times = (0..<2).map { _ in milliseconds(ContinuousClock().measure { _ = make() }) }
        var made: Made?
        let last = milliseconds(ContinuousClock().measure { made = make() })
        guard let made else { preconditionFailure("nothing was made") }
        return (made, min(last, times.min() ?? last))
    }

    private static func milliseconds(_ time: Duration) -> Double {
        Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1e3
    }

    private static func row(_ name: String, making: Double, _ run: (AudioBlock) -> Void) {
        let block = AudioBlock.allocate(capacity: blockFrames)
        block.initialize(repeating: .zero)
        defer { block.deallocate() }
        let turns = Int(seconds * Signals.rate) / blockFrames
        // Warm up: an ambience begins with the frames kept from its trial.
        for _ in 0..<turns { run(block) }
        // The best of three: other load on the machine only adds time.
        let best =
            (0..<3).map { _ -> Duration in
                ContinuousClock().measure { for _ in 0..<turns { run(block) } }
            }.min() ?? .zero
        let nanoseconds = milliseconds(best) * 1e6 / Double(turns * blockFrames)
        Swift.print("| \(name) | \(Signals.text(nanoseconds, digits: 1)) | \(Signals.text(making, digits: 2)) |")
    }
}
