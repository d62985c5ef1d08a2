import LofiCore

/// A pitched sound as partials that ring and die, with the noise of its beginning.
///
/// The sample holds what the partials do *beside* the fundamental's own decay, which the SoundFont's envelope makes; at
/// its end they stand still in a loop of whole periods, so that a note can ring as long as it likes in a second of sound.
struct Tone {
    /// One partial: frequency as a multiple of the fundamental, level, and how fast it dies beside the fundamental.
    struct Partial {
        var ratio: Double
        var decibels: Double
        /// dB per second faster than the first partial; negative is slower.
        var fasterDecay: Double
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

    /// - Returns: the sample with its peak at `peak`, ready for the font.
    func sample(name: String, key: Int, sampleRate: Int, peak: Double = 0.8, random: inout RandomStream)
        -> SoundFontDesign.Sample
    {
        let rate = Double(sampleRate)
        let wanted = KitMath.hertz(Double(key))
        // As many whole periods as come closest to whole frames; the rest is written as a correction of the pitch.
        let periods = max(1, Int((loop * wanted).rounded()))
        let loopFrames = Int((Double(periods) * rate / wanted).rounded())
        let fundamental = Double(periods) * rate / Double(loopFrames)
        let cents = 1200 * KitMath.log2(wanted / fundamental)
        let headFrames = Int(head * rate)
        let count = headFrames + loopFrames
        var samples = [Double](repeating: 0, count: count)
        for partial in partials {
            // A multiple of the loop's own rate, so that the loop closes without a seam.
            let cycles = (partial.ratio * Double(periods)).rounded()
            let turnsPerFrame = cycles / Double(loopFrames)
            guard turnsPerFrame > 0, turnsPerFrame < 0.45 else { continue }
            let fall = KitMath.amplitude(-partial.fasterDecay / rate)
            var level = KitMath.amplitude(partial.decibels)
            var (c, s) = (KitMath.cosine(0), 0.0)
            let phase = random.unit() * 0.1
            (c, s) = (KitMath.cosine(phase), KitMath.sine(phase))
            let (stepC, stepS) = (KitMath.cosine(turnsPerFrame), KitMath.sine(turnsPerFrame))
            for frame in 0..<count {
                samples[frame] += s * level
                (c, s) = (c * stepC - s * stepS, c * stepS + s * stepC)
                if frame < headFrames { level *= fall }
            }
        }
        addBreath(&samples, headFrames: headFrames, rate: rate, random: &random)
        let rise = max(1, Int(attack * rate))
        for frame in 0..<min(rise, count) {
            let x = Double(frame) / Double(rise)
            samples[frame] *= 0.5 - 0.5 * KitMath.cosine(x / 2)
        }
        addStrike(&samples, until: headFrames, rate: rate, random: &random)
        let highest = samples.map { abs($0) }.max() ?? 1
        return SoundFontDesign.Sample(
            name: name, samples: samples.map { $0 / highest * peak }, sampleRate: sampleRate, rootKey: key,
            correctionCents: Int(cents.rounded()), loop: headFrames..<count)
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
