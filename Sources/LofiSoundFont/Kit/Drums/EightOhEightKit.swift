extension DrumKits {
    /// The TR-808, whose hits are all alike: ringing oscillators, six square waves for all metal, and noise (K. Werner,
    /// J. Abel and J. Smith, "A physically-informed, circuit-bendable, digital model of the Roland TR-808 bass drum
    /// circuit", DAFx 2014).
    static let eightOhEight: [KitVoice] = [
        KitVoice(
            keys: [36, 35],
            sound: DrumSound(
                skins: [.init(startHz: 130, endHz: 49.5, fallSeconds: 0.02, decaySeconds: 0.28, riseSeconds: 0.002)],
                click: -24, seconds: 1.2, sampleRate: 16000)),
        KitVoice(
            keys: [38, 40],
            sound: DrumSound(
                skins: [
                    .init(startHz: 245, endHz: 185, fallSeconds: 0.015, decaySeconds: 0.05),
                    .init(startHz: 360, endHz: 330, fallSeconds: 0.015, decibels: -6, decaySeconds: 0.03),
                ], noises: [.init(lowHz: 1800, highHz: 8000, decibels: -12, decaySeconds: 0.07)], seconds: 0.4)),
        KitVoice(
            keys: [42, 44, 22],
            sound: DrumSound(
                noises: [.init(lowHz: 7000, highHz: 12000, decibels: -20, decaySeconds: 0.02)],
                metal: .init(decibels: 0, decaySeconds: 0.025), seconds: 0.2, sampleRate: 32000),
            exclusive: 1, peak: 0.5),
        KitVoice(
            keys: [46, 26],
            sound: DrumSound(
                noises: [.init(lowHz: 7000, highHz: 12000, decibels: -20, decaySeconds: 0.15)],
                metal: .init(decibels: 0, decaySeconds: 0.14), seconds: 0.7, sampleRate: 32000), exclusive: 1,
            peak: 0.5),
        KitVoice(
            keys: [51, 59],
            sound: DrumSound(
                noises: [.init(lowHz: 5000, highHz: 10000, decibels: -18, decaySeconds: 0.3)],
                metal: .init(decibels: 0, decaySeconds: 0.3), seconds: 0.95), peak: 0.45),
        KitVoice(
            keys: [37, 31],
            sound: DrumSound(
                skins: [
                    .init(startHz: 1700, endHz: 1667, fallSeconds: 0.004, decaySeconds: 0.008),
                    .init(startHz: 455, endHz: 455, fallSeconds: 0.004, decibels: -3, decaySeconds: 0.01),
                ], click: -10, seconds: 0.1), peak: 0.6),
        KitVoice(
            keys: [39, 28],
            sound: DrumSound(
                noises: [.init(lowHz: 700, highHz: 1800, decibels: 0, decaySeconds: 0.07, hands: 4)], seconds: 0.4,
                sampleRate: 16000),
            peak: 0.7),
        tom([41, 43], 90), tom([45, 47], 130), tom([48, 50, 58], 180), cowbell([56], 540),
    ]

    private static func tom(_ keys: [Int], _ hertz: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [.init(startHz: hertz * 1.4, endHz: hertz, fallSeconds: 0.04, decaySeconds: 0.16)],
                noises: [.init(lowHz: 300, highHz: 1500, decibels: -32, decaySeconds: 0.1)], click: -30,
                seconds: 0.7, sampleRate: 16000))
    }
}
