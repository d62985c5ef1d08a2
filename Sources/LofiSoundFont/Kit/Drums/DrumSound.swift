import LofiDSP
import LofiPlugin

/// A synthesised drum sound: drum heads with falling pitch, a click, noise, metal, the many modes of a cymbal.
struct DrumSound: Sendable {
    /// A drum head or oscillator: f = end + (start - end) e^(-t/τ).
    struct Skin: Sendable {
        /// Shape of the decay. The rounder, the longer it stays loud before it dies, as if compressed.
        enum Decay: Sendable {
            case exponential, round, gated

            /// Returns the level at a time in units of the decay.
            func level(_ x: Double) -> Double {
                switch self {
                case .exponential: KitMath.exponential(-x)
                case .round: KitMath.exponential(-x * x.squareRoot())
                case .gated: KitMath.exponential(-x * x)
                }
            }
        }

        var startHz: Double
        var endHz: Double
        /// Time constant of the pitch drop.
        var fallSeconds: Double
        /// Level relative to a head's peak.
        var decibels = 0.0
        /// Seconds to decay to 1/e.
        var decaySeconds: Double
        var decay = Decay.exponential
        /// Time constant of the attack.
        var riseSeconds = 0.001
    }

    /// A band of noise; its level is its RMS relative to a head's peak at 0 dB.
    struct Noise: Sendable {
        var lowHz: Double
        var highHz: Double
        var decibels: Double
        /// Seconds to decay to 1/e.
        var decaySeconds: Double
        /// Time constant of the attack; 0 = immediate.
        var riseSeconds = 0.0
        /// Number of hands clapping, 11 ms apart.
        var hands = 1
    }

    /// Six square-wave tones at the frequencies of the TR-808's oscillators, high-pass filtered.
    struct Metal: Sendable {
        var decibels: Double
        var decaySeconds: Double
    }

    /// The modes of a thin plate get ever denser; a cymbal has too many to be heard as pitches (T. Rossing, "Science of
    /// Percussion Instruments", 2000). High modes die first.
    struct Plate: Sendable {
        var lowHz: Double
        var highHz: Double
        var decibels: Double
        var decaySeconds: Double
        /// Slope of the mode levels in dB per octave.
        var tilt = 0.0
    }

    var skins: [Skin] = []
    var noises: [Noise] = []
    /// Level of the beater or stick in dB relative to a head's peak; nil for none.
    var click: Double?
    var metal: Metal?
    var plate: Plate?
    /// Length of the sample.
    var seconds: Double
    var sampleRate = 32000

    /// The same drum hit softly: a duller stick, a less stretched head, less noise; dull enough for a lower sample
    /// rate.
    var soft: DrumSound {
        var soft = self
        soft.sampleRate = sampleRate * 7 / 10
        soft.seconds *= 0.85
        soft.click = click.map { $0 - 10 }
        for index in soft.skins.indices {
            soft.skins[index].startHz = skins[index].endHz + 0.55 * (skins[index].startHz - skins[index].endHz)
            soft.skins[index].decaySeconds *= 0.9
            soft.skins[index].riseSeconds *= 1.5
        }
        for index in soft.noises.indices {
            soft.noises[index].highHz *= 0.7
            soft.noises[index].decaySeconds *= 0.85
            if !skins.isEmpty { soft.noises[index].decibels -= 4 }
        }
        soft.plate?.tilt -= 3
        return soft
    }

    /// Returns another hit by the same hand, with slightly different parameters.
    func again(_ random: inout RandomStream) -> DrumSound {
        var other = self
        for index in other.skins.indices {
            let stretch = random.uniform(0.992...1.008)
            other.skins[index].startHz *= stretch * random.uniform(0.97...1.03)
            other.skins[index].endHz *= stretch
            other.skins[index].decaySeconds *= random.uniform(0.95...1.05)
        }
        for index in other.noises.indices {
            other.noises[index].highHz *= random.uniform(0.95...1.05)
            other.noises[index].decaySeconds *= random.uniform(0.93...1.07)
        }
        return other
    }

    /// Renders the sound, normalised to `peak`.
    func sample(name: String, peak: Double, random: inout RandomStream) -> SoundFontDesign.Sample {
        let count = Int(seconds * Double(sampleRate))
        var samples = [Double](repeating: 0, count: count)
        for skin in skins { add(skin, to: &samples) }
        for noise in noises { add(noise, to: &samples, &random) }
        if let metal { add(metal, to: &samples) }
        if let plate { add(plate, to: &samples, &random) }
        if let click { addClick(click, to: &samples, &random) }
        for frame in 0..<min(8, count) { samples[frame] *= Double(frame) / 8 }
        // Fade out, so that the sample does not end with a click.
        let end = min(count, sampleRate / 25)
        for frame in 0..<end { samples[count - 1 - frame] *= Double(frame) / Double(end) }
        var sample = SoundFontDesign.Sample(
            name: name, samples: samples, sampleRate: sampleRate, rootKey: 60, correctionCents: 0, loop: nil)
        sample.normalise(peak: peak)
        return sample
    }

    private func add(_ skin: Skin, to samples: inout [Double]) {
        let rate = Double(sampleRate)
        let level = KitMath.amplitude(skin.decibels)
        var phase = 0.0
        for frame in samples.indices {
            let time = Double(frame) / rate
            phase += (skin.endHz + (skin.startHz - skin.endHz) * KitMath.exponential(-time / skin.fallSeconds)) / rate
            samples[frame] +=
                KitMath.sine(phase) * level * skin.decay.level(time / skin.decaySeconds)
                * (1 - KitMath.exponential(-time / skin.riseSeconds))
        }
    }

    private func add(_ noise: Noise, to samples: inout [Double], _ random: inout RandomStream) {
        let rate = Double(sampleRate)
        // Four poles on either side; together they are 3 dB down where one alone is √(2^(1/4) - 1) of its corner away.
        let keepLow = KitMath.exponential(-6.283185307179586 * noise.lowHz * 0.435 / rate)
        let keepHigh = KitMath.exponential(-6.283185307179586 * min(noise.highHz / 0.435, 0.5 * rate) / rate)
        var lows = SIMD4<Double>.zero
        var highs = SIMD4<Double>.zero
        var band = [Double](repeating: 0, count: samples.count)
        for frame in samples.indices {
            var signal = random.uniform(-1...1)
            for pole in 0..<4 {
                lows[pole] += (signal - lows[pole]) * (1 - keepLow)
                signal -= lows[pole]
            }
            for pole in 0..<4 {
                highs[pole] += (signal - highs[pole]) * (1 - keepHigh)
                signal = highs[pole]
            }
            band[frame] = signal
        }
        let power = band.reduce(0) { $0 + $1 * $1 } / Double(band.count)
        let level = KitMath.amplitude(noise.decibels) / power.squareRoot()
        for frame in samples.indices {
            let time = Double(frame) / rate
            let rise = noise.riseSeconds > 0 ? 1 - KitMath.exponential(-time / noise.riseSeconds) : 1
            samples[frame] += band[frame] * level * rise * fall(noise, time)
        }
    }

    /// Returns the decay at `time`: each clap dies fast, the last one leaves the tail.
    private func fall(_ noise: Noise, _ time: Double) -> Double {
        let hand = min(noise.hands - 1, Int(time / 0.011))
        let since = time - Double(hand) * 0.011
        return KitMath.exponential(-since / (hand == noise.hands - 1 ? noise.decaySeconds : 0.006))
    }

    private func addClick(_ decibels: Double, to samples: inout [Double], _ random: inout RandomStream) {
        var previous = 0.0
        for frame in 0..<min(samples.count, Int(0.006 * Double(sampleRate))) {
            let white = random.uniform(-1...1)
            // The difference of neighbouring samples is bright.
            samples[frame] +=
                (white - previous) * KitMath.amplitude(decibels)
                * KitMath.exponential(-Double(frame) / (0.0015 * Double(sampleRate)))
            previous = white
        }
    }

    private func add(_ metal: Metal, to samples: inout [Double]) {
        let rate = Double(sampleRate)
        let level = KitMath.amplitude(metal.decibels)
        for hertz in [205.3, 304.4, 369.6, 522.7, 540.0, 800.0] {
            for harmonic in stride(from: 9.0, through: 35, by: 2) {
                let partial = hertz * harmonic
                // Only what the band-pass at 7 to 10 kHz would leave.
                guard partial > 5500, partial < min(14000, 0.42 * rate) else { continue }
                for frame in samples.indices {
                    samples[frame] +=
                        KitMath.sine(partial / rate * Double(frame)) * level * 0.16
                        * KitMath.exponential(-Double(frame) / rate / metal.decaySeconds)
                }
            }
        }
    }

    private func add(_ plate: Plate, to samples: inout [Double], _ random: inout RandomStream) {
        let rate = Double(sampleRate)
        let octaves = KitMath.log2(plate.highHz / plate.lowHz)
        for mode in 0..<96 {
            // Evenly spaced in pitch, each off by up to half a step.
            let octave = (Double(mode) + random.uniform(-0.5...0.5)) / 96 * octaves
            let hertz = plate.lowHz * KitMath.exponential(octave * 0.6931471805599453)
            let level =
                random.uniform(0.3...1) * KitMath.amplitude(plate.decibels + plate.tilt * (octave - octaves)) * 0.15
            let fall = plate.decaySeconds * random.uniform(0.6...1.4) * (hertz > 6000 ? 0.6 : 1)
            let (stepC, stepS) = (KitMath.cosine(hertz / rate), KitMath.sine(hertz / rate))
            let phase = random.unit()
            var (c, s) = (KitMath.cosine(phase) * level, KitMath.sine(phase) * level)
            let keep = KitMath.exponential(-1 / (rate * fall))
            for frame in samples.indices {
                samples[frame] += s
                (c, s) = ((c * stepC - s * stepS) * keep, (c * stepS + s * stepC) * keep)
            }
        }
    }
}
