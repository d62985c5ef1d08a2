#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One voice on its way from the stroke to silence: a sample, read along a curve through four frames, and what shapes it.
///
/// It begins at any frame. What changes slowly (envelopes, oscillators, cut-off) is worked out on a grid of 64 frames and goes in
/// a line between, so that nothing depends on how the sound is cut into blocks. Four voices sound at once (`VoiceQuartet`).
struct SampleVoice {
    static let stepFrames = 64
    /// FluidSynth's gain as we set it, and the 1.5 dB by which its filter is louder than flat: both play a font equally loud.
    private static let gain = 0.5 * pow(10, 3.01 / 40)
    /// No note is shorter, as in FluidSynth (`synth.min-note-length`).
    private static let shortestSeconds = 0.01

    let key: Int
    let exclusiveClass: Int
    private let zone: SampleZone
    private let recording: Recording
    private let rate: Double
    private var situation: ZoneModulator.Situation

    // Where it reads.
    private let loop: Range<Int>?
    private let loopsAfterRelease: Bool
    private let end: Int
    /// Place in the sample, 32 bits of it behind the point.
    private var place: UInt64
    private var advance: UInt64 = 0

    // What shapes it.
    private var volume: VoiceEnvelope
    private var modulation: VoiceEnvelope
    private let vibrato: VoiceOscillator
    private let tremolo: VoiceOscillator
    private var controlled = Controlled()
    private var bendCents: Double
    private var playedCents = Double.nan
    private var loudness = 0.0

    /// Frames since the stroke.
    private var age = 0
    private(set) var isReleased = false
    /// The key is up, but a pedal holds.
    var isHeld = false
    private(set) var isOver = false

    private(set) var left: Float = 0
    private(set) var right: Float = 0
    /// At the last line of the grid, at the next, and by how much it moves with each frame.
    private(set) var amplitude: Float = 0
    private var nextAmplitude: Float = 0
    private(set) var slope: Float = 0
    /// Frames from the grid's last line to where the amplitude holds: the stroke may lie between.
    private(set) var slopeStart = 0
    /// None where it would be open.
    var filter: VoiceFilter?

    /// What controllers move while it sounds.
    private struct Controlled {
        var attenuation = 0.0
        var pan = 0.0
        var pitch = 0.0
        var vibratoToPitch = 0.0
        var modLfoToPitch = 0.0
        var modEnvToPitch = 0.0
        var cutoff = 0.0
        var modLfoToFilter = 0.0
        var modEnvToFilter = 0.0
        var modLfoToVolume = 0.0
        var resonance = 0.0
    }

    init(_ voice: SampledPreset.Voice, situation: ZoneModulator.Situation, bendCents: Double, rate: Double) {
        let (zone, recording) = (voice.zone, voice.recording)
        (self.zone, self.recording, self.rate, self.bendCents) = (zone, recording, rate, bendCents)
        var situation = situation
        if zone[.velocity] >= 1 { situation.velocity = min(127, Int(zone[.velocity])) }
        self.situation = situation
        key = situation.key
        exclusiveClass = Int(zone[.exclusiveClass])

        func offset(_ fine: SampleZone.Generator, _ coarse: SampleZone.Generator) -> Int {
            Int(zone[fine]) + 32768 * Int(zone[coarse])
        }
        let end = max(0, min(recording.count, recording.count + offset(.endOffset, .endCoarseOffset)))
        self.end = end
        place = UInt64(max(0, min(end, offset(.startOffset, .startCoarseOffset)))) << 32
        let first = zone.sample.frames.lowerBound
        let loopStart = zone.sample.loop.lowerBound - first + offset(.loopStartOffset, .loopStartCoarseOffset)
        let loopEnd = zone.sample.loop.upperBound - first + offset(.loopEndOffset, .loopEndCoarseOffset)
        let mode = Int(zone[.sampleModes]) & 3
        let hasLoop = mode & 1 == 1 && loopStart >= 0 && loopEnd <= recording.count && loopEnd - loopStart > 1
        loop = hasLoop ? loopStart..<loopEnd : nil
        loopsAfterRelease = mode == 1

        func value(_ generator: SampleZone.Generator) -> Double { zone.value(generator, situation) }
        // Higher keys are shorter: so many timecents a key, from the 60th.
        let fromMiddle = 60 - (zone[.key] >= 0 ? zone[.key] : Double(key))
        volume = VoiceEnvelope(
            times: (
                value(.delay), value(.attack), value(.hold) + zone[.keyToHold] * fromMiddle,
                value(.decay) + zone[.keyToDecay] * fromMiddle, value(.release)
            ), sustain: value(.sustain) / 960, rate: rate, isAmplitude: true)
        modulation = VoiceEnvelope(
            times: (
                value(.modEnvDelay), value(.modEnvAttack), value(.modEnvHold) + zone[.keyToModEnvHold] * fromMiddle,
                value(.modEnvDecay) + zone[.keyToModEnvDecay] * fromMiddle, value(.modEnvRelease)
            ), sustain: value(.modEnvSustain) / 1000, rate: rate, isAmplitude: false)
        vibrato = VoiceOscillator(delay: value(.vibratoDelay), frequency: value(.vibratoFrequency), rate: rate)
        tremolo = VoiceOscillator(delay: value(.modLfoDelay), frequency: value(.modLfoFrequency), rate: rate)
        listen(to: situation.controllers)
    }

    /// Follows the channel's controllers.
    mutating func listen(to controllers: [UInt8]) {
        situation.controllers = controllers
        let (zone, situation) = (zone, situation)
        func value(_ generator: SampleZone.Generator) -> Double { zone.value(generator, situation) }
        // Section 8.1.2, scaleTuning and overridingRootKey.
        let struck = zone[.key] >= 0 ? zone[.key] : Double(key)
        let root = zone[.rootKey] >= 0 ? zone[.rootKey] : Double(zone.sample.key)
        controlled = Controlled(
            attenuation: max(0, min(1440, value(.attenuation))), pan: max(-500, min(500, value(.pan))),
            pitch: value(.scaleTuning) * (struck - root + Double(zone.sample.correctionCents) / 100)
                + value(.fineTune) + 100 * value(.coarseTune),
            vibratoToPitch: value(.vibratoToPitch), modLfoToPitch: value(.modLfoToPitch),
            modEnvToPitch: value(.modEnvToPitch), cutoff: value(.filterCutoff), modLfoToFilter: value(.modLfoToFilter),
            modEnvToFilter: value(.modEnvToFilter), modLfoToVolume: value(.modLfoToVolume), resonance: value(.filterQ))
        loudness = Self.gain * pow(10, -controlled.attenuation / 200)
        // 0.1 % to either side; a quarter turn of sine and cosine.
        left = Float(sin((500 - controlled.pan) / 1000 * Double.pi / 2))
        right = Float(sin((500 + controlled.pan) / 1000 * Double.pi / 2))
        // 13,500 cents are 20 kHz: open.
        let isOpen =
            controlled.cutoff >= 13500 && controlled.resonance <= 0 && controlled.modEnvToFilter == 0
            && controlled.modLfoToFilter == 0
        if filter == nil && !isOpen { filter = VoiceFilter() }
    }

    mutating func bend(_ cents: Double) { bendCents = cents }

    mutating func letGo() {
        guard !isReleased else { return }
        isReleased = true
        let frame = max(age, Int(Self.shortestSeconds * rate))
        volume.letGo(frame)
        modulation.letGo(frame)
    }

    /// Another of its class was struck: an open hat that is closed. FluidSynth's release of -200 timecents, found by listening.
    mutating func choke() {
        isReleased = true
        volume.letGo(age, release: exp2(-200 / 1200) * rate)
    }

    /// What holds until the grid's next line.
    /// - Parameter offset: frames behind the last one; more than 0 only at the stroke.
    mutating func step(offset: Int) {
        let frames = Self.stepFrames - offset
        let swell = controlled.modLfoToVolume
        func amplitude(_ age: Int) -> Double {
            let tremor = swell == 0 ? 1 : pow(10, swell * tremolo.level(age) / 200)
            return loudness * volume.amplitude(age) * tremor
        }
        // From where the last line ended: whatever has happened since, nothing jumps.
        self.amplitude = age == 0 ? Float(amplitude(0)) : nextAmplitude
        nextAmplitude = Float(amplitude(age + frames))
        slope = (nextAmplitude - self.amplitude) / Float(frames)
        slopeStart = offset
        if volume.isOver(age) { isOver = true }

        let envelope = controlled.modEnvToPitch != 0 || controlled.modEnvToFilter != 0 ? modulation.level(age) : 0
        let turn = controlled.modLfoToPitch != 0 || controlled.modLfoToFilter != 0 ? tremolo.level(age) : 0
        var cents = controlled.pitch + bendCents + controlled.modEnvToPitch * envelope + controlled.modLfoToPitch * turn
        if controlled.vibratoToPitch != 0 { cents += controlled.vibratoToPitch * vibrato.level(age) }
        if cents != playedCents {
            playedCents = cents
            let ratio = exp2(cents / 1200) * Double(zone.sample.rate) / rate
            advance = UInt64(max(0, min(ratio, 1024)) * 4_294_967_296)
        }
        if filter != nil {
            let later = controlled.modEnvToFilter != 0 ? modulation.level(age + frames) : 0
            let turned = controlled.modLfoToFilter != 0 ? tremolo.level(age + frames) : 0
            filter?.set(
                cents: controlled.cutoff + controlled.modEnvToFilter * later + controlled.modLfoToFilter * turned,
                centibels: controlled.resonance, rate: rate, frames: frames)
        }
    }

    /// Reads its next frames into every fourth float.
    /// - Parameter count: at most to the grid's next line.
    mutating func read(into target: UnsafeMutablePointer<Float>, count: Int) {
        age += count
        var done = 0
        if let loop, loopsAfterRelease || !isReleased {
            let (start, length) = (UInt64(loop.lowerBound) << 32, UInt64(loop.count) << 32)
            while done < count {
                // A high note may go round more than once from one frame to the next.
                if place >= start + length { place = start + (place - start) % length }
                let run = place >> 32 == 0 ? 0 : framesUpTo(loop.upperBound - 2, atMost: count - done)
                // Over the seam, where what comes behind the loop's end is its beginning, one by one.
                if run > 0 && Int(place >> 32) != loop.lowerBound {
                    readRun(into: target + 4 * done, count: run)
                    done += run
                } else {
                    target[4 * done] = Self.curve(
                        Self.fourFrames(recording.frames, Int(place >> 32), in: loop), place)
                    place &+= advance
                    done += 1
                }
            }
            return
        }
        let run = framesUpTo(end, atMost: count)
        readRun(into: target, count: run)
        for index in run..<count { target[4 * index] = 0 }
        if run < count { isOver = true }
    }

    /// How many readings begin before a frame.
    private func framesUpTo(_ frame: Int, atMost most: Int) -> Int {
        let limit = UInt64(max(0, frame)) << 32
        guard place < limit else { return 0 }
        return advance == 0 ? most : Int(min(UInt64(most), (limit - place + advance - 1) / advance))
    }

    private static func fourFrames(_ frames: UnsafePointer<Float>, _ first: Int, in loop: Range<Int>) -> SIMD4<Float> {
        func frame(_ place: Int) -> Float { frames[place >= loop.upperBound ? place - loop.count : place] }
        // Before the loop's beginning lies its end, as soon as it goes round.
        let before = first == loop.lowerBound ? loop.upperBound - 1 : first - 1
        return SIMD4(frames[before], frame(first), frame(first + 1), frame(first + 2))
    }

    /// Readings that need no look at loop or end: four at a time.
    private mutating func readRun(into target: UnsafeMutablePointer<Float>, count: Int) {
        let frames = UnsafeRawPointer(recording.frames - 1)
        let (advance, weights) = (advance, CubicCurve.weights)
        var place = place
        func weighed(_ place: UInt64) -> SIMD4<Float> {
            let four = frames.loadUnaligned(
                fromByteOffset: Int(truncatingIfNeeded: place >> 32) &* 4, as: SIMD4<Float>.self)
            return four * CubicCurve.weights(weights, at: place)
        }
        for index in stride(from: 0, to: count & ~3, by: 4) {
            let sound = SIMD4.sums(
                weighed(place), weighed(place &+ advance), weighed(place &+ 2 &* advance),
                weighed(place &+ 3 &* advance))
            (target[4 &* index], target[4 &* index &+ 4]) = (sound[0], sound[1])
            (target[4 &* index &+ 8], target[4 &* index &+ 12]) = (sound[2], sound[3])
            place = place &+ 4 &* advance
        }
        for index in (count & ~3)..<count {
            target[4 &* index] = Self.sum(weighed(place))
            place = place &+ advance
        }
        self.place = place
    }

    private static func curve(_ four: SIMD4<Float>, _ place: UInt64) -> Float {
        sum(four * CubicCurve.weights(CubicCurve.weights, at: place))
    }

    /// In the order of `SIMD4.sums`: the same bits, however blocks are cut.
    @inline(__always)
    private static func sum(_ four: SIMD4<Float>) -> Float { (four[0] + four[2]) + (four[1] + four[3]) }
}

extension SampleZone {
    /// A generator with all that moves it.
    fileprivate func value(_ generator: Generator, _ situation: ZoneModulator.Situation) -> Double {
        modulators.reduce(self[generator]) { sum, modulator in
            modulator.destination == generator.rawValue ? sum + modulator.value(situation) : sum
        }
    }
}
