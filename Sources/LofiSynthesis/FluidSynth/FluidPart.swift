import LofiPlugin
import LofiScore

/// Sends one part's events to its channel of a FluidSynth instance.
struct FluidPart {
    private let channel: Int
    private var events: PartEvents
    private let programs: [PresetChoice.Preset: FluidInstance.Program]
    private let bendRangeSemitones: Int

    /// FluidSynth's maximum bend range.
    private static let maximumBendRangeSemitones = 72.0

    /// Loads the part's presets and sets up its channel.
    /// - Parameter channel: 0…255.
    init(
        _ events: PartEvents, channel: Int, choice: PresetChoice, on instance: FluidInstance
    ) throws(SynthesisError) {
        self.channel = channel
        self.events = events
        bendRangeSemitones = Int(min(Self.maximumBendRangeSemitones, (events.maximumBendCents / 100).rounded(.up)))
        var programs: [PresetChoice.Preset: FluidInstance.Program] = [:]
        for preset in events.allPresets.sorted(by: { ($0.bank, $0.program) < ($1.bank, $1.program) }) {
            programs[preset] = try instance.load(
                preset, of: choice.font(preset), keys: events.keys, byFluidSynth: Self.needsOwnLoader(events))
        }
        self.programs = programs
        try setUp(on: instance)
    }

    /// Whether the part needs FluidSynth's own loader: legato passes a sounding voice to the next note, which needs the key
    /// range that voices from `fluid_synth_alloc_voice` lack.
    private static func needsOwnLoader(_ events: PartEvents) -> Bool {
        events.contains { event in
            switch event {
            case .controller(126, _): true
            case .controller(68, let value): value >= 64
            default: false
            }
        }
    }

    /// The frame of the next event; nil after the last.
    var nextFrame: Int? { events.nextFrame }

    /// Plays all events at the frame or before.
    mutating func play(upTo frame: Int, on instance: FluidInstance) throws(SynthesisError) {
        while let event = events.take(upTo: frame) { try play(event, on: instance) }
    }

    /// Sets the channel, of an instance that has been reset, to its state at a frame.
    mutating func seek(to frame: Int, on instance: FluidInstance) throws(SynthesisError) {
        try setUp(on: instance)
        let part = self
        try events.seek(to: frame) { (change) throws(SynthesisError) in try part.play(change, on: instance) }
    }

    private func setUp(on instance: FluidInstance) throws(SynthesisError) {
        instance.setDrums(events.isDrums, channel: channel)
        if let program = programs[events.firstPreset] { try instance.select(program, channel: channel) }
        instance.setBendRange(semitones: bendRangeSemitones, channel: channel)
    }

    private func play(_ event: Performance.Event.Kind, on instance: FluidInstance) throws(SynthesisError) {
        switch event {
        case .noteOn(let pitch, let velocity): instance.noteOn(pitch, velocity: velocity, channel: channel)
        case .noteOff(let pitch): instance.noteOff(pitch, channel: channel)
        case .controller(let number, let value): instance.control(number, value: value, channel: channel)
        case .pitchBend(let cents):
            let wheel = 8192 + cents / Double(100 * bendRangeSemitones) * 8192
            instance.bend(wheel: Int(max(0, min(16383, wheel.rounded()))), channel: channel)
        case .program(let number, let bank):
            if let program = events.preset(number: number, bank: bank).flatMap({ programs[$0] }) {
                try instance.select(program, channel: channel)
            }
        case .pressure(let value): instance.press(value, channel: channel)
        case .keyPressure(let pitch, let value): instance.press(pitch, value: value, channel: channel)
        case .generator(let number, let value): instance.setGenerator(number, value: value, channel: channel)
        }
    }
}
