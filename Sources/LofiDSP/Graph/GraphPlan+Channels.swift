import LofiPlugin

extension GraphPlan {
    /// A strip, a layer or a return: what has a fader of its own, and a stem.
    public struct Channel: Sendable, Equatable {
        /// What a channel plays.
        public enum Kind: String, Sendable {
            /// The parts of a role, or a part that the style names.
            case strip
            /// A noise layer.
            case layer
            /// A bus that is fed by sends alone: a room, an echo.
            case `return`
        }

        /// Name of its node.
        public let name: String
        /// What it plays.
        public let kind: Kind
    }

    /// The channels, in the order of the plan; silent strips included.
    public var channels: [Channel] {
        nodes.compactMap { node in
            switch node.source {
            case .stems: Channel(name: node.name, kind: .strip)
            case .layer: Channel(name: node.name, kind: .layer)
            case .bus: isReturn(node) ? Channel(name: node.name, kind: .return) : nil
            }
        }
    }

    /// Whether a node is a bus that is fed by sends alone.
    func isReturn(_ node: Node) -> Bool {
        node.isBus && node.name != Self.master && !nodes.contains { $0.output == node.name }
    }

    /// What the stems do not contain: the effects of each bus from its first non-linear one on, and of every bus behind that;
    /// the master last. In the order of the signal flow; without the effects of returns, which are in their stems.
    public func behindStems() throws(GraphError) -> [(bus: String, effects: [String])] {
        var behind: [(bus: String, effects: [String])] = []
        var tainted: Set<String> = []
        for node in try sorted() where node.isBus && !isReturn(node) {
            let isTainted = inputs(of: node.name).contains { tainted.contains($0.name) }
            let first = isTainted || node.name == Self.master ? 0 : node.linearEffectCount
            if node.name == Self.master || first < node.effects.count {
                tainted.insert(node.name)
                behind.append((node.name, node.effects[first...].map { $0.type.kind }))
            } else if isTainted {
                tainted.insert(node.name)
            }
        }
        return behind
    }
}

extension GraphPlan.Node {
    /// Number of effects before the first non-linear one.
    var linearEffectCount: Int { effects.firstIndex { !$0.type.isLinear($0.settings) } ?? effects.count }
}
