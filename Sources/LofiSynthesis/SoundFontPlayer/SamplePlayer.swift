import LofiScore

/// Plays a part from the samples of a SoundFont, each note at its very frame.
///
/// Fonts mean what FluidSynth reads in them: zones, envelopes, oscillators, filters, modulators, exclusive classes, pedal and
/// loudness follow SoundFont 2.04 as it does, and tests hold one against the other. It costs about half of the time, and FluidSynth
/// starts notes on a grid of 64 frames, which is coarser than a drummer. What is beyond it is FluidSynth's: compressed samples
/// (.sf3) and rare controllers.
final class SamplePlayer {
    /// As many as FluidSynth's synthesizer has; the oldest makes room.
    private static let mostVoices = 256

    private let events: [Performance.Event]
    private let presets: [Program: SampledPreset]
    private let rate: Double
    private var preset: SampledPreset
    private var voices: [SampleVoice] = []
    private var isAnyOver = false
    private var channel = ChannelControls()
    private var bendCents = 0.0
    private var next = 0
    private var frame = 0
    private let mix = VoiceMix()

    private struct Program: Hashable {
        let number: Int
        let bank: Int
    }

    /// - Parameter part: with a single channel.
    /// - Returns: nil where the part needs FluidSynth.
    init?(_ part: Performance.Part, choice: inout PresetChoice, sampleRate: Int) throws(SynthesisError) {
        guard !Self.isForeign(part) else { return nil }
        let first = Program(number: part.program, bank: part.bank)
        var programs = [first]
        var keys: Set<Int> = []
        for event in part.events {
            switch event.kind {
            case .program(let number, let bank): programs.append(Program(number: number, bank: bank))
            case .noteOn(let key, _): keys.insert(key)
            default: break
            }
        }
        var presets: [Program: SampledPreset] = [:]
        for program in programs where presets[program] == nil {
            let chosen = try choice.preset(bank: program.bank, program: program.number, drums: part.isDrums)
            guard let font = choice.font(chosen.font),
                let preset = try SampledPreset(font, bank: chosen.bank, program: chosen.program, keys: keys)
            else { return nil }
            presets[program] = preset
        }
        guard let preset = presets[first] else { return nil }
        (self.preset, self.presets) = (preset, presets)
        events = part.events
        rate = Double(sampleRate)
        voices.reserveCapacity(Self.mostVoices)
    }

    /// Brings controllers, bend and kit to their state at a frame, and goes on from there without older strokes.
    func seek(to frame: Int) {
        while next < events.count, events[next].frame < frame {
            switch events[next].kind {
            case .noteOn, .noteOff: break
            case let change: play(change)
            }
            next += 1
        }
        self.frame = frame
    }

    /// Adds the next frames to left and right.
    func render(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) {
        let (start, end) = (frame, frame + frames)
        while frame < end {
            let offset = frame % SampleVoice.stepFrames
            if offset == 0 && isAnyOver { voices.removeAll(where: \.isOver) }
            while next < events.count, events[next].frame <= frame {
                play(events[next].kind)
                next += 1
            }
            if offset == 0 {
                isAnyOver = false
                for index in voices.indices {
                    voices[index].step(offset: 0)
                    isAnyOver = isAnyOver || voices[index].isOver
                }
            }
            // On to the next event, the grid's next line or the end.
            let line = frame - offset + SampleVoice.stepFrames
            let stop = min(end, line, next < events.count ? events[next].frame : end)
            voices.withUnsafeMutableBufferPointer { voices in
                mix.render(
                    voices, left: left + (frame - start), right: right + (frame - start), offset: offset,
                    count: stop - frame)
            }
            frame = stop
        }
    }

    /// Whether this player would not follow it: balance out of the middle, portamento, sostenuto, legato, mono, and offsets of
    /// generators. What changes nothing is not asked for: portamento that takes no time.
    private static func isForeign(_ part: Performance.Part) -> Bool {
        var hasPortamento = false
        var hasPortamentoTime = false
        for event in part.events {
            switch event.kind {
            case .generator, .controller(126, _): return true
            case .controller(8, let value) where value != 64: return true
            case .controller(66, let value) where value >= 64: return true
            case .controller(68, let value) where value >= 64: return true
            case .controller(65, let value): hasPortamento = hasPortamento || value >= 64
            case .controller(84, _): hasPortamento = true
            case .controller(5, let value), .controller(37, let value):
                hasPortamentoTime = hasPortamentoTime || value > 0
            default: break
            }
        }
        return hasPortamento && hasPortamentoTime
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
        case .program(let number, let bank): preset = presets[Program(number: number, bank: bank)] ?? preset
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
