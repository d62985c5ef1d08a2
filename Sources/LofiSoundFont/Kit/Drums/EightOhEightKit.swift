extension DrumKits {
    /// The TR-808, whose hits are all alike: ringing oscillators, six square waves for all metal, and noise (K. Werner,
    /// J. Abel and J. Smith, "A physically-informed, circuit-bendable, digital model of the Roland TR-808 bass drum
    /// circuit", DAFx 2014).
    static let eightOhEight: [KitVoice] = [
        KitVoice(
            keys: [36, 35],
            sound: DrumSound(
                skins: [.init(startHz: 130, endHz: 49.5, fallSeconds: 0.02, decaySeconds: 0.28, riseSeconds: 0.002)],
                click: -24, seconds: 1.2, sampleRate: 16000), power: -8.6),
        KitVoice(
            keys: [38, 40],
            sound: DrumSound(
                skins: [
                    .init(startHz: 245, endHz: 185, fallSeconds: 0.015, decaySeconds: 0.05),
                    .init(startHz: 360, endHz: 330, fallSeconds: 0.015, decibels: -6, decaySeconds: 0.03),
                ],
                noises: [
                    .init(lowHz: 1800, highHz: 9000, decibels: -12, decaySeconds: 0.07, width: 0.5, softDecibels: -2)
                ],
                seconds: 0.4), power: -19.3),
        KitVoice(
            keys: [42, 44, 22],
            sound: DrumSound(
                noises: [.init(lowHz: 7000, highHz: 15000, decibels: -14, decaySeconds: 0.02, width: 0.5)],
                metal: .init(decibels: 0, decaySeconds: 0.025, width: 0.5), position: 0.2, seconds: 0.2,
                sampleRate: 36000),
            exclusive: 1, power: -28.6),
        KitVoice(
            keys: [46, 26],
            sound: DrumSound(
                noises: [.init(lowHz: 7000, highHz: 15000, decibels: -14, decaySeconds: 0.15, width: 0.5)],
                metal: .init(decibels: 0, decaySeconds: 0.14, width: 0.5), position: 0.2, seconds: 0.7,
                sampleRate: 36000),
            exclusive: 1, power: -23),
        KitVoice(
            keys: [51, 59],
            sound: DrumSound(
                noises: [.init(lowHz: 5000, highHz: 13000, decibels: -10, decaySeconds: 0.3, width: 0.5)],
                metal: .init(decibels: 0, decaySeconds: 0.3, width: 0.5), position: -0.2, seconds: 0.95), power: -22),
        KitVoice(
            keys: [37, 31],
            sound: DrumSound(
                skins: [
                    .init(startHz: 1700, endHz: 1667, fallSeconds: 0.004, decaySeconds: 0.008),
                    .init(startHz: 455, endHz: 455, fallSeconds: 0.004, decibels: -3, decaySeconds: 0.01),
                ], click: -10, position: -0.1, seconds: 0.1), power: -26.2),
        KitVoice(
            keys: [39, 28],
            sound: DrumSound(
                noises: [
                    clap(after: 0), clap(after: 0.011), clap(after: 0.022), clap(after: 0.033, decaySeconds: 0.07),
                ], seconds: 0.4, sampleRate: 22050), power: -19.5),
        tom([41, 43], 90), tom([45, 47], 130), tom([48, 50, 58], 180), cowbell([56], 540),
    ]

    /// One of the bursts that the 808's clap repeats; the last one leaves the tail.
    private static func clap(after delay: Double, decaySeconds: Double = 0.006) -> DrumSound.Noise {
        .init(
            lowHz: 700, highHz: 1800, decibels: 0, decaySeconds: decaySeconds, delaySeconds: delay, width: 0.5)
    }

    private static func tom(_ keys: [Int], _ hertz: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [.init(startHz: hertz * 1.4, endHz: hertz, fallSeconds: 0.04, decaySeconds: 0.16)],
                noises: [.init(lowHz: 300, highHz: 1500, decibels: -32, decaySeconds: 0.1)], click: -30,
                seconds: 0.7, sampleRate: 16000), power: -10.8)
    }
}
