import LofiPlugin

extension DrumSound {
    /// A band of noise; its level is its RMS relative to a head's peak at 0 dB.
    struct Noise: Sendable {
        var lowHz: Double
        var highHz: Double
        /// Corner of a steep low-pass, 24 dB per octave, on top of the gentle one at `highHz`; 0 = none.
        var ceilingHz = 0.0
        var decibels: Double
        /// Seconds to decay to 1/e.
        var decaySeconds: Double
        /// Time constant of the attack; 0 = immediate.
        var riseSeconds = 0.0
        /// Seconds in which the upper corner falls by an octave, as high frequencies die first; 0 = it stays.
        var darkeningSeconds = 0.0
        /// Seconds until it begins.
        var delaySeconds = 0.0
        /// Contacts per second of bristles or wires; 0 = continuous noise.
        var contacts = 0.0
        /// Frequency of the head whose motion lets wires rattle, once a period; 0 = steady.
        var rattleHz = 0.0
        /// Level of the difference of the channels relative to their sum, above 1.5 kHz; 1 = independent channels.
        var width = 0.0
        /// -1 = left … 1 = right.
        var position = 0.0
        /// Level change of the softest hit relative to the heads, in dB.
        var softDecibels = -5.0

        func add(to sound: inout StereoSound, _ random: inout RandomStream) {
            let start = Int(delaySeconds * sound.rate)
            guard start < sound.mid.count else { return }
            let count = sound.mid.count - start
            let mid = band(from: lowHz, count, sound.rate, &random)
            let side = width > 0 ? band(from: max(lowHz, 1500), count, sound.rate, &random) : []
            let level = KitMath.amplitude(decibels)
            let keepRise = riseSeconds > 0 ? KitMath.exponential(-1 / (riseSeconds * sound.rate)) : 0
            let keepFall = KitMath.exponential(-1 / (decaySeconds * sound.rate))
            var (rise, fall) = (keepRise, level)
            for frame in 0..<count {
                var envelope = fall * (1 - rise)
                if rattleHz > 0 {
                    let motion = max(0, KitMath.sine(rattleHz * Double(frame) / sound.rate))
                    envelope *= 0.5 + 1.5 * motion * motion
                }
                sound.mid[start + frame] += envelope * mid[frame]
                if width > 0 { sound.side[start + frame] += envelope * width * side[frame] }
                sound.side[start + frame] -= envelope * position * mid[frame]
                rise *= keepRise
                fall *= keepFall
            }
        }

        /// Returns noise of RMS 1 without an envelope.
        private func band(
            from lowHz: Double, _ count: Int, _ rate: Double, _ random: inout RandomStream
        ) -> [Double] {
            let chance = contacts / rate
            var band = (0..<count).map { _ in
                contacts == 0 ? random.uniform(-1...1) : random.chance(chance) ? random.normal() : 0
            }
            StereoSound.highPass(&band, hertz: lowHz, poles: 4, rate: rate)
            StereoSound.lowPass(&band, hertz: highHz, poles: 4, rate: rate)
            if ceilingHz > 0 { StereoSound.steepLowPass(&band, hertz: ceilingHz, rate: rate) }
            let power = band.reduce(0) { $0 + $1 * $1 } / Double(max(1, count))
            let level = power > 0 ? 1 / power.squareRoot() : 0
            band = band.map { $0 * level }
            if darkeningSeconds > 0 { darken(&band, rate) }
            return band
        }

        /// Two poles that close with time.
        private func darken(_ band: inout [Double], _ rate: Double) {
            var (first, second, keep) = (0.0, 0.0, 0.0)
            for frame in band.indices {
                if frame % 32 == 0 {
                    let octaves = Double(frame) / rate / darkeningSeconds
                    let corner = highHz / 0.644 * KitMath.exponential(-0.6931 * octaves)
                    keep = KitMath.exponential(-6.283185307179586 * min(0.5, corner / rate))
                }
                first += (band[frame] - first) * (1 - keep)
                second += (first - second) * (1 - keep)
                band[frame] = second
            }
        }
    }
}
