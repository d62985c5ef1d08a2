extension DrumSound {
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

        /// Returns the lowest modes of a circular membrane struck off its centre.
        ///
        /// Frequencies 1, 1.59, 2.14, 2.30, 2.65, 2.92, 3.16 and 3.50 of the lowest, zeros of Bessel functions (Rossing,
        /// "Science of Percussion Instruments", 2000); high modes die sooner.
        ///
        /// - Parameters:
        ///   - tilt: level of each mode relative to the one below, in dB.
        ///   - decaySeconds: of the lowest mode.
        static func membrane(
            hertz: Double, decibels: Double, tilt: Double, decaySeconds: Double, stretch: Double = 1.06,
            fallSeconds: Double = 0.012, riseSeconds: Double = 0.001
        ) -> [Skin] {
            [1, 1.594, 2.136, 2.296, 2.653, 2.918, 3.156, 3.501].enumerated().map { mode, ratio in
                Skin(
                    startHz: hertz * ratio * stretch, endHz: hertz * ratio, fallSeconds: fallSeconds,
                    decibels: decibels + tilt * Double(mode), decaySeconds: decaySeconds / ratio,
                    riseSeconds: riseSeconds / ratio)
            }
        }

        func add(to sound: inout StereoSound) {
            let level = KitMath.amplitude(decibels)
            let keepFall = KitMath.exponential(-1 / (fallSeconds * sound.rate))
            let keepRise = KitMath.exponential(-1 / (riseSeconds * sound.rate))
            var (fall, rise, phase) = (startHz - endHz, 1.0, 0.0)
            for frame in sound.mid.indices {
                phase += (endHz + fall) / sound.rate
                sound.mid[frame] +=
                    KitMath.sine(phase) * level * decay.level(Double(frame) / sound.rate / decaySeconds) * (1 - rise)
                fall *= keepFall
                rise *= keepRise
            }
        }
    }
}
