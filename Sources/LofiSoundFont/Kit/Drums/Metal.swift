import LofiPlugin

extension DrumSound {
    /// Six square-wave tones at the frequencies of the TR-808's oscillators, band-passed.
    struct Metal: Sendable {
        var decibels: Double
        var decaySeconds: Double
        /// Phase difference of the channels, 0…1: how a machine sounds that is doubled or chorused.
        var width = 0.0

        func add(to sound: inout StereoSound, _ random: inout RandomStream) {
            let level = 0.16 * KitMath.amplitude(decibels)
            let keep = KitMath.exponential(-1 / (sound.rate * decaySeconds))
            for hertz in [205.3, 304.4, 369.6, 522.7, 540.0, 800.0] {
                for harmonic in stride(from: 9.0, through: 35, by: 2) {
                    let partial = hertz * harmonic
                    // Only what the band-pass at 7 to 10 kHz would leave.
                    guard partial > 5500, partial < min(14000, 0.42 * sound.rate) else { continue }
                    let turn = 0.25 * width * random.uniform(-1...1)
                    let (middle, quadrature) = (KitMath.cosine(turn), KitMath.sine(turn))
                    var fall = level
                    for frame in sound.mid.indices {
                        let phase = partial / sound.rate * Double(frame)
                        sound.mid[frame] += KitMath.sine(phase) * middle * fall
                        if width > 0 { sound.side[frame] += KitMath.cosine(phase) * quadrature * fall }
                        fall *= keep
                    }
                }
            }
        }
    }
}
