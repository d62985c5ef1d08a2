import LofiPlugin
import LofiScore

/// Plays one channel of a part from samples, with sample-accurate note onsets.
final class SamplePlayer {
    /// Maximum polyphony, as in FluidSynth; the oldest voice is stolen.
    private static let mostVoices = 256

    private var events: PartEvents
    private let presets: [PresetChoice.Preset: SampledPreset]
    private let rate: Double
    private var preset: SampledPreset
    private var voices: [SampleVoice] = []
    private var isAnyOver = false
    private var channel = ChannelControls()
    private var bendCents = 0.0
    private var frame = 0
    private let mix = VoiceMix()

    /// - Throws: `SynthesisError` if the font's samples are compressed.
    init(_ events: PartEvents, choice: PresetChoice, sampleRate: Int) throws(SynthesisError) {
        var presets: [PresetChoice.Preset: SampledPreset] = [:]
        for preset in events.allPresets {
            presets[preset] = try SampledPreset(choice.font(preset), preset, keys: events.keys)
        }
        guard let preset = presets[events.firstPreset] else { preconditionFailure("a part without a preset") }
        (self.preset, self.presets, self.events) = (preset, presets, events)
        rate = Double(sampleRate)
        voices.reserveCapacity(Self.mostVoices)
    }

    /// Seeks to a frame: controllers, pitch bend and program are as at that frame, and earlier notes are silent.
    func seek(to frame: Int) {
        voices.removeAll()
        (isAnyOver, channel, bendCents) = (false, ChannelControls(), 0)
        preset = presets[events.firstPreset] ?? preset
        var changes: [Performance.Event.Kind] = []
        events.seek(to: frame) { changes.append($0) }
        for change in changes { play(change) }
        self.frame = frame
    }

    /// Adds the next frames to the left and right channels.
    func render(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        let (start, end) = (frame, frame + frames)
        while frame < end {
            let offset = frame % SampleVoice.stepFrames
            if offset == 0 && isAnyOver { voices.removeAll(where: \.isOver) }
            while let event = events.take(upTo: frame) { play(event) }
            if offset == 0 {
                isAnyOver = false
                for index in voices.indices {
                    voices[index].step(offset: 0)
                    isAnyOver = isAnyOver || voices[index].isOver
                }
            }
            // Up to the next event, the next grid line or the end.
            let line = frame - offset + SampleVoice.stepFrames
            let stop = min(end, line, events.nextFrame ?? end)
            voices.withUnsafeMutableBufferPointer { voices in
                mix.render(
                    voices, left: left + (frame - start), right: right + (frame - start), offset: offset,
                    count: stop - frame)
            }
            frame = stop
        }
    }

    private func play(_ kind: Performance.Event.Kind) {
        switch kind {
        case .noteOn(let key, let velocity): strike(key, velocity)
        case .noteOff(let key):
            for index in voices.indices where voices[index].key == key { release(index) }
        case .controller(let number, let value): control(number, value)
        case .pitchBend(let cents):
            bendCents = cents
            for index in voices.indices { voices[index].bend(cents) }
        case .program(let number, let bank):
            preset = events.preset(number: number, bank: bank).flatMap { presets[$0] } ?? preset
        case .pressure(let value):
            channel.pressure = UInt8(clamping: value)
            listen()
        case .keyPressure(let key, let value):
            guard channel.keyPressures.indices.contains(key) else { return }
            channel.keyPressures[key] = UInt8(clamping: value)
            listen()
        case .generator: break
        }
    }

    private func strike(_ key: Int, _ velocity: Int) {
        let struck = preset.voices(key: key, velocity: velocity).suffix(Self.mostVoices)
        let classes = Set(struck.map { Int($0.zone[.exclusiveClass]) }).subtracting([0])
        for index in voices.indices {
            if classes.contains(voices[index].exclusiveClass) {
                voices[index].choke()
            } else if voices[index].key == key {
                release(index)
            }
        }
        let situation = ZoneModulator.Situation(key: key, velocity: velocity, channel: channel)
        for voice in struck {
            if voices.count == Self.mostVoices { voices.removeFirst() }
            var sounding = SampleVoice(voice, situation: situation, bendCents: bendCents, rate: rate)
            let offset = frame % SampleVoice.stepFrames
            if offset > 0 { sounding.step(offset: offset) }
            voices.append(sounding)
        }
    }

    private func release(_ index: Int) {
        guard !voices[index].isReleased else { return }
        if channel.controllers[64] >= 64 { voices[index].isHeld = true } else { voices[index].letGo() }
    }

    private func control(_ number: Int, _ value: Int) {
        guard (0...127).contains(number) else { return }
        switch number {
        case 120: voices.removeAll()
        case 121:
            channel.reset()
            bendCents = 0
            for index in voices.indices { voices[index].bend(0) }
        case 123...127: for index in voices.indices { release(index) }
        default: channel.controllers[number] = UInt8(clamping: max(0, min(127, value)))
        }
        if number == 64 || number == 121, channel.controllers[64] < 64 {
            for index in voices.indices where voices[index].isHeld { voices[index].letGo() }
        }
        listen()
    }

    private func listen() {
        for index in voices.indices { voices[index].listen(to: channel) }
    }
}
