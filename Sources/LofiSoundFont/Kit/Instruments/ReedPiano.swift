import LofiPlugin

extension PitchedInstrument {
    /// A Wurlitzer: a reed with even partials, more bark at high velocity and a faster decay.
    static let reedPiano = PitchedInstrument(
        roots: stride(from: 33, through: 88, by: 5),
        layers: zip([0...55, 56...92, 93...127], [-16.0, -9, -1]).map { velocities, bark in
            Layer(velocities) { key, random in reed(key, bark: bark, &random) }
        },
        envelope: Envelope(decay: 9, perOctave: 1.4, release: 0.12),
        release: ReleaseNoise(peak: 0.02, lowHertz: 200, highHertz: 1200, seconds: 0.2))

    private static func reed(_ key: Int, bark: Double, _ random: inout RandomStream) -> Tone {
        let high = max(0, min(1, Double(key - 45) / 30)) * (0.1 - 0.7 * bark)
        let levels = [
            0, bark - high, bark - 6 - high, bark - 11 - high, bark - 15 - 2 * high, bark - 20 - 2 * high,
            bark - 26 - 2 * high, bark - 30 - 2 * high,
        ].map { $0 == 0 ? 0 : $0 + random.uniform(-1...1) }
        return Tone(
            partials: Tone.partials(levels, decay: [9, 15, 18, 21, 25, 29, 33, 37]), head: 0.5, loop: 0.03,
            attack: 0.004, onset: [OnsetNoise(decibels: -30, lowHertz: 200, highHertz: 1800, seconds: 0.01)])
    }
}
