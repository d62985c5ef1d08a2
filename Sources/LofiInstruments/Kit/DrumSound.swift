import LofiCore

/// A struck sound: a body whose pitch falls, a click, metal, and noise.
struct DrumSound {
    /// Frequency at the stroke, in the end, and how fast it gets there: f = end + (start - end) e^(-t/τ).
    var body: (start: Double, end: Double, seconds: Double)?
    /// Seconds in which the body falls to 1/e.
    var bodyDecay = 0.1
    /// dB against the body.
    var click: Double?
    /// Level of six square-like tones at the ratios of the TR-808's cymbal.
    var metal = 0.0
    var noise: (level: Double, lowHertz: Double, highHertz: Double, seconds: Double)?
    var metalDecay: Double?
    /// Level of a cymbal's many modes.
    var bronze = 0.0
    /// A brush comes on slowly.
    var rise = 0.0
    /// Hands that clap one after another.
    var claps = 1
    var seconds: Double

    static let sampleRate = 32000

    init(
        body: (start: Double, end: Double, seconds: Double)? = nil, bodyDecay: Double = 0.1, click: Double? = nil,
        metal: Double = 0, noise: (level: Double, lowHertz: Double, highHertz: Double, seconds: Double)?,
        metalDecay: Double? = nil, bronze: Double = 0, rise: Double = 0, claps: Int = 1, seconds: Double
    ) {
        (self.body, self.bodyDecay, self.click, self.metal, self.noise) = (body, bodyDecay, click, metal, noise)
        (self.metalDecay, self.bronze, self.rise) = (metalDecay, bronze, rise)
        (self.claps, self.seconds) = (claps, seconds)
    }

    func sample(name: String, peak: Double, random: inout RandomStream) -> SoundFontDesign.Sample {
        let rate = Double(Self.sampleRate)
        let count = Int(seconds * rate)
        var samples = [Double](repeating: 0, count: count)
        addBody(&samples, rate)
        addNoise(&samples, rate, &random)
        addMetal(&samples, rate)
        addBronze(&samples, rate, &random)
        let attack = max(8, Int(rise * rate))
        for frame in 0..<min(attack, count) { samples[frame] *= Double(frame) / Double(attack) }
        addClick(&samples, rate, &random)
        // Down to nothing at the end, so that it does not stop with a click.
        let end = min(count, Int(0.02 * rate))
        for frame in 0..<end { samples[count - 1 - frame] *= Double(frame) / Double(end) }
        let highest = max(1e-9, samples.map { abs($0) }.max() ?? 1)
        return SoundFontDesign.Sample(
            name: name, samples: samples.map { $0 / highest * peak }, sampleRate: Self.sampleRate, rootKey: 60,
            correctionCents: 0, loop: nil)
    }

    private func addBody(_ samples: inout [Double], _ rate: Double) {
        guard let body else { return }
        var turns = 0.0
        for frame in samples.indices {
            let time = Double(frame) / rate
            let hertz = body.end + (body.start - body.end) * KitMath.exponential(-time / body.seconds)
            turns += hertz / rate
            samples[frame] += KitMath.sine(turns) * KitMath.exponential(-time / bodyDecay)
        }
    }

    private func addClick(_ samples: inout [Double], _ rate: Double, _ random: inout RandomStream) {
        guard let click else { return }
        var previous = 0.0
        for frame in 0..<min(samples.count, Int(0.006 * rate)) {
            let white = random.uniform(-1...1)
            // The difference of neighbours is bright.
            samples[frame] +=
                (white - previous) * KitMath.amplitude(click) * KitMath.exponential(-Double(frame) / (0.0015 * rate))
            previous = white
        }
    }

    private func addNoise(_ samples: inout [Double], _ rate: Double, _ random: inout RandomStream) {
        guard let noise else { return }
        let keepLow = KitMath.exponential(-6.283185307179586 * noise.lowHertz / rate)
        let keepHigh = KitMath.exponential(-6.283185307179586 * min(noise.highHertz, 0.4 * rate) / rate)
        var (low1, low2, high1, high2) = (0.0, 0.0, 0.0, 0.0)
        for frame in samples.indices {
            let white = random.uniform(-1...1)
            low1 += (white - low1) * (1 - keepLow)
            let above = white - low1
            low2 += (above - low2) * (1 - keepLow)
            let band = above - low2
            high1 += (band - high1) * (1 - keepHigh)
            high2 += (high1 - high2) * (1 - keepHigh)
            samples[frame] += high2 * noise.level * 1.6 * envelope(Double(frame) / rate, noise.seconds)
        }
    }

    /// Each hand dies fast; the last leaves the tail.
    private func envelope(_ time: Double, _ decay: Double) -> Double {
        guard claps > 1 else { return KitMath.exponential(-time / decay) }
        let spacing = 0.011
        let hand = min(claps - 1, Int(time / spacing))
        let since = time - Double(hand) * spacing
        return KitMath.exponential(-since / (hand == claps - 1 ? decay : 0.006))
    }

    private func addMetal(_ samples: inout [Double], _ rate: Double) {
        guard metal > 0 else { return }
        let decay = metalDecay ?? noise?.seconds ?? 0.1
        // The TR-808's oscillators, Hz, an octave and more up, as partials 1 and 3 of squares.
        for hertz in [205.3, 304.4, 369.6, 522.7, 540.0, 800.0] {
            for (harmonic, level) in [(13.0, 0.5), (17.0, 0.4), (21.0, 0.3)] {
                let turnsPerFrame = hertz * harmonic / rate
                guard turnsPerFrame < 0.42, hertz * harmonic > 3500 else { continue }
                for frame in samples.indices {
                    samples[frame] +=
                        KitMath.sine(turnsPerFrame * Double(frame)) * level * metal * 0.16
                        * KitMath.exponential(-Double(frame) / rate / decay)
                }
            }
        }
    }

    /// A thin plate has its modes ever closer; a cymbal's are too many to be heard as notes (T. Rossing, "Science of
    /// Percussion Instruments", 2000). The high ones are gone first, and leave the wash.
    private func addBronze(_ samples: inout [Double], _ rate: Double, _ random: inout RandomStream) {
        guard bronze > 0 else { return }
        let decay = noise?.seconds ?? 0.3
        for mode in 0..<96 {
            // From 350 Hz to 11 kHz by equal steps of pitch, each off by up to half a step.
            let step = (Double(mode) + random.uniform(-0.5...0.5)) / 96
            let hertz = 350 * KitMath.exponential(step * 3.448)
            let level = random.uniform(0.3...1) * (hertz < 2500 ? 0.35 : 1) * bronze * 0.09
            let fall = decay * random.uniform(0.6...1.4) * (hertz > 6000 ? 0.5 : 1)
            let phase = random.unit()
            for frame in samples.indices {
                samples[frame] +=
                    KitMath.sine(phase + hertz / rate * Double(frame)) * level
                    * KitMath.exponential(-Double(frame) / rate / fall)
            }
        }
    }
}
