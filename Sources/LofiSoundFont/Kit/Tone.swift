import LofiPlugin

/// A pitched sound as partials that ring and die, with the noise of its beginning.
///
/// The SoundFont's envelope can fall in one straight line only. The sample therefore holds what the partials do *beside*
/// that line: first sound and aftersound, overtones that die sooner, a fundamental that swells. At its end they stand still
/// in a loop of whole periods, so that a note can ring as long as it likes in a second of sound.
struct Tone {
    /// One partial: frequency as a multiple of the fundamental, its level, and how it dies.
    struct Partial {
        var ratio: Double
        var decibels: Double
        /// dB per second.
        var decay: Double
        /// What rings on when the first sound is gone, dB below it; it dies as the envelope does.
        var aftersound: Double?
    }

    var partials: [Partial]
    /// Seconds before the loop.
    var head: Double
    /// Seconds of the loop, at least; whole periods are taken.
    var loop: Double
    var attack: Double
    /// A burst of noise at the beginning: level against the first partial, cut-off, and how fast it dies.
    var strike: (decibels: Double, hertz: Double, seconds: Double)?
    /// Steady noise (breath) in dB against the first partial, and its centre in Hz.
    var breath: (decibels: Double, hertz: Double)?

    /// What the sample is made for.
    struct Note {
        let name: String
        let key: Int
        /// dB per second by which the SoundFont's envelope falls.
        let envelopeDecay: Double
    }

    /// - Returns: the sample, not yet brought to a level.
    func sample(_ note: Note, random: inout RandomStream) -> SoundFontDesign.Sample {
        let wanted = KitMath.hertz(Double(note.key))
        let rate = sampleRate(wanted)
        let period = LoopPeriod(hertz: wanted, seconds: loop, rate: Double(rate))
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
        addStrike(&samples, until: headFrames, rate: Double(rate), random: &random)
        return SoundFontDesign.Sample(
            name: note.name, samples: samples, sampleRate: rate, rootKey: note.key,
            correctionCents: period.correctionCents, loop: headFrames..<count)
    }

    /// The lowest of a few rates that carries what is heard: four times the highest partial within 52 dB, so that
    /// FluidSynth's cubic interpolation neither dulls it by more than 2 dB nor leaves images above -60 dB.
    private func sampleRate(_ hertz: Double) -> Int {
        let highest = partials.filter { $0.decibels > -52 }.map { $0.ratio * hertz }.max() ?? hertz
        let needed = max(4 * highest, 3 * (strike?.hertz ?? 0), 3 * (breath?.hertz ?? 0))
        return [11025, 16000, 22050].first { Double($0) >= needed } ?? 32000
    }

    private func add(
        _ partial: Partial, to samples: inout [Double], _ note: Note, _ period: LoopPeriod, _ headFrames: Int,
        _ rate: Double, _ random: inout RandomStream
    ) {
        let exact = partial.ratio * period.turnsPerFrame
        // In the loop a multiple of the loop's own rate, so that it closes without a seam; the phase goes on unbroken.
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

    private func addStrike(_ samples: inout [Double], until end: Int, rate: Double, random: inout RandomStream) {
        guard let strike else { return }
        let level = KitMath.amplitude(strike.decibels)
        let fall = KitMath.exponential(-1 / (strike.seconds * rate))
        let keep = KitMath.exponential(-6.283185307179586 * strike.hertz / rate)
        var (low, envelope) = (0.0, level)
        for frame in 0..<min(end, samples.count) {
            low = low * keep + random.uniform(-1...1) * (1 - keep) * 2
            let gate = min(1, Double(end - frame) / 200)
            samples[frame] += low * envelope * gate
            envelope *= fall
        }
    }

    /// Noise that closes in the loop as the partials do: filtered round and round the loop.
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
            // The head ends where the loop begins.
            let place = ((frame - headFrames) % loopFrames + loopFrames) % loopFrames
            samples[frame] += filtered[place] * level
        }
    }
}

/// Whole periods in whole frames, and what the font has to add to be in tune.
struct LoopPeriod {
    let periods: Int
    let frames: Int
    /// Whole cents, the SoundFont's step.
    let correctionCents: Int

    /// The loop of at least so many seconds, a few periods longer where that is better in tune.
    init(hertz: Double, seconds: Double, rate: Double) {
        let fewest = max(1, Int((seconds * hertz).rounded()))
        let candidates = (fewest...(fewest + max(8, Int(0.03 * hertz)))).map { periods in
            let frames = Int((Double(periods) * rate / hertz).rounded())
            let cents = 1200 * KitMath.log2(hertz * Double(frames) / (Double(periods) * rate))
            // The SoundFont's step is a whole cent; none at all is best, as FluidSynth's arithmetic drops a cent
            // from some roots with a correction.
            return (periods, frames, cents, error: abs(cents - cents.rounded()) + abs(cents.rounded()))
        }
        let best = candidates.min { $0.error < $1.error } ?? candidates[0]
        (periods, frames) = (best.0, best.1)
        correctionCents = Int(best.2.rounded())
    }

    /// Of the fundamental.
    var turnsPerFrame: Double { Double(periods) / Double(frames) }
}
