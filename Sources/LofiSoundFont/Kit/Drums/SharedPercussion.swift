extension DrumKits {
    /// Toms, cymbals and small percussion for kits without their own; stored in the file once.
    static let shared: [KitVoice] = [
        KitVoice(
            keys: [37, 31],
            sound: DrumSound(
                skins: [
                    .init(startHz: 1750, endHz: 1650, fallSeconds: 0.004, decaySeconds: 0.012),
                    .init(startHz: 520, endHz: 500, fallSeconds: 0.01, decibels: -8, decaySeconds: 0.03),
                ], noises: [.init(lowHz: 1500, highHz: 5000, decibels: -16, decaySeconds: 0.01)], click: -12,
                seconds: 0.18), peak: 0.6),
        KitVoice(
            keys: [39, 28],
            sound: DrumSound(
                noises: [.init(lowHz: 800, highHz: 3200, decibels: 0, decaySeconds: 0.05, hands: 3)], seconds: 0.35,
                sampleRate: 22050),
            peak: 0.7),
        tom([41, 43], 101, 0.24), tom([45, 47], 132, 0.18), tom([48, 50, 58], 168, 0.15),
        KitVoice(
            keys: [49, 57],
            sound: DrumSound(
                noises: [.init(lowHz: 3000, highHz: 9000, decibels: -8, decaySeconds: 0.4, riseSeconds: 0.003)],
                plate: .init(lowHz: 350, highHz: 11000, decibels: 0, decaySeconds: 0.5, tilt: 2), seconds: 1.25),
            peak: 0.5),
        // Splash or china: dies sooner.
        KitVoice(
            keys: [55, 52],
            sound: DrumSound(
                noises: [.init(lowHz: 3500, highHz: 9000, decibels: -6, decaySeconds: 0.15)],
                plate: .init(lowHz: 600, highHz: 11000, decibels: 0, decaySeconds: 0.2, tilt: 2), seconds: 0.7),
            peak: 0.5),
        // Ride bell.
        KitVoice(
            keys: [53],
            sound: DrumSound(
                skins: [
                    .init(startHz: 2310, endHz: 2310, fallSeconds: 1, decibels: -4, decaySeconds: 0.22),
                    .init(startHz: 3470, endHz: 3470, fallSeconds: 1, decibels: -7, decaySeconds: 0.15),
                ], click: -14, plate: .init(lowHz: 600, highHz: 9000, decibels: -4, decaySeconds: 0.3), seconds: 0.8,
                sampleRate: 22050),
            peak: 0.45),
        KitVoice(
            keys: [70, 69, 82, 71, 72, 73, 74, 29, 30],
            sound: DrumSound(
                noises: [.init(lowHz: 5000, highHz: 9500, decibels: 0, decaySeconds: 0.03, riseSeconds: 0.015)],
                seconds: 0.2), peak: 0.4, alternates: true),
        KitVoice(
            keys: [54, 83],
            sound: DrumSound(
                noises: [.init(lowHz: 5000, highHz: 10000, decibels: -4, decaySeconds: 0.05, riseSeconds: 0.002)],
                plate: .init(lowHz: 4000, highHz: 12000, decibels: 0, decaySeconds: 0.09), seconds: 0.35), peak: 0.4),
        cowbell([56], 545), cowbell([67, 34], 820), cowbell([68], 620),
        conga([60, 62, 78], 330, 0.03), conga([61, 63, 65, 79], 220, 0.09), conga([64, 66], 165, 0.11),
        conga([86, 87], 78, 0.2), block([76, 75, 85, 33, 27], 2500), block([77, 32], 1750),
        triangle([80], 0.03, seconds: 0.2), triangle([81, 84], 0.35, seconds: 0.9),
    ]

    /// T20 of 540, 380 and 310 ms as measured on three toms; the hit is 6 dB above the ring.
    private static func tom(_ keys: [Int], _ hertz: Double, _ decay: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: hertz * 1.4, endHz: hertz, fallSeconds: 0.02, decaySeconds: decay, riseSeconds: 0.002),
                    .init(
                        startHz: hertz * 1.4, endHz: hertz, fallSeconds: 0.02, decibels: 2, decaySeconds: 0.02,
                        riseSeconds: 0.002),
                    .init(
                        startHz: hertz * 2.1, endHz: hertz * 1.59, fallSeconds: 0.02, decibels: -9,
                        decaySeconds: 0.05),
                ], noises: [.init(lowHz: 400, highHz: 2500, decibels: -28, decaySeconds: 0.05)], click: -6,
                seconds: 0.7, sampleRate: 16000))
    }

    static func cowbell(_ keys: [Int], _ hertz: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [
                    .init(startHz: hertz, endHz: hertz, fallSeconds: 1, decaySeconds: 0.07),
                    .init(startHz: hertz * 1.48, endHz: hertz * 1.48, fallSeconds: 1, decibels: -3, decaySeconds: 0.06),
                    .init(startHz: hertz * 2.9, endHz: hertz * 2.9, fallSeconds: 1, decibels: -12, decaySeconds: 0.04),
                ], click: -20, seconds: 0.35), peak: 0.5)
    }

    private static func conga(_ keys: [Int], _ hertz: Double, _ decay: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: hertz * 1.1, endHz: hertz, fallSeconds: 0.02, decaySeconds: decay, riseSeconds: 0.002)
                ], noises: [.init(lowHz: 500, highHz: 3000, decibels: -26, decaySeconds: 0.015)], click: -22,
                seconds: 3 * decay + 0.15, sampleRate: 16000))
    }

    private static func block(_ keys: [Int], _ hertz: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [
                    .init(startHz: hertz, endHz: hertz, fallSeconds: 1, decaySeconds: 0.014, riseSeconds: 0.0005)
                ],
                click: -18, seconds: 0.12), peak: 0.6)
    }

    private static func triangle(_ keys: [Int], _ decay: Double, seconds: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [
                    .init(startHz: 1630, endHz: 1630, fallSeconds: 1, decibels: -10, decaySeconds: decay),
                    .init(startHz: 4100, endHz: 4100, fallSeconds: 1, decibels: -3, decaySeconds: decay),
                    .init(startHz: 6770, endHz: 6770, fallSeconds: 1, decibels: -5, decaySeconds: decay * 0.7),
                    .init(startHz: 9350, endHz: 9350, fallSeconds: 1, decibels: -9, decaySeconds: decay * 0.5),
                ], seconds: seconds, sampleRate: 22050), peak: 0.35)
    }
}
