import LofiDSP
import LofiPlugin
import LofiScore

/// Which channels of the mix are heard, as set by `--only`, `--mute` and `--solo`.
///
/// A channel is the strip of a role or of a named part, a noise layer, or a return. A part that shares its strip with others can
/// be named too. The graph, its latencies, its random streams and its side-chains remain as they are: what ducks under the drums
/// ducks under muted drums as well.
public struct ChannelChoice: Sendable, Equatable {
    /// The only channels that are heard, as in a sum of their stems: returns too sound only if they are named, and then with
    /// what all channels send to them. Empty for all.
    public var only: [String] = []
    /// The channels that are not heard, nor what they send.
    public var mute: [String] = []
    /// The channels that are heard with what they send, as on a mixing desk; a return with what all channels send to it. Empty
    /// for all.
    public var solo: [String] = []

    /// All channels are heard.
    public init() {}

    /// Whether all channels are heard.
    public var isEmpty: Bool { only.isEmpty && mute.isEmpty && solo.isEmpty }

    /// The plan with the channels muted that are not to be heard.
    /// - Parameters:
    ///   - groups: the strips that have parts.
    ///   - stems: the stems of a part, by its index in the score.
    /// - Throws: `StyleError` for an unknown name, and if nothing is left to hear.
    func applied(
        to plan: GraphPlan, groups: [Style.StripGroup], score: Score, stemIndex: (Int) -> Int
    ) throws(StyleError) -> GraphPlan {
        guard !isEmpty else { return plan }
        let names = ChannelNames(plan: plan, groups: groups, score: score)
        let (only, mute, solo) = (
            try names.find(only, option: "--only"), try names.find(mute, option: "--mute"),
            try names.find(solo, option: "--solo")
        )
        let silenced = Set(
            score.parts.indices.filter { part in
                mute.parts.contains(part) || only.leavesOut(part, of: groups) || solo.leavesOut(part, of: groups)
            }.map(stemIndex))
        let nodes = plan.nodes.map { node in
            guard case .stems(let uses) = node.source else { return node }
            let left = uses.filter { !silenced.contains($0.index) }
            return GraphPlan.Node(
                name: node.name, source: .stems(left), effects: node.effects, output: node.output, sends: node.sends)
        }
        let muted = Self.muted(in: plan, only: only.channels, mute: mute.channels, solo: solo.channels)
        let chosen = GraphPlan(nodes: nodes, muted: muted)
        guard chosen.hasSound else {
            throw StyleError(
                place: .commandLine(only.channels.isEmpty ? solo.channels.isEmpty ? "--mute" : "--solo" : "--only"),
                reason: "nothing is left to hear: none of the channels that remain plays in this song")
        }
        return chosen
    }

    /// The name of a channel as users write it: that of its node, without `layers/`.
    static func short(_ node: String) -> String {
        node.hasPrefix(Style.layerPrefix) ? String(node.dropFirst(Style.layerPrefix.count)) : node
    }

    private static func muted(
        in plan: GraphPlan, only: Set<String>, mute: Set<String>, solo: Set<String>
    ) -> Set<GraphPlan.Connection> {
        let channels = plan.channels
        let returns = Set(channels.filter { $0.kind == .return }.map(\.name))
        var muted: Set<GraphPlan.Connection> = []
        for node in plan.nodes where channels.contains(where: { $0.name == node.name }) {
            for target in [node.output].compactMap({ $0 }) + node.sends.map(\.bus) {
                let isSend = returns.contains(target)
                let isLeftOut = !only.isEmpty && !only.contains(node.name) && !isSend
                let isNotSolo =
                    !solo.isEmpty && !solo.contains(node.name) && !returns.contains(node.name)
                    && !(isSend && solo.contains(target))
                if mute.contains(node.name) || isLeftOut || isNotSolo {
                    muted.insert(GraphPlan.Connection(from: node.name, to: target))
                }
            }
        }
        return muted
    }
}

extension GraphPlan {
    /// Whether a strip with parts, or a layer, is heard.
    fileprivate var hasSound: Bool {
        var sounding: Set<String> = []
        for node in (try? sorted()) ?? [] {
            let sounds =
                switch node.source {
                case .stems(let stems): !stems.isEmpty
                case .layer: true
                case .bus: hears(node.name, sounding)
                }
            if sounds { sounding.insert(node.name) }
        }
        return sounding.contains(Self.master)
    }

    private func hears(_ bus: String, _ sounding: Set<String>) -> Bool {
        nodes.contains { node in
            let isConnected = node.output == bus || node.sends.contains { $0.bus == bus }
            return isConnected && sounding.contains(node.name) && !muted.contains(Connection(from: node.name, to: bus))
        }
    }
}

/// The names by which channels and parts can be chosen.
private struct ChannelNames {
    /// What some names stand for.
    struct Found {
        var channels: Set<String> = []
        /// Parts, by index in the score, that share their strip with others.
        var parts: Set<Int> = []

        /// Whether other parts of the strip are named and this one is not.
        func leavesOut(_ part: Int, of groups: [Style.StripGroup]) -> Bool {
            guard !parts.contains(part), let group = groups.first(where: { $0.parts.contains(part) }) else {
                return false
            }
            return group.parts.contains(where: parts.contains)
        }
    }

    let plan: GraphPlan
    let groups: [Style.StripGroup]
    let score: Score

    /// - Throws: `StyleError` for an unknown name.
    func find(_ words: [String], option: String) throws(StyleError) -> Found {
        var found = Found()
        for word in words {
            if let channel = plan.channels.first(where: { Self.matches(ChannelChoice.short($0.name), word) }) {
                found.channels.insert(channel.name)
                continue
            }
            let parts = score.parts.indices.filter { Self.matches(score.parts[$0].name, word) }
            guard !parts.isEmpty else { throw unknown(word, option) }
            for group in groups where group.parts.contains(where: parts.contains) {
                if group.parts.allSatisfy(parts.contains) {
                    found.channels.insert(group.name)
                } else {
                    // A part that shares its strip is muted in front of it; to be alone it needs the strip.
                    found.parts.formUnion(group.parts.filter(parts.contains))
                    if option != "--mute" { found.channels.insert(group.name) }
                }
            }
        }
        return found
    }

    private func unknown(_ word: String, _ option: String) -> StyleError {
        let playing = Set(groups.map(\.name))
        let known =
            plan.channels.filter { $0.kind != .strip || playing.contains($0.name) }.map { ChannelChoice.short($0.name) }
            + score.parts.map(\.name).filter { !$0.isEmpty }
        var seen: Set<String> = []
        let unique = known.filter { seen.insert($0.lowercased()).inserted }
        return StyleError(
            place: .commandLine(option),
            reason: "no channel is named '\(word)'" + Suggestion.phrase(for: word, among: unique) + "; there are: "
                + unique.joined(separator: ", "))
    }

    private static func matches(_ name: String, _ word: String) -> Bool { name.lowercased() == word.lowercased() }
}
