import LofiPlugin
import Testing
@testable import LofiDSP

/// Adds a known delay, for tests of its compensation.
final class Late: AudioEffect {
    static let kind = "late"
    static let summary = "a delay"
    static let parameters: [Parameter] = [.integer("frames", 0...1000, default: 100, "how late")]
    let latencyFrames: Int
    private let delay: FrameDelay
    init(settings: Settings, context: AudioContext) {
        latencyFrames = settings.integer("frames")
        delay = FrameDelay(frames: latencyFrames)
    }
    func process(_ block: AudioBlock) { delay.process(block) }
}

@Suite("Render graph")
struct RenderGraphTests {
    private func late(_ frames: Double) throws -> GraphPlan.EffectUse {
        GraphPlan.EffectUse(type: Late.self, settings: try Settings(["frames": .number(frames)], for: Late.parameters))
    }

    private func strip(
        _ name: String, _ stem: Int, to output: String = "master", _ effects: [GraphPlan.EffectUse] = [],
        sends: [GraphPlan.Send] = []
    ) -> GraphPlan.Node {
        GraphPlan.Node(
            name: name, source: .stems([GraphPlan.StemUse(index: stem, gain: StereoFrame(repeating: 1))]),
            effects: effects,
            output: output, sends: sends)
    }

    private let master = GraphPlan.Node(name: "master", source: .bus, output: nil)

    /// An impulse in both stems through the graph.
    private func play(_ graph: RenderGraph, frames: Int = 1000) -> [StereoFrame] {
        let impulse = [Float](unsafeUninitializedCapacity: frames) { buffer, count in
            buffer.initialize(repeating: 0)
            buffer[10] = 1
            count = frames
        }
        return impulse.withUnsafeBufferPointer { samples in
            guard let base = samples.baseAddress else { return [] }
            return Array(graph.process(frameCount: frames) { _ in (base, base) })
        }
    }

    @Test("Parallel paths of unlike latency meet in step")
    func compensation() throws {
        let plan = GraphPlan(nodes: [
            strip("a", 0, [try late(300)]), strip("b", 1, to: "bus"),
            GraphPlan.Node(name: "bus", source: .bus, effects: [try late(50)], output: "master"), master,
        ])
        let graph = try RenderGraph(plan, sampleRate: 44100, maximumBlockFrames: 1000, seed: 1)
        let output = play(graph)
        #expect(graph.latencyFrames == 300)
        #expect(output[310] == StereoFrame(2, 2))
        #expect(output.count { $0 != .zero } == 1)
    }

    @Test("A send adds its share")
    func sends() throws {
        let plan = GraphPlan(nodes: [
            strip("a", 0, sends: [GraphPlan.Send(bus: "room", gain: 0.25)]),
            GraphPlan.Node(name: "room", source: .bus, output: "master"), master,
        ])
        #expect(
            play(try RenderGraph(plan, sampleRate: 44100, maximumBlockFrames: 1000, seed: 1))[10]
                == StereoFrame(1.25, 1.25))
    }

    @Test("A bus feeds and sends to any other, written before it or behind it")
    func busToBus() throws {
        func bus(_ name: String, _ output: String, sends: [GraphPlan.Send] = []) -> GraphPlan.Node {
            GraphPlan.Node(name: name, source: .bus, output: output, sends: sends)
        }
        let half = [GraphPlan.Send(bus: "first", gain: 0.5)]
        let plan = GraphPlan(nodes: [
            bus("first", "master"), bus("second", "third", sends: half), bus("third", "first"),
            strip("a", 0, to: "second"), master,
        ])
        #expect(
            play(try RenderGraph(plan, sampleRate: 44100, maximumBlockFrames: 1000, seed: 1))[10]
                == StereoFrame(1.5, 1.5))
    }

    @Test("A layer goes through its effects, and its send takes what comes out of them")
    func layer() throws {
        let hiss = GraphPlan.LayerUse(type: TapeHiss.self, settings: try Settings(for: TapeHiss.parameters))
        func sound(_ effects: [GraphPlan.EffectUse], _ sends: [GraphPlan.Send]) throws -> [StereoFrame] {
            let plan = GraphPlan(nodes: [
                GraphPlan.Node(
                    name: "layers/tape-hiss", source: .layer(hiss), effects: effects, output: "master", sends: sends),
                GraphPlan.Node(name: "room", source: .bus, output: "master"), strip("a", 0, to: "room"), master,
            ])
            return play(try RenderGraph(plan, sampleRate: 44100, maximumBlockFrames: 1000, seed: 1))
        }
        let bare = try sound([], [])
        let sent = try sound([], [GraphPlan.Send(bus: "room", gain: 0.5)])
        #expect(abs(sent[500].x - 1.5 * bare[500].x) < 1e-6 && bare[500].x != 0)
        #expect(try sound([late(100)], [])[600] == bare[500])
    }

    @Test("Filters in a row, which run as one chain, give the bits that each by itself gives", arguments: 1...9)
    func chains(length: Int) throws {
        let kinds: [any AudioEffect.Type] = [Bell.self, LowPass.self, Shelf.self, HighPass.self, Tilt.self]
        let uses = try (0..<length).map { place -> GraphPlan.EffectUse in
            let type = kinds[place % kinds.count]
            return GraphPlan.EffectUse(type: type, settings: try Settings([:], for: type.parameters))
        }
        let together = try RenderGraph(
            GraphPlan(nodes: [strip("a", 0, uses), master]), sampleRate: 44100, maximumBlockFrames: 1000, seed: 1)
        // An effect that does nothing between any two keeps them apart.
        let apart = try RenderGraph(
            GraphPlan(nodes: [strip("a", 0, try uses.flatMap { [$0, try late(0)] }), master]), sampleRate: 44100,
            maximumBlockFrames: 1000, seed: 1)
        let sound = play(together)
        #expect(sound == play(apart))
        #expect(sound.contains { abs($0.x) > 0.01 })
        // And the state goes on from block to block.
        #expect(play(together) == play(apart))
    }

    @Test("Circles, unknown and unused buses are refused by name")
    func checks() throws {
        func bus(_ name: String, _ output: String) -> GraphPlan.Node {
            GraphPlan.Node(name: name, source: .bus, output: output)
        }
        #expect(throws: GraphError.cycle(["x", "y", "x"])) {
            try GraphPlan(nodes: [bus("x", "y"), bus("y", "x"), master]).sorted()
        }
        #expect(throws: GraphError.unusedBus("room")) {
            try GraphPlan(nodes: [strip("a", 0), bus("room", "master"), master]).sorted()
        }
        #expect(throws: GraphError.unknownBus("rom", from: "a", known: ["room", "master"])) {
            try GraphPlan(nodes: [strip("a", 0, to: "rom"), bus("room", "master"), master]).sorted()
        }
        let duck = GraphPlan.EffectUse(
            type: Duck.self, settings: try Settings(["from": .text("drumz")], for: Duck.parameters))
        #expect(throws: GraphError.unknownSidechain("drumz", in: "a", known: ["a", "master"])) {
            try GraphPlan(nodes: [strip("a", 0, [duck]), master]).sorted()
        }
    }
}
