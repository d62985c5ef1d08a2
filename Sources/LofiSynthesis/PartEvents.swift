import LofiPlugin
import LofiScore

/// The events of one channel of a part with the presets that play them, shared by all SoundFont players.
struct PartEvents {
    private struct Program: Hashable {
        let number: Int
        let bank: Int
    }

    let isDrums: Bool
    /// The initial preset.
    let firstPreset: PresetChoice.Preset
    /// The MIDI keys that are played.
    let keys: Set<Int>
    /// Maximum pitch bend in cents, at least the 200 of General MIDI.
    let maximumBendCents: Double
    private let presets: [Program: PresetChoice.Preset]
    private let events: [Performance.Event]
    private var next = 0

    /// - Parameter part: a part with a single channel.
    init(_ part: Performance.Part, choice: inout PresetChoice) throws(SynthesisError) {
        var presets: [Program: PresetChoice.Preset] = [:]
        var keys: Set<Int> = []
        var maximumBendCents = 200.0
        firstPreset = try choice.preset(bank: part.bank, program: part.program, drums: part.isDrums)
        for event in part.events {
            switch event.kind {
            case .noteOn(let key, _): keys.insert(key)
            case .program(let number, let bank):
                presets[Program(number: number, bank: bank)] = try choice.preset(
                    bank: bank, program: number, drums: part.isDrums)
            case .pitchBend(let cents): maximumBendCents = max(maximumBendCents, abs(cents))
            default: break
            }
        }
        (self.presets, self.keys, self.maximumBendCents) = (presets, keys, maximumBendCents)
        isDrums = part.isDrums
        events = part.events
    }

    /// All presets that are used.
    var allPresets: Set<PresetChoice.Preset> { Set(presets.values).union([firstPreset]) }

    func preset(number: Int, bank: Int) -> PresetChoice.Preset? { presets[Program(number: number, bank: bank)] }

    /// The frame of the next event; nil after the last.
    var nextFrame: Int? { next < events.count ? events[next].frame : nil }

    /// Returns the next event if it is at the frame or before, and moves past it.
    mutating func take(upTo frame: Int) -> Performance.Event.Kind? {
        guard next < events.count, events[next].frame <= frame else { return nil }
        next += 1
        return events[next - 1].kind
    }

    /// Moves to the first event at the frame or after.
    /// - Parameter apply: called in order with every event before the frame that is not a note.
    mutating func seek<Failure: Error>(
        to frame: Int, _ apply: (Performance.Event.Kind) throws(Failure) -> Void
    ) throws(Failure) {
        next = 0
        while next < events.count, events[next].frame < frame {
            switch events[next].kind {
            case .noteOn, .noteOff: break
            case let change: try apply(change)
            }
            next += 1
        }
    }

    /// Whether any event satisfies the predicate.
    func contains(_ predicate: (Performance.Event.Kind) -> Bool) -> Bool { events.contains { predicate($0.kind) } }
}
