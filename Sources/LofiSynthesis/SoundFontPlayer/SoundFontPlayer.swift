import LofiPlugin
import LofiScore

/// Plays parts from a SoundFont without FluidSynth, with sample-accurate onsets at about half the cost.
///
/// Zones, envelopes, LFOs, filters, modulators, exclusive classes, pedal and levels follow SoundFont 2.04 as FluidSynth
/// interprets it; tests compare the two. Compressed fonts (.sf3) are rejected, and the unsupported controllers in `unheard` are
/// reported.
package final class SoundFontPlayer: Synthesizer {
    package static let kind = "soundfont-player"
    package static let summary =
        "built-in SoundFont player: exact note starts, cheaper; no .sf3, portamento, legato or balance"
    package static let parameters: [Parameter] = []

    package let tailFrames: Int
    package let warnings: [String]

    private let players: [(stem: Int, player: SamplePlayer)]

    package init(settings: Settings, context: SynthesisContext) throws(SynthesisError) {
        var choice = PresetChoice(try context.loadedFont())
        var players: [(stem: Int, player: SamplePlayer)] = []
        var release = 0.0
        var unheard: Set<String> = []
        for (stem, part) in context.parts.enumerated() {
            for part in part.singleChannelParts {
                let events = try PartEvents(part, choice: &choice)
                for preset in events.allPresets {
                    release = max(release, try choice.font(preset).ringSeconds(preset, keys: events.keys))
                }
                unheard.formUnion(Self.unheard(events))
                players.append(
                    (stem, try SamplePlayer(events, choice: choice, sampleRate: context.sampleRate)))
            }
        }
        self.players = players
        tailFrames = Int(release * Double(context.sampleRate))
        warnings =
            choice.warnings
            + unheard.sorted().map { "\(Self.kind) ignores \($0); the synthesizer \(FluidSynth.kind) plays it" }
    }

    package func seek(to frame: Int) { for (_, player) in players { player.seek(to: frame) } }

    package func render(into stems: StemBlock) {
        stems.clear()
        for (stem, player) in players {
            player.render(left: stems.left(stem), right: stems.right(stem), frames: stems.frameCount)
        }
    }

    /// The controllers that the part uses and this player does not support, except those without effect, such as portamento
    /// with zero time.
    private static func unheard(_ events: PartEvents) -> [String] {
        func has(_ predicate: (_ controller: Int, _ value: Int) -> Bool) -> Bool {
            events.contains { event in
                if case .controller(let number, let value) = event { predicate(number, value) } else { false }
            }
        }
        var found: [String] = []
        if has({ $0 == 8 && $1 != 64 }) { found.append("balance (controller 8)") }
        if has({ $0 == 66 && $1 >= 64 }) { found.append("sostenuto (controller 66)") }
        if has({ $0 == 68 && $1 >= 64 }) { found.append("legato (controller 68)") }
        if has({ number, _ in number == 126 }) { found.append("mono mode (controller 126)") }
        if has({ $0 == 65 && $1 >= 64 || $0 == 84 }), has({ ($0 == 5 || $0 == 37) && $1 > 0 }) {
            found.append("portamento (controllers 5, 65 and 84)")
        }
        if events.contains({ if case .generator = $0 { true } else { false } }) { found.append("SoundFont NRPNs") }
        return found
    }
}
