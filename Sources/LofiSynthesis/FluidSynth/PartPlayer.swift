import LofiScore

/// Sends one part's events to its channel of a synthesizer.
struct PartPlayer {
    let channel: Int
    private let events: [Performance.Event]
    private let presets: [Program: PresetChoice.Preset]
    private let bendRangeSemitones: Int
    private var next = 0

    private struct Program: Hashable {
        let number: Int
        let bank: Int
    }

    /// FluidSynth takes no wider bend range, semitones.
    private static let widestBendRange = 72.0

    /// Finds the part's presets and sets its channel up.
    /// - Parameter part: with a single channel.
    init(
        _ part: Performance.Part, channel: Int, choice: inout PresetChoice, on synthesizer: FluidSynthesizer
    ) throws(SynthesisError) {
        self.channel = channel
        events = part.events
        var presets: [Program: PresetChoice.Preset] = [:]
        var widestCents = 200.0
        let first = try choice.preset(bank: part.bank, program: part.program, drums: part.isDrums)
        for event in part.events {
            switch event.kind {
            case .program(let number, let bank):
                presets[Program(number: number, bank: bank)] = try choice.preset(
                    bank: bank, program: number, drums: part.isDrums)
            case .pitchBend(let cents): widestCents = max(widestCents, abs(cents))
            default: break
            }
        }
        self.presets = presets
        bendRangeSemitones = Int(min(Self.widestBendRange, (widestCents / 100).rounded(.up)))
        synthesizer.setDrums(part.isDrums, channel: channel)
        try synthesizer.select(first, channel: channel)
        synthesizer.setBendRange(semitones: bendRangeSemitones, channel: channel)
    }

    /// The frame of the event that comes next.
    var nextFrame: Int? { next < events.count ? events[next].frame : nil }

    /// Plays all events before or at the frame.
    mutating func play(upTo frame: Int, on synthesizer: FluidSynthesizer) throws(SynthesisError) {
        while next < events.count, events[next].frame <= frame {
            try play(events[next].kind, on: synthesizer)
            next += 1
        }
    }

    /// Brings controllers, bend and program to their state at a frame, and goes on from there without older notes.
    mutating func seek(to frame: Int, on synthesizer: FluidSynthesizer) throws(SynthesisError) {
        while next < events.count, events[next].frame < frame {
            switch events[next].kind {
            case .noteOn, .noteOff: break
            case let change: try play(change, on: synthesizer)
            }
            next += 1
        }
    }

    private func play(_ kind: Performance.Event.Kind, on synthesizer: FluidSynthesizer) throws(SynthesisError) {
        switch kind {
        case .noteOn(let pitch, let velocity): synthesizer.noteOn(pitch, velocity: velocity, channel: channel)
        case .noteOff(let pitch): synthesizer.noteOff(pitch, channel: channel)
        case .controller(let number, let value): synthesizer.control(number, value: value, channel: channel)
        case .pitchBend(let cents):
            let wheel = 8192 + cents / Double(100 * bendRangeSemitones) * 8192
            synthesizer.bend(wheel: Int(max(0, min(16383, wheel.rounded()))), channel: channel)
        case .program(let number, let bank):
            if let preset = presets[Program(number: number, bank: bank)] {
                try synthesizer.select(preset, channel: channel)
            }
        case .pressure(let value): synthesizer.press(value, channel: channel)
        case .keyPressure(let pitch, let value): synthesizer.press(pitch, value: value, channel: channel)
        case .generator(let number, let value): synthesizer.setGenerator(number, value: value, channel: channel)
        }
    }
}
