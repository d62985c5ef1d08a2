import LofiPlugin

/// A pitched sound as decaying partials with an onset noise.
///
/// A SoundFont envelope can only fall in one straight line (in dB). The sample therefore holds what the partials do
/// *relative to* that line: first sound and aftersound, overtones that die sooner, a fundamental that swells. Its end
/// is a steady loop of whole periods, so that a note can ring indefinitely from a second of sound.
struct Tone {
    /// One partial: frequency as a multiple of the fundamental, level and decay.
    struct Partial {
        var ratio: Double
        /// Level relative to the first partial.
        var decibels: Double
        /// Decay in dB per second.
        var decay: Double
        /// Level of the aftersound in dB relative to the first sound; it decays with the envelope.
        var aftersound: Double?
    }

    var partials: [Partial]
    /// Seconds before the loop.
    var head: Double
    /// Minimum length of the loop in seconds; rounded to whole periods.
    var loop: Double
    /// Attack time in seconds.
    var attack: Double
    /// Onset noise: level relative to the first partial in dB, cutoff in Hz, and decay time constant.
    var onsetNoise: (decibels: Double, hertz: Double, seconds: Double)?
    /// Steady noise (breath): level relative to the first partial in dB, and centre frequency.
    var breath: (decibels: Double, hertz: Double)?

    /// The note that the sample is made for.
    struct Note {
        let name: String
        /// MIDI key.
        let key: Int
        /// Decay of the SoundFont envelope in dB per second.
        let envelopeDecay: Double
    }

    /// - Returns: the sample, not normalised.
    func sample(_ note: Note, random: inout RandomStream) -> SoundFontDesign.Sample {
        let target = KitMath.hertz(Double(note.key))
        let rate = sampleRate(target)
        let period = LoopPeriod(hertz: target, seconds: loop, rate: Double(rate))
        let headFrames = Int(head * Double(rate))
        let count = headFrames + period.frames
        var samples = [Double](repeating: 0, count: count)
        for partial in partials { add(partial, to: &samples, note, period, headFrames, Double(rate), &random) }
        addBreath(&samples, headFrames: headFrames, rate: Double(rate), random: &random)
        let rise = max(1, Int(attack * Double(rate)))
        for frame in 0..<min(rise, count) {
            let x = Double(frame) / Double(rise)
            samples[frame] *= 0.5 - 0.5 * KitMath.cosine(x / 2)
        }
        addOnsetNoise(&samples, until: headFrames, rate: Double(rate), random: &random)
        return SoundFontDesign.Sample(
            name: note.name, samples: samples, sampleRate: rate, rootKey: note.key,
            correctionCents: period.correctionCents, loop: headFrames..<count)
    }

    /// Returns the lowest supported rate that carries the audible partials: four times the highest partial within 52
    /// dB, so that FluidSynth's cubic interpolation neither dulls it by more than 2 dB nor leaves images above -60 dB.
    private func sampleRate(_ hertz: Double) -> Int {
        let highest = partials.filter { $0.decibels > -52 }.map { $0.ratio * hertz }.max() ?? hertz
        let needed = max(4 * highest, 3 * (onsetNoise?.hertz ?? 0), 3 * (breath?.hertz ?? 0))
        return [11025, 16000, 22050].first { Double($0) >= needed } ?? 32000
    }

    private func add(
        _ partial: Partial, to samples: inout [Double], _ note: Note, _ period: LoopPeriod, _ headFrames: Int,
        _ rate: Double, _ random: inout RandomStream
    ) {
        let exact = partial.ratio * period.turnsPerFrame
        // In the loop, round to a multiple of the loop's own rate, so that it is seamless; the phase is continuous.
        let looped = (partial.ratio * Double(period.periods)).rounded() / Double(period.frames)
        guard exact > 0, exact < 0.45 else { return }
        let level = KitMath.amplitude(partial.decibels)
        let after = partial.aftersound.map { level * KitMath.amplitude($0) } ?? 0
        var first = level - after
        let fall = KitMath.amplitude((note.envelopeDecay - partial.decay) / rate)
        let phase = random.unit() * 0.1
        var (c, s) = (KitMath.cosine(phase), KitMath.sine(phase))
        var (stepC, stepS) = (KitMath.cosine(exact), KitMath.sine(exact))
        for frame in samples.indices {
            samples[frame] += s * (first + after)
            (c, s) = (c * stepC - s * stepS, c * stepS + s * stepC)
            if frame < headFrames { first *= fall }
            if frame == headFrames { (stepC, stepS) = (KitMath.cosine(looped), KitMath.sine(looped)) }
        }
    }

    private func addOnsetNoise(_ samples: inout [Double], until end: Int, rate: Double, random: inout RandomStream) {
        guard let onsetNoise else { return }
        let level = KitMath.amplitude(onsetNoise.decibels)
        let fall = KitMath.exponential(-1 / (onsetNoise.seconds * rate))
        let keep = KitMath.exponential(-6.283185307179586 * onsetNoise.hertz / rate)
        var (low, envelope) = (0.0, level)
        for frame in 0..<min(end, samples.count) {
            low = low * keep + random.uniform(-1...1) * (1 - keep) * 2
            let gate = min(1, Double(end - frame) / 200)
            samples[frame] += low * envelope * gate
            envelope *= fall
        }
    }

    /// Adds noise that loops seamlessly like the partials: filtered round and round the loop.
    private func addBreath(_ samples: inout [Double], headFrames: Int, rate: Double, random: inout RandomStream) {
        guard let breath else { return }
        let loopFrames = samples.count - headFrames
        let white = (0..<loopFrames).map { _ in random.uniform(-1...1) }
        var filtered = [Double](repeating: 0, count: loopFrames)
        let w = breath.hertz / rate
        let radius = KitMath.exponential(-6.283185307179586 * breath.hertz * 0.25 / rate)
        let (a1, a2) = (-2 * radius * KitMath.cosine(w), radius * radius)
        var (y1, y2) = (0.0, 0.0)
        for _ in 0..<3 {
            for index in 0..<loopFrames {
                let y = white[index] * (1 - radius) - a1 * y1 - a2 * y2
                (y2, y1) = (y1, y)
                filtered[index] = y
            }
        }
        let level = KitMath.amplitude(breath.decibels)
        for frame in samples.indices {
            // Align the head with the loop, so that it ends where the loop begins.
            let loopFrame = ((frame - headFrames) % loopFrames + loopFrames) % loopFrames
            samples[frame] += filtered[loopFrame] * level
        }
    }
}

/// Whole periods in whole frames, and the pitch correction to be in tune.
struct LoopPeriod {
    let periods: Int
    let frames: Int
    /// Pitch correction in whole cents, the SoundFont's step.
    let correctionCents: Int

    /// Chooses a loop of at least `seconds`, up to a few periods longer if that is better in tune.
    init(hertz: Double, seconds: Double, rate: Double) {
        let minimum = max(1, Int((seconds * hertz).rounded()))
        let candidates = (minimum...(minimum + max(8, Int(0.03 * hertz)))).map { periods in
            let frames = Int((Double(periods) * rate / hertz).rounded())
            let cents = 1200 * KitMath.log2(hertz * Double(frames) / (Double(periods) * rate))
            // The SoundFont's step is a whole cent; no correction at all is best, as FluidSynth's arithmetic drops a
            // cent from some roots with a correction.
            return (periods, frames, cents, error: abs(cents - cents.rounded()) + abs(cents.rounded()))
        }
        let best = candidates.min { $0.error < $1.error } ?? candidates[0]
        (periods, frames) = (best.0, best.1)
        correctionCents = Int(best.2.rounded())
    }

    /// Phase increment of the fundamental in turns per frame.
    var turnsPerFrame: Double { Double(periods) / Double(frames) }
}
