import LofiDSP
import LofiPlugin
import LofiScore

extension Style {
    /// The parts of a song that are routed through one strip.
    struct StripGroup {
        /// Name of the strip's node in the graph.
        let name: String
        /// Indices of the parts in the score.
        let parts: [Int]
        /// Target loudness of the busiest six seconds before effects, in LUFS.
        let level: Double
        let strip: Strip

        /// The gain in dB that brings the measured level of the strip to its target, at most ±40; 0 if it is silent.
        /// - Parameter levels: loudness by strip in LUFS.
        func gainDecibels(_ levels: [String: Double]) -> Double {
            max(-40, min(40, levels[name].map { level - $0 } ?? 0))
        }
    }

    /// The strips that have parts in the song, sorted by name.
    func stripGroups(_ score: Score) -> [StripGroup] {
        Dictionary(grouping: score.parts.indices) { stripName(of: score.parts[$0]) }
            .sorted { $0.key < $1.key }
            .map { name, parts in
                let part = score.parts[parts[0]]
                let strip = strip(of: part)
                return StripGroup(
                    name: name, parts: parts, level: strip.level ?? Self.level(of: part.role), strip: strip)
            }
    }

    /// The strip of a part: its own if the style names the part, otherwise that of its role.
    func strip(of part: Part) -> Strip { partStrips.first { $0.takes(part) }?.strip ?? strip(for: part.role) }

    private func stripName(of part: Part) -> String { partStrips.first { $0.takes(part) }?.name ?? part.role.rawValue }

    /// A warning for each part that the style names and the song lacks.
    func warnings(about score: Score) -> [String] {
        partStrips.filter { named in !score.parts.contains(where: named.takes) }.map { named in
            "\(named.strip.place): the song has no part '\(named.name)'"
                + Suggestion.phrase(for: named.name, among: score.parts.map(\.name)) + ": its strip is unused"
        }
    }

    /// Builds the render graph of this style.
    /// - Parameter stems: the stems of each strip with their gains; a strip without stems is silent, so that the graph does
    ///   not depend on the song.
    /// - Parameter recording: the stem of a recording that plays along; nil for none.
    /// - Throws: `StyleError` for an unknown bus or a cycle.
    package func graphPlan(
        stems: [String: [GraphPlan.StemUse]], recording: GraphPlan.StemUse? = nil, catalog: Catalog
    ) throws(StyleError) -> GraphPlan {
        if let chain { return try chainPlan(chain, recording, catalog) }
        let channels = try channels(stems: stems, recording, catalog)
        let plan = GraphPlan(nodes: channels.map { $0.node(catalog) })
        do { _ = try plan.sorted() } catch {
            let bus = channels.first { $0.isBus && $0.name == error.name }
            let place = bus?.place ?? channels.lazy.compactMap { $0.place(naming: error.name) }.first
            throw StyleError(place: place ?? master.place, reason: error.description)
        }
        return plan
    }

    private func chainPlan(
        _ chain: [PluginUse], _ recording: GraphPlan.StemUse?, _ catalog: Catalog
    ) throws(StyleError) -> GraphPlan {
        let plan = ChainPlan(chain, catalog: catalog)
        let graph = plan.graph(recording: recording)
        do { _ = try graph.sorted() } catch {
            throw StyleError(
                place: plan.listener(to: error.name)?.place ?? .commandLine("--effect"), reason: error.description)
        }
        return graph
    }

    private func channels(
        stems: [String: [GraphPlan.StemUse]], _ recording: GraphPlan.StemUse?, _ catalog: Catalog
    ) throws(StyleError) -> [Channel] {
        let named =
            Role.allCases.map { ($0.rawValue, strip(for: $0)) } + partStrips.map { ($0.name, $0.strip) }
        let strips = try named.map { (name, strip) throws(StyleError) in
            Channel(
                name: name, source: .stems(stems[name] ?? []),
                output: strip.bus ?? standardBus(Self.musicBus, Self.recordBus),
                effects: strip.effects + (recording == nil ? [] : try ducking(name, catalog)), sends: strip.sends,
                place: strip.place, outputPlace: strip.outputPlace)
        }
        let beds = layers.enumerated().compactMap { index, layer -> Channel? in
            guard let type = catalog.layer(layer.use.kind) else { return nil }
            let twins = layers[..<index].count { $0.use.kind == layer.use.kind }
            return Channel(
                name: Self.layerPrefix + layer.use.kind + (twins > 0 ? " \(twins + 1)" : ""),
                source: document.mutesLayers
                    ? .stems([]) : .layer(GraphPlan.LayerUse(type: type, settings: layer.use.settings)),
                output: layer.bus ?? standardBus(Self.recordBus), effects: layer.effects, sends: layer.sends,
                place: layer.use.place,
                outputPlace: layer.outputPlace)
        }
        let groups = buses.map { bus in
            Channel(
                name: bus.name, source: .bus, output: bus.output ?? GraphPlan.master, effects: bus.effects,
                sends: bus.sends, place: bus.place, outputPlace: bus.outputPlace)
        }
        let end = Channel(
            name: GraphPlan.master, source: .bus, output: nil, effects: master.effects, sends: [], place: master.place,
            outputPlace: master.place)
        guard let recording else { return strips + beds + groups + [end] }
        let own = Channel(
            name: Self.recordingStrip, source: .stems([recording]), output: standardBus(Self.musicBus, Self.recordBus),
            effects: [], sends: [], place: master.place, outputPlace: master.place)
        return strips + [own] + beds + groups + [end]
    }

    /// What the names of the nodes of layers begin with.
    static let layerPrefix = "layers/"

    /// The first of these buses that the style has.
    private func standardBus(_ names: String...) -> String {
        names.first { name in buses.contains { $0.name == name } } ?? GraphPlan.master
    }
}

/// A node of the graph as described by the style.
private struct Channel {
    let name: String
    let source: GraphPlan.Source
    let output: String?
    let effects: [Style.PluginUse]
    let sends: [Style.Send]
    let place: SourcePlace
    let outputPlace: SourcePlace

    var isBus: Bool { if case .bus = source { true } else { false } }

    func node(_ catalog: Catalog) -> GraphPlan.Node {
        GraphPlan.Node(
            name: name, source: source,
            effects: effects.compactMap { use in
                catalog.effect(use.kind).map { GraphPlan.EffectUse(type: $0, settings: use.settings) }
            },
            output: output, sends: sends.map { GraphPlan.Send(bus: $0.bus, gain: Float($0.amount)) })
    }

    /// Where the style refers to another node by name.
    func place(naming name: String) -> SourcePlace? {
        if let send = sends.first(where: { $0.bus == name }) { return send.place }
        if let use = effects.first(where: { $0.given[sidechainKey] == .text(name) }) {
            return use.place(of: sidechainKey)
        }
        return output == name ? outputPlace : nil
    }
}
