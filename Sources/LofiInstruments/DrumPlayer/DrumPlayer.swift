import LofiScore

/// Plays a drum part from the samples of a SoundFont's kit, each stroke at its very frame.
///
/// FluidSynth starts notes on a grid of 64 frames; a groove's looseness is finer than that. Fonts mean the same here as there:
/// zones, envelopes, filters, modulators, exclusive classes and loudness follow SoundFont 2.04 as FluidSynth reads it.
final class DrumPlayer {
    /// As many as FluidSynth's synthesizer has; the oldest makes room.
    private static let mostVoices = 256

    private let events: [Performance.Event]
    private let kits: [Int: SampledKit]
    private let rate: Double
    private var kit: SampledKit
    private var voices: [HitVoice] = []
    private var controllers = DrumPlayer.resetControllers
    private var bendCents = 0.0
    private var next = 0
    private var frame = 0
    private let scratch: UnsafeMutablePointer<Float>

    /// - Returns: nil where the part's kits need FluidSynth.
    init?(_ part: Performance.Part, choice: inout PresetChoice, sampleRate: Int) throws(SynthesisError) {
        var programs: Set = [part.program]
        var keys: Set<Int> = []
        for event in part.events {
            if case .program(let program) = event.kind { programs.insert(program) }
            if case .noteOn(let key, _) = event.kind { keys.insert(key) }
        }
        var kits: [Int: SampledKit] = [:]
        for program in programs.sorted() {
            let preset = try choice.preset(bank: part.bank, program: program, drums: true)
            guard let font = choice.font(preset.font),
                let kit = SampledKit(font, bank: preset.bank, program: preset.program, keys: keys)
            else { return nil }
            kits[program] = kit
        }
        guard let kit = kits[part.program] else { return nil }
        (self.kit, self.kits) = (kit, kits)
        events = part.events
        rate = Double(sampleRate)
        scratch = .allocate(capacity: HitVoice.stepFrames)
        voices.reserveCapacity(Self.mostVoices)
    }

    deinit { scratch.deallocate() }

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
        let end = frame + frames
        var place = frame
        while place < end {
            while next < events.count, events[next].frame <= place {
                play(events[next].kind)
                next += 1
            }
            let stop = next < events.count ? min(end, events[next].frame) : end
            for index in voices.indices {
                voices[index].render(
                    left: left + (place - frame), right: right + (place - frame), frames: stop - place, scratch: scratch
                )
            }
            voices.removeAll(where: \.isOver)
            place = stop
        }
        frame = end
    }

    private func play(_ kind: Performance.Event.Kind) {
        switch kind {
        case .noteOn(let key, let velocity): strike(key, velocity)
        case .noteOff(let key):
            for index in voices.indices where voices[index].key == key && !voices[index].isReleased {
                if controllers[64] >= 64 { voices[index].isHeld = true } else { voices[index].letGo() }
            }
        case .controller(let number, let value): control(number, value)
        case .pitchBend(let cents):
            bendCents = cents
            for index in voices.indices { voices[index].bend(cents) }
        case .program(let program): kit = kits[program] ?? kit
        }
    }

    private func strike(_ key: Int, _ velocity: Int) {
        let struck = kit.voices(key: key, velocity: velocity)
        let classes = Set(struck.map { Int($0.zone[.exclusiveClass]) }).subtracting([0])
        for index in voices.indices {
            if classes.contains(voices[index].exclusiveClass) {
                voices[index].choke()
            } else if voices[index].key == key {
                voices[index].letGo()
            }
        }
        let situation = ZoneModulator.Situation(key: key, velocity: velocity, controllers: controllers)
        for voice in struck {
            if voices.count == Self.mostVoices { voices.removeFirst() }
            voices.append(HitVoice(voice, situation: situation, bendCents: bendCents, rate: rate))
        }
    }

    private func control(_ number: Int, _ value: Int) {
        guard (0...127).contains(number) else { return }
        switch number {
        case 120: voices.removeAll()
        case 121:
            // Volume and pan stay (MIDI RP-015).
            let (volume, pan) = (controllers[7], controllers[10])
            controllers = Self.resetControllers
            (controllers[7], controllers[10]) = (volume, pan)
        case 123...127: for index in voices.indices { voices[index].letGo() }
        default: controllers[number] = UInt8(clamping: max(0, min(127, value)))
        }
        if number == 64 || number == 121, controllers[64] < 64 {
            for index in voices.indices where voices[index].isHeld { voices[index].letGo() }
        }
        for index in voices.indices { voices[index].listen(to: controllers) }
    }

    private static let resetControllers: [UInt8] = {
        var values = [UInt8](repeating: 0, count: 128)
        // Volume, balance, pan, expression: General MIDI.
        (values[7], values[8], values[10], values[11]) = (100, 64, 64, 127)
        return values
    }()
}
