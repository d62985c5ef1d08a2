import LofiPlatform

/// One voice from note-on to silence: a sample read with four-point interpolation, with envelopes, LFOs and filter.
///
/// It can start at any frame. Control values (envelopes, LFOs, cutoff) are computed on a grid of 64 frames and interpolated
/// linearly, so that the result does not depend on block lengths. `VoiceMix` mixes several voices.
struct SampleVoice {
    static let stepFrames = 64
    /// FluidSynth's gain as set here plus the 1.5 dB by which its filter is above unity, so that both play a font equally loud.
    private static let gain = 0.5 * pow(10, 3.01 / 40)
    /// Amplitude below which a voice ends, as in FluidSynth: -90 dBFS.
    private static let noiseFloor = 0.00003
    /// Minimum note length, as in FluidSynth (`synth.min-note-length`).
    private static let shortestSeconds = 0.01

    let key: Int
    let exclusiveClass: Int
    private let zone: SampleZone
    private let rate: Double
    private var situation: ZoneModulator.Situation

    private var reading: SampleReading

    // What shapes it.
    private var volume: VoiceEnvelope
    private var modulation: ModulationEnvelope
    private let vibrato: VoiceOscillator
    private let tremolo: VoiceOscillator
    private var controlled = Controlled()
    private var bendCents: Double
    private var playedCents = Double.nan
    /// Frames of the sample for each frame.
    private var speed = 0.0
    /// Frames from the grid's last line to note-on.
    private var onset = 0
    private var loudness = 0.0

    /// Frames since note-on.
    private var age = 0
    private(set) var isReleased = false
    /// Whether the key has been released but the pedal sustains the note.
    var isHeld = false
    /// Whether the sample has ended; its filter still rings until the next grid line, whatever the block lengths.
    private var hasEnded = false
    private(set) var isOver = false

    private(set) var left: Float = 0
    private(set) var right: Float = 0
    /// At the last line of the grid, at the next, and by how much it moves with each frame.
    private(set) var amplitude: Float = 0
    private var nextAmplitude: Float = 0
    private(set) var slope: Float = 0
    /// Frames from the grid's last line to where the amplitude holds: the stroke may lie between.
    private(set) var slopeStart = 0
    /// The low-pass filter; nil if it is fully open.
    var filter: VoiceFilter?

    /// The values that controllers change while it sounds.
    private struct Controlled {
        var attenuation = 0.0
        var pan = 0.0
        /// Cents above MIDI key 0.
        var pitch = 0.0
        var vibratoToPitch = 0.0
        var tremoloToPitch = 0.0
        var modEnvToPitch = 0.0
        var cutoff = 0.0
        var tremoloToFilter = 0.0
        var modEnvToFilter = 0.0
        var tremoloToVolume = 0.0
        var resonance = 0.0
    }

    init(_ voice: SampledPreset.Voice, situation: ZoneModulator.Situation, bendCents: Double, rate: Double) {
        let zone = voice.zone
        (self.zone, self.rate, self.bendCents) = (zone, rate, bendCents)
        var situation = situation
        if zone[.velocity] >= 1 { situation.velocity = min(127, Int(zone[.velocity])) }
        self.situation = situation
        key = situation.key
        exclusiveClass = Int(zone[.exclusiveClass])

        reading = SampleReading(voice)

        func value(_ generator: SampleZone.Generator) -> Double { zone.value(generator, situation) }
        // Higher keys have shorter times, by a number of timecents per key from key 60.
        let fromMiddle = 60 - (zone[.key] >= 0 ? zone[.key] : Double(key))
        volume = VoiceEnvelope(
            times: (
                value(.delay), value(.attack), value(.hold) + zone[.keyToHold] * fromMiddle,
                value(.decay) + zone[.keyToDecay] * fromMiddle, value(.release)
            ), sustain: value(.sustain) / 960, rate: rate)
        modulation = ModulationEnvelope(
            times: (
                value(.modEnvDelay), value(.modEnvAttack), value(.modEnvHold) + zone[.keyToModEnvHold] * fromMiddle,
                value(.modEnvDecay) + zone[.keyToModEnvDecay] * fromMiddle, value(.modEnvRelease)
            ), sustain: value(.modEnvSustain) / 1000, rate: rate)
        volume.inaudible = Self.noiseFloor / Self.loudest(zone, situation, voice.peak)
        vibrato = VoiceOscillator(delay: value(.vibratoDelay), frequency: value(.vibratoFrequency), rate: rate)
        tremolo = VoiceOscillator(delay: value(.tremoloDelay), frequency: value(.tremoloFrequency), rate: rate)
        listen(to: situation.channel)
    }

    /// The amplitude at which its envelope is open, by the loudest frame of its sample, if the channel's controllers let through
    /// as much of it as they can.
    private static func loudest(_ zone: SampleZone, _ situation: ZoneModulator.Situation, _ peak: Double) -> Double {
        let attenuation = zone.least(.attenuation, situation) - abs(zone.value(.tremoloToVolume, situation))
        return peak * pow(10, -max(0, attenuation) / 200)
    }

    /// The pitch at which the sample plays at its own rate, in cents above MIDI key 0.
    private var rootCents: Double {
        100 * (zone[.rootKey] >= 0 ? zone[.rootKey] : Double(zone.sample.key)) - Double(zone.sample.correctionCents)
    }

    /// Updates the voice from the channel's controllers.
    mutating func listen(to channel: ChannelControls) {
        situation.channel = channel
        let (zone, situation) = (zone, situation)
        func value(_ generator: SampleZone.Generator) -> Double { zone.value(generator, situation) }
        // Section 8.1.2, scaleTuning and overridingRootKey.
        let struck = zone[.key] >= 0 ? zone[.key] : Double(key)
        controlled = Controlled(
            attenuation: max(0, min(1440, value(.attenuation))), pan: max(-500, min(500, value(.pan))),
            pitch: value(.scaleTuning) * (struck - rootCents / 100) + rootCents + 100 * value(.coarseTune)
                + value(.fineTune),
            vibratoToPitch: value(.vibratoToPitch), tremoloToPitch: value(.tremoloToPitch),
            modEnvToPitch: value(.modEnvToPitch), cutoff: value(.filterCutoff),
            tremoloToFilter: value(.tremoloToFilter),
            modEnvToFilter: value(.modEnvToFilter), tremoloToVolume: value(.tremoloToVolume), resonance: value(.filterQ)
        )
        loudness = Self.gain * pow(10, -controlled.attenuation / 200)
        // Pan in units of 0.1 % with a sine/cosine law.
        left = Float(sin((500 - controlled.pan) / 1000 * Double.pi / 2))
        right = Float(sin((500 + controlled.pan) / 1000 * Double.pi / 2))
        // 13,500 cents are 20 kHz: fully open.
        let isOpen =
            controlled.cutoff >= 13500 && controlled.resonance <= 0 && controlled.modEnvToFilter == 0
            && controlled.tremoloToFilter == 0
        if filter == nil && !isOpen { filter = VoiceFilter() }
    }

    mutating func bend(_ cents: Double) { bendCents = cents }

    mutating func letGo() {
        guard !isReleased else { return }
        isReleased = true
        let frame = max(age, Int(Self.shortestSeconds * rate))
        volume.letGo(frame)
        modulation.letGo()
    }

    /// Cuts the voice off when another of its exclusive class starts, as a closed hi-hat does an open one. FluidSynth's release
    /// of -200 timecents, found by listening.
    mutating func choke() {
        isReleased = true
        volume.letGo(age, release: exp2(-200 / 1200) * rate)
    }

    /// Computes the control values until the next grid line.
    /// - Parameter offset: frames since the last grid line; more than 0 only at note-on.
    mutating func step(offset: Int) {
        let frames = Self.stepFrames - offset
        let swell = controlled.tremoloToVolume
        func amplitude(_ age: Int) -> Double {
            let tremor = swell == 0 ? 1 : pow(10, swell * tremolo.level(age) / 200)
            return loudness * volume.amplitude(age) * tremor
        }
        // Continue from the previous value, so that nothing jumps.
        self.amplitude = age == 0 ? Float(amplitude(0)) : nextAmplitude
        nextAmplitude = Float(amplitude(age + frames))
        slope = (nextAmplitude - self.amplitude) / Float(frames)
        slopeStart = offset
        if hasEnded || volume.isOver(age) { isOver = true }

        // As in FluidSynth, a step has the values of its end throughout.
        let envelope = modulation.next()
        let turn = controlled.tremoloToPitch != 0 || controlled.tremoloToFilter != 0 ? tremolo.level(age + frames) : 0
        var cents =
            controlled.pitch + bendCents + controlled.modEnvToPitch * envelope + controlled.tremoloToPitch * turn
        if controlled.vibratoToPitch != 0 { cents += controlled.vibratoToPitch * vibrato.level(age + frames) }
        let before = speed
        if cents != playedCents {
            playedCents = cents
            // Truncated to whole cents, as in FluidSynth (`fluid_ct2hz_real`).
            let played = cents < 0 ? cents : cents.rounded(.down)
            speed = exp2((played - rootCents) / 1200) * Double(zone.sample.rate) / rate
        }
        if age == 0 { onset = offset }
        // FluidSynth's steps begin at note-on: the first of them lasts into this one.
        let rest = age == 0 ? 0 : Double(onset) / Double(Self.stepFrames)
        reading.set(framesPerFrame: speed + (before - speed) * rest)
        if filter != nil {
            filter?.set(
                cents: controlled.cutoff + controlled.modEnvToFilter * envelope + controlled.tremoloToFilter * turn,
                centibels: controlled.resonance, rate: rate, frames: frames)
        }
    }

    /// Reads the next frames.
    /// - Parameter count: number of frames, at most up to the next grid line.
    mutating func read(into target: UnsafeMutablePointer<Float>, count: Int) {
        // As in FluidSynth, the sample starts when the delay of the amplitude has passed.
        let waiting = max(0, min(count, volume.delayFrames - age))
        for index in 0..<waiting { target[index] = 0 }
        let sounding = age + waiting - volume.delayFrames
        age += count
        guard waiting < count else { return }
        if !reading.read(into: target + waiting, count: count - waiting, isReleased: isReleased) { hasEnded = true }
        // FluidSynth's mixer fades every voice in over its first step, on top of the attack.
        for index in 0..<max(0, min(count - waiting, Self.stepFrames - sounding)) {
            target[waiting + index] *= Float(sounding + index) / Float(Self.stepFrames)
        }
    }
}

extension SampleZone {
    /// A generator's value including its modulators.
    fileprivate func value(_ generator: Generator, _ situation: ZoneModulator.Situation) -> Double {
        modulators.reduce(self[generator]) { sum, modulator in
            modulator.destination == Int(generator.rawValue) ? sum + modulator.value(situation) : sum
        }
    }

    /// The minimum value of a generator over all controller values.
    fileprivate func least(_ generator: Generator, _ situation: ZoneModulator.Situation) -> Double {
        var (down, up) = (situation, situation)
        (down.channel, up.channel) = (.lowest, .highest)
        return modulators.reduce(self[generator]) { sum, modulator in
            guard modulator.destination == Int(generator.rawValue) else { return sum }
            return sum + min(modulator.value(down), modulator.value(up))
        }
    }
}
