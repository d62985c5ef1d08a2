import LofiPlugin

/// A pitched sound as decaying partials with the noises of its onset.
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
        /// Time constant of its rise in seconds.
        var rise = 0.0
        /// Phase at the onset in turns; nil for a random one near zero.
        var phase: Double?
    }

    var partials: [Partial]
    /// Seconds before the loop.
    var head: Double
    /// Minimum length of the loop in seconds; rounded to whole periods.
    var loop: Double
    /// Attack time in seconds.
    var attack: Double
    /// Pitch deviation at the onset in cents, and the time constant of its return in seconds.
    var glide: (cents: Double, seconds: Double)?
    /// Noises of hammer, finger or lip.
    var onset: [OnsetNoise] = []
    /// Resonances of the body that the onset rings.
    var knock: [Knock] = []
    var breath: Breath?

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
        let rise = max(1, Int(attack * Double(rate)))
        for frame in 0..<min(rise, count) {
            let x = Double(frame) / Double(rise)
            samples[frame] *= 0.5 - 0.5 * KitMath.cosine(x / 2)
        }
        breath?.add(to: &samples, period, headFrames: headFrames, hertz: target, rate: Double(rate), &random)
        for noise in onset { noise.add(to: &samples, until: headFrames, rate: Double(rate), &random) }
        for resonance in knock { resonance.add(to: &samples, until: headFrames, rate: Double(rate), &random) }
        return SoundFontDesign.Sample(
            name: note.name, samples: samples, sampleRate: rate, rootKey: note.key,
            correctionCents: period.correctionCents, loop: headFrames..<count)
    }

    /// Returns the lowest supported rate that carries the audible partials: four times the highest partial within 52
    /// dB, so that FluidSynth's cubic interpolation neither dulls it by more than 2 dB nor leaves images above -60 dB.
    private func sampleRate(_ hertz: Double) -> Int {
        let highest = partials.filter { $0.decibels > -52 }.map { $0.ratio * hertz }.max() ?? hertz
        let noise = onset.map { $0.highHertz }.max() ?? 0
        let needed = max(4 * highest, 3 * noise, 3 * (breath?.highHertz ?? 0))
        return [11025, 16000, 22050].first { Double($0) >= needed } ?? 32000
    }

    private func add(
        _ partial: Partial, to samples: inout [Double], _ note: Note, _ period: LoopPeriod, _ headFrames: Int,
        _ rate: Double, _ random: inout RandomStream
    ) {
        let exact = partial.ratio * period.turnsPerFrame
        // In the loop, round to a multiple of the loop's own rate, so that it is seamless; the phase is continuous.
        let looped = (partial.ratio * Double(period.periods)).rounded() / Double(period.frames)
        let phase = partial.phase ?? random.unit() * 0.1
        guard exact > 0, exact < 0.45 else { return }
        let level = KitMath.amplitude(partial.decibels)
        let after = partial.aftersound.map { level * KitMath.amplitude($0) } ?? 0
        var first = level - after
        let fall = KitMath.amplitude((note.envelopeDecay - partial.decay) / rate)
        var missing = partial.rise > 0 ? 1.0 : 0
        let rising = partial.rise > 0 ? KitMath.exponential(-1 / (partial.rise * rate)) : 0
        var (c, s) = (KitMath.cosine(phase), KitMath.sine(phase))
        var (stepC, stepS) = (KitMath.cosine(exact), KitMath.sine(exact))
        for frame in samples.indices {
            if let glide, frame % 16 == 0, frame < headFrames {
                let cents = glide.cents * KitMath.exponential(-Double(frame) / (glide.seconds * rate))
                let bent = exact * KitMath.exponential(cents / 1200 * 0.6931471805599453)
                (stepC, stepS) = (KitMath.cosine(bent), KitMath.sine(bent))
            }
            if frame == headFrames { (stepC, stepS) = (KitMath.cosine(looped), KitMath.sine(looped)) }
            samples[frame] += s * (first + after) * (1 - missing)
            (c, s) = (c * stepC - s * stepS, c * stepS + s * stepC)
            if frame < headFrames {
                first *= fall
                missing *= rising
            }
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
