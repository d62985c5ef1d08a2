import LofiPlugin
import LofiScore

/// One knob for several parameters of whatever style: 0 is none of it, 50 about what lo-fi records have, 100 far too much.
///
/// Where a style has the plugins already they are set, else they are added where a style would have them.
public enum StyleMacro: String, Sendable, CaseIterable {
    /// Crackle, pops and how loud they are.
    case dust
    /// Wow and flutter.
    case wobble
    /// Tape drive, and how early the treble ends.
    case warmth
    /// Rain outside.
    case rain
    /// Reverberation: how long, and how much is sent to it.
    case space
}

extension Style {
    /// - Parameter amount: 0…100.
    /// - Throws: `StyleError` that names the option.
    public func applying(_ macro: StyleMacro, _ amount: Double, catalog: Catalog) throws(StyleError) -> Style {
        let place = SourcePlace.commandLine("--\(macro.rawValue) \(ParameterValue.number(amount))")
        guard amount.isFinite, (0...100).contains(amount) else {
            throw StyleError(place: place, reason: "allowed is 0…100")
        }
        var style = self
        // Ears count in ratios: the lower half of a knob goes slowly.
        let (share, gentle) = (amount / 100, amount / 100 * (amount / 100).squareRoot())
        let knob = MacroKnob(catalog: catalog, place: place)
        switch macro {
        case .dust:
            let values = ["level": -62 + 24 * share, "crackle": 1200 * gentle, "pops": 60 * gentle]
            try knob.set("vinyl", values, isOff: amount == 0, bus: nil, in: &style.layers)
        case .rain:
            let values = ["level": -56 + 20 * share, "intensity": 0.15 + 0.8 * share]
            try knob.set("rain", values, isOff: amount == 0, bus: "master", in: &style.layers)
        case .wobble:
            let values = ["wow": gentle, "flutter": 0.2 * gentle]
            try style.changeRecord { (effects) throws(StyleError) in
                try knob.set("wow-flutter", values, isOff: amount == 0, in: &effects)
            }
        case .warmth:
            try style.changeRecord { (effects) throws(StyleError) in
                try knob.set("tape", ["drive": 12 * share], isOff: amount == 0, in: &effects)
            }
            // From 16 kHz, where the air is, down to 5 kHz, an old cassette's.
            let cutoff = 16000 - 11000 * share.squareRoot()
            try knob.set("low-pass", ["cutoff": cutoff], isOff: amount == 0, in: &style.master.effects)
        case .space: try style.setSpace(share, gentle, knob)
        }
        return style
    }

    /// The chain through which the record or the tape goes: the bus of that name, else the master.
    private mutating func changeRecord(_ change: (inout [PluginUse]) throws(StyleError) -> Void) throws(StyleError) {
        if let index = buses.firstIndex(where: { $0.name == "record" }) {
            try change(&buses[index].effects)
        } else {
            try change(&master.effects)
        }
    }

    private static let reverbs = ["reverb", "plate", "spring", "room"]

    private mutating func setSpace(_ share: Double, _ gentle: Double, _ knob: MacroKnob) throws(StyleError) {
        let time = 0.3 + 3.2 * gentle
        func isReverb(_ use: PluginUse) -> Bool { Self.reverbs.contains(use.kind) }
        let rooms = buses.filter { $0.effects.contains(where: isReverb) }.map(\.name)
        guard let room = rooms.first else {
            guard share > 0 else { return }
            var effects: [PluginUse] = []
            try knob.set("reverb", ["time": time], isOff: false, in: &effects)
            buses.insert(Bus(name: "space", effects: effects, sends: [], output: nil, place: knob.place), at: 0)
            for role in [Role.melody, .counter, .chords, .pad, .drums] {
                var strip = try strip(for: role)
                // Drums drown first.
                strip.sends.append(
                    Send(bus: "space", amount: share * (role == .drums ? 0.2 : 0.7), place: knob.place))
                strips[role] = strip
            }
            return
        }
        for index in buses.indices {
            guard let use = buses[index].effects.first(where: isReverb) else { continue }
            try knob.set(use.kind, ["time": time], isOff: false, in: &buses[index].effects)
        }
        // The loudest send gets 0.7 of the knob; the others keep their distance.
        let loudest = strips.values.flatMap(\.sends).filter { rooms.contains($0.bus) }.map(\.amount).max() ?? 0
        for role in Role.allCases {
            guard var strip = strips[role] else { continue }
            strip.sends = strip.sends.map { send in
                guard rooms.contains(send.bus), loudest > 0 else { return send }
                return Send(bus: send.bus, amount: min(1, send.amount / loudest * 0.7 * share), place: send.place)
            }
            if loudest == 0, role == .chords {
                strip.sends.append(Send(bus: room, amount: 0.7 * share, place: knob.place))
            }
            strips[role] = strip
        }
    }
}

/// Sets plugins of a style, adding and removing them.
private struct MacroKnob {
    let catalog: Catalog
    let place: SourcePlace

    func set(
        _ kind: String, _ values: [String: Double], isOff: Bool, bus: String?, in layers: inout [Style.Layer]
    ) throws(StyleError) {
        if isOff { return layers.removeAll { $0.use.kind == kind } }
        if let index = layers.firstIndex(where: { $0.use.kind == kind }) {
            try apply(values, to: &layers[index].use)
        } else {
            layers.append(Style.Layer(use: try made(kind, values), bus: bus))
        }
    }

    func set(
        _ kind: String, _ values: [String: Double], isOff: Bool, in effects: inout [Style.PluginUse]
    ) throws(StyleError) {
        if isOff { return effects.removeAll { $0.kind == kind } }
        if let index = effects.firstIndex(where: { $0.kind == kind }) {
            try apply(values, to: &effects[index])
        } else {
            effects.append(try made(kind, values))
        }
    }

    private func made(_ kind: String, _ values: [String: Double]) throws(StyleError) -> Style.PluginUse {
        var use = Style.PluginUse(
            kind: kind, settings: try Style.checked([:], parameters(kind), place), place: place, given: [:])
        try apply(values, to: &use)
        return use
    }

    private func apply(_ values: [String: Double], to use: inout Style.PluginUse) throws(StyleError) {
        let parameters = parameters(use.kind)
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            // As many digits as a hand would write.
            var number = (value * 1000).rounded() / 1000
            // The knob turns as far as the plugin goes: a small room cannot ring as long as a plate.
            if case .number(let range, _) = parameters.first(where: { $0.key == key })?.domain {
                number = min(max(number, range.lowerBound), range.upperBound)
            }
            try use.set(key, to: .number(number), among: parameters, place)
        }
    }

    private func parameters(_ kind: String) -> [Parameter] {
        catalog.effect(kind)?.parameters ?? catalog.layer(kind)?.parameters ?? []
    }
}
