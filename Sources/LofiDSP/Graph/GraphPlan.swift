import LofiPlugin

/// The description of a render graph: named nodes and their connections.
///
/// Channel strips (one per role in the song) and noise layers are the sources; buses sum their inputs; everything ends in
/// the master.
public struct GraphPlan: Sendable {
    /// Name of the final node.
    public static let master = "master"

    /// An effect in a node's chain.
    public struct EffectUse: Sendable {
        /// Each render graph creates one instance for each entry.
        public let type: any AudioEffect.Type
        /// Checked values of all parameters of `type`.
        public let settings: Settings
        /// Name of its random stream; nil to derive it from the node, the kind and the number of earlier effects of the kind.
        public let stream: String?

        /// Creates an entry; `settings` must hold a value for each parameter of `type`.
        public init(type: any AudioEffect.Type, settings: Settings, stream: String? = nil) {
            self.type = type
            self.settings = settings
            self.stream = stream
        }
    }

    /// A noise layer as a source.
    public struct LayerUse: Sendable {
        /// Each render graph creates one instance for each entry.
        public let type: any NoiseLayer.Type
        /// Checked values of all parameters of `type`.
        public let settings: Settings
        /// Name of its random stream; nil to derive it from the node.
        public let stream: String?

        /// Creates an entry; `settings` must hold a value for each parameter of `type`.
        public init(type: any NoiseLayer.Type, settings: Settings, stream: String? = nil) {
            self.type = type
            self.settings = settings
            self.stream = stream
        }
    }

    /// A stem with its input gain.
    public struct StemUse: Sendable {
        /// Argument of the closure `stem` of `RenderGraph.process(frameCount:stem:)`.
        public let index: Int
        /// Linear gain of the left and right channels.
        public let gain: StereoFrame

        /// - Parameter gain: linear, left and right; 1 leaves the stem as it is.
        public init(index: Int, gain: StereoFrame) {
            self.index = index
            self.gain = gain
        }
    }

    /// The input of a node.
    public enum Source: Sendable {
        /// A strip: the sum of its stems. Without stems it is silent, and its effects do not run.
        case stems([StemUse])
        /// A noise layer, created with the graph.
        case layer(LayerUse)
        /// The sum of the outputs and sends of other nodes.
        case bus
    }

    /// A send from a node to a bus, after the node's effects.
    public struct Send: Sendable {
        /// Name of the receiving node, whose source is `bus`.
        public let bus: String
        /// Linear gain of the send.
        public let gain: Float

        /// - Parameter gain: linear; 1 sends the output as it is.
        public init(bus: String, gain: Float) {
            self.bus = bus
            self.gain = gain
        }
    }

    /// A strip, a noise layer, a bus or the master.
    public struct Node: Sendable {
        /// Unique in the plan. Outputs, sends and side-chains refer to it, and random streams are named after it.
        public let name: String
        /// What the node plays or sums.
        public let source: Source
        /// The chain, in the order of the signal flow.
        public let effects: [EffectUse]
        /// Name of the output bus; nil only for the master.
        public let output: String?
        /// Further buses that receive the output.
        public let sends: [Send]

        /// - Parameter output: name of a bus; nil only for the master.
        public init(name: String, source: Source, effects: [EffectUse] = [], output: String?, sends: [Send] = []) {
            self.name = name
            self.source = source
            self.effects = effects
            self.output = output
            self.sends = sends
        }

        var isBus: Bool { if case .bus = source { true } else { false } }

        /// The side-chain inputs: the effect's index in the chain and the name of the node that feeds it.
        var sidechains: [(effect: Int, from: String)] {
            effects.enumerated().compactMap { index, use in
                // Check the parameter first: a failed protocol cast searches all conformances in the program.
                use.type.parameters.contains(where: { $0.key == sidechainKey }) && use.type is any SidechainEffect.Type
                    ? (index, use.settings.text(sidechainKey)) : nil
            }
        }
    }

    /// The output and the sends from one node to another.
    public struct Connection: Sendable, Hashable {
        /// Name of the sending node.
        public let from: String
        /// Name of the receiving bus.
        public let to: String

        /// Creates a connection between two nodes.
        public init(from: String, to: String) { (self.from, self.to) = (from, to) }
    }

    /// Strips, layers, buses and the master, in any order; a bus sums its inputs in this one.
    public let nodes: [Node]
    /// The connections that pass nothing. Latencies and side-chains are as if they did.
    public let muted: Set<Connection>

    /// Creates a plan without checking it; `sorted()` and `RenderGraph` do.
    public init(nodes: [Node], muted: Set<Connection> = []) { (self.nodes, self.muted) = (nodes, muted) }

    /// The paths of all audio files played by the plugins.
    public var audioFiles: Set<String> {
        nodes.reduce(into: []) { paths, node in
            for use in node.effects { paths.formUnion(use.settings.audioFiles(use.type.parameters)) }
            if case .layer(let use) = node.source { paths.formUnion(use.settings.audioFiles(use.type.parameters)) }
        }
    }
}

/// Why a graph cannot be built.
public enum GraphError: Error, Equatable, CustomStringConvertible {
    /// The target of an output or a send is no bus; `from` is the sending node.
    case unknownBus(String, from: String, known: [String])
    /// An effect of the node `in` listens to a node that does not exist.
    case unknownSidechain(String, in: String, known: [String])
    /// The nodes of a cycle, in order, ending with the first.
    case cycle([String])
    /// A bus other than the master that has no input.
    case unusedBus(String)

    /// The offending name, by which the style reader finds the line.
    public var name: String {
        switch self {
        case .unknownBus(let bus, _, _), .unusedBus(let bus): bus
        case .unknownSidechain(let source, _, _): source
        case .cycle(let names): names.first ?? ""
        }
    }

    /// Message for the user; an unknown name comes with the nearest one and with all that are allowed.
    public var description: String {
        switch self {
        case .unknownBus(let bus, let from, let known):
            "\(from) goes to bus '\(bus)', which does not exist" + Suggestion.phrase(for: bus, among: known)
                + "; buses: " + known.joined(separator: ", ")
        case .unknownSidechain(let source, let node, let known):
            "an effect of \(node) listens to '\(source)', which does not exist"
                + Suggestion.phrase(for: source, among: known) + "; allowed: " + known.joined(separator: ", ")
        case .cycle(let names): "the routing has a cycle: " + names.joined(separator: " → ")
        case .unusedBus(let bus): "nothing is sent to bus '\(bus)': send something to it or remove it"
        }
    }
}

extension GraphPlan {
    /// The nodes sorted topologically, each after its inputs.
    /// - Throws: `GraphError` for unknown names, cycles, and buses without input.
    public func sorted() throws(GraphError) -> [Node] {
        let byName = Dictionary(nodes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let buses = nodes.filter(\.isBus).map(\.name)
        for node in nodes {
            for target in [node.output].compactMap({ $0 }) + node.sends.map(\.bus) where !buses.contains(target) {
                throw .unknownBus(target, from: node.name, known: buses)
            }
            for (_, from) in node.sidechains where byName[from] == nil {
                throw .unknownSidechain(from, in: node.name, known: nodes.map(\.name))
            }
        }
        for bus in buses where bus != Self.master && inputs(of: bus).isEmpty { throw .unusedBus(bus) }

        var order: [Node] = []
        var finished: Set<String> = []
        var path: [String] = []
        func visit(_ node: Node) throws(GraphError) {
            if finished.contains(node.name) { return }
            if let start = path.firstIndex(of: node.name) { throw .cycle(path[start...] + [node.name]) }
            path.append(node.name)
            let needed = inputs(of: node.name).map(\.name) + node.sidechains.map(\.from)
            for name in needed { if let input = byName[name] { try visit(input) } }
            path.removeLast()
            finished.insert(node.name)
            order.append(node)
        }
        for node in nodes { try visit(node) }
        return order
    }

    /// The inputs of a bus, in the order of the plan.
    func inputs(of bus: String) -> [(name: String, gain: Float, isMuted: Bool)] {
        var inputs: [(name: String, gain: Float, isMuted: Bool)] = []
        for node in nodes {
            let isMuted = muted.contains(Connection(from: node.name, to: bus))
            if node.output == bus { inputs.append((node.name, 1, isMuted)) }
            for send in node.sends where send.bus == bus { inputs.append((node.name, send.gain, isMuted)) }
        }
        return inputs
    }
}
