import LofiPlugin

extension DrumSound {
    /// The modes of a thin plate: as many in each band of equal width, too many to be heard as pitches (Rossing, "Science of
    /// Percussion Instruments", 2000).
    ///
    /// A stroke excites the low modes; nonlinear coupling hands their energy up within some ten milliseconds. High modes
    /// die first. Levels and decays vary widely from mode to mode, phases and levels from microphone to microphone.
    struct Cymbal: Sendable {
        /// A mode that stands out, such as those of a bell.
        struct Ring: Sendable {
            let hertz: Double
            /// Level relative to the RMS of all others.
            let decibels: Double
            /// Seconds to decay to 1/e.
            let decaySeconds: Double
        }

        var lowHz: Double
        /// Corner above which levels fall by 18 dB per octave.
        var highHz: Double
        /// RMS relative to a head's peak.
        var decibels: Double
        /// Seconds to decay to 1/e at 2 kHz.
        var decaySeconds: Double
        /// Factor of the decay per octave.
        var damping = 0.8
        /// Slope of the levels in dB per octave, on top of as much power in each hertz.
        var tilt = 0.0
        /// Standard deviation of the modes' levels in dB.
        var unevenness = 5.5
        /// Time constant of the attack at the highest mode; lower modes speak sooner.
        var buildSeconds = 0.0
        /// Difference of the channels, 0…1; about -4 dB of their sum at 0.65.
        var width = 0.65
        /// Mean distance of neighbouring modes.
        var spacingHz = 16.0
        var rings: [Ring] = []

        func add(to sound: inout StereoSound, _ random: inout RandomStream) {
            // Five octaves beyond the corner, nothing is left.
            let top = min(0.46 * sound.rate, 8 * highHz)
            var modes: [Mode] = []
            for number in 0..<max(0, Int((top - lowHz) / spacingHz)) {
                let hertz = lowHz + (Double(number) + random.unit()) * spacingHz
                let octaves = KitMath.log2(hertz / 2000)
                let beyond = max(0, KitMath.log2(hertz / highHz))
                modes.append(
                    Mode(
                        hertz: hertz,
                        level: KitMath.amplitude(tilt * octaves - 18 * beyond + unevenness * random.normal()),
                        decaySeconds: decaySeconds
                            * KitMath.exponential(octaves * KitMath.log2(damping) * 0.6931 + 0.3 * random.normal()),
                        riseSeconds: buildSeconds * min(1, hertz / highHz)))
            }
            let power = modes.reduce(0) { $0 + 0.5 * $1.level * $1.level }
            let scale = KitMath.amplitude(decibels) / max(1e-9, power).squareRoot()
            for index in modes.indices { modes[index].level *= scale }
            modes += rings.map {
                Mode(
                    hertz: $0.hertz, level: 1.414 * KitMath.amplitude(decibels + $0.decibels),
                    decaySeconds: $0.decaySeconds, riseSeconds: 0)
            }
            for start in stride(from: 0, to: modes.count, by: 8) {
                Self.add(modes[start..<min(modes.count, start + 8)], width: width, to: &sound, &random)
            }
        }

        private struct Mode {
            let hertz: Double
            var level: Double
            let decaySeconds: Double
            let riseSeconds: Double
        }

        /// Adds up to eight modes at once.
        private static func add(
            _ modes: ArraySlice<Mode>, width: Double, to sound: inout StereoSound, _ random: inout RandomStream
        ) {
            typealias Eight = SIMD8<Double>
            var (c, s, stepC, stepS) = (Eight.zero, Eight.zero, Eight.zero, Eight.zero)
            var (fall, keepFall, rise, keepRise) = (Eight.zero, Eight.zero, Eight.zero, Eight.zero)
            var (middle, quadrature, difference) = (Eight.zero, Eight.zero, Eight.zero)
            for (lane, mode) in modes.enumerated() {
                let phase = random.unit()
                (c[lane], s[lane]) = (KitMath.cosine(phase), KitMath.sine(phase))
                (stepC[lane], stepS[lane]) = (
                    KitMath.cosine(mode.hertz / sound.rate), KitMath.sine(mode.hertz / sound.rate)
                )
                fall[lane] = mode.level
                keepFall[lane] = KitMath.exponential(-1 / (sound.rate * mode.decaySeconds))
                rise[lane] = mode.riseSeconds > 0 ? 1 : 0
                keepRise[lane] =
                    mode.riseSeconds > 0 ? KitMath.exponential(-1 / (sound.rate * mode.riseSeconds)) : 0
                let spread = width * min(1, mode.hertz / 2000)
                let turn = 0.25 * spread * random.uniform(-1...1)
                middle[lane] = KitMath.cosine(turn)
                quadrature[lane] = KitMath.sine(turn)
                difference[lane] = 0.4 * spread * random.uniform(-1...1)
            }
            for frame in sound.mid.indices {
                let level = fall * (1 - rise)
                sound.mid[frame] += (s * middle * level).sum()
                sound.side[frame] += ((c * quadrature + s * difference) * level).sum()
                (c, s) = (c * stepC - s * stepS, c * stepS + s * stepC)
                fall *= keepFall
                rise *= keepRise
            }
        }
    }
}
