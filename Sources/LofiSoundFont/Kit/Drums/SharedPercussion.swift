extension DrumKits {
    /// Toms, cymbals and small percussion for kits without their own; stored in the file once.
    static let shared: [KitVoice] = [
        // The stick lies on the head and its shoulder hits the rim: wood, shell, a little wire.
        KitVoice(
            keys: [37, 31],
            sound: DrumSound(
                skins: [
                    .init(startHz: 1750, endHz: 1650, fallSeconds: 0.004, decaySeconds: 0.012),
                    .init(startHz: 2480, endHz: 2440, fallSeconds: 0.004, decibels: -7, decaySeconds: 0.009),
                    .init(startHz: 900, endHz: 870, fallSeconds: 0.01, decibels: -6, decaySeconds: 0.02),
                    .init(startHz: 520, endHz: 500, fallSeconds: 0.01, decibels: -8, decaySeconds: 0.03),
                    .init(startHz: 215, endHz: 205, fallSeconds: 0.01, decibels: -15, decaySeconds: 0.05),
                ],
                noises: [
                    .init(lowHz: 1500, highHz: 7000, decibels: -14, decaySeconds: 0.012, width: 0.3),
                    buzz(-34, hertz: 205),
                ], click: -9, room: .init(decibels: -14, seconds: 0.3), position: -0.08, seconds: 0.32), power: -24.5),
        KitVoice(
            keys: [39, 28],
            sound: DrumSound(noises: claps, room: .init(decibels: -7, seconds: 0.3), seconds: 0.42), power: -20.5),
        tom([41, 43], 101, 0.24, position: 0.25), tom([45, 47], 132, 0.19, position: 0),
        tom([48, 50, 58], 168, 0.15, position: -0.25),
        crash, splash, ride, bell,
        KitVoice(
            keys: [70, 69, 82, 71, 72, 73, 74, 29, 30],
            sound: DrumSound(
                noises: [
                    .init(
                        lowHz: 5000, highHz: 12500, decibels: 0, decaySeconds: 0.03, riseSeconds: 0.015, contacts: 9000,
                        width: 0.7)
                ], position: 0.35, seconds: 0.2), power: -25, alternates: true),
        KitVoice(
            keys: [54, 83],
            sound: DrumSound(
                noises: [
                    .init(
                        lowHz: 5000, highHz: 12000, decibels: -4, decaySeconds: 0.05, riseSeconds: 0.002,
                        contacts: 6000,
                        width: 0.6)
                ],
                cymbals: [.init(lowHz: 4000, highHz: 14500, decibels: -4, decaySeconds: 0.1)], position: -0.35,
                seconds: 0.35), power: -26.5),
        cowbell([56], 545), cowbell([67, 34], 820), cowbell([68], 620),
        conga([60, 62, 78], 330, 0.03), conga([61, 63, 65, 79], 220, 0.09), conga([64, 66], 165, 0.11),
        conga([86, 87], 78, 0.2), block([76, 75, 85, 33, 27], 2500), block([77, 32], 1750),
        triangle([80], 0.03, seconds: 0.2, power: -28), triangle([81, 84], 0.35, seconds: 0.9, power: -21),
    ]

    /// Five hands that meet within 30 ms, each with its own cup.
    private static let claps: [DrumSound.Noise] = [
        (0.0, 850.0, 2300.0, -3.0, -0.5, 0.006), (0.009, 1100, 3000, -1, 0.4, 0.006),
        (0.013, 700, 1900, -4, 0.1, 0.007),
        (0.022, 1000, 3400, -2, -0.2, 0.007), (0.029, 900, 2800, 0, 0.3, 0.03),
    ].map { delay, low, high, level, position, decay in
        .init(
            lowHz: low, highHz: high, decibels: level, decaySeconds: decay, riseSeconds: 0.0005, delaySeconds: delay,
            width: 0.4, position: position)
    }

    private static let crash = KitVoice(
        keys: [49, 57],
        sound: DrumSound(
            noises: [
                .init(
                    lowHz: 1500, highHz: 9000, decibels: -2, decaySeconds: 0.5, riseSeconds: 0.002,
                    darkeningSeconds: 0.5,
                    width: 0.5)
            ],
            cymbals: [
                .init(
                    lowHz: 250, highHz: 7500, decibels: 0, decaySeconds: 1.1, damping: 0.8, tilt: 1.5,
                    buildSeconds: 0.01, width: 0.5),
                lowModes(-10),
            ], position: -0.2, seconds: 1, sampleRate: 40000), power: -19)

    /// Splash or china: dies sooner.
    private static let splash = KitVoice(
        keys: [55, 52],
        sound: DrumSound(
            noises: [
                .init(
                    lowHz: 2500, highHz: 11000, decibels: -7, decaySeconds: 0.2, riseSeconds: 0.001,
                    darkeningSeconds: 0.3,
                    width: 0.5)
            ],
            cymbals: [
                .init(
                    lowHz: 500, highHz: 9000, decibels: 0, decaySeconds: 0.35, tilt: 1.5, buildSeconds: 0.01, width: 0.5
                )
            ], position: 0.1, seconds: 0.65, sampleRate: 40000), power: -20.5)

    /// The stick's ping over a wash that builds up and rings on.
    private static let ride = KitVoice(
        keys: [51, 59],
        sound: DrumSound(
            noises: [
                thud(-20),
                .init(lowHz: 5000, highHz: 16000, decibels: -11, decaySeconds: 0.03, riseSeconds: 0.0005, width: 0.4),
                .init(lowHz: 1800, highHz: 8000, decibels: -15, decaySeconds: 0.35, darkeningSeconds: 0.4, width: 0.5),
            ], click: -10,
            cymbals: [
                .init(
                    lowHz: 220, highHz: 9000, decibels: -6, decaySeconds: 0.75, damping: 0.75, tilt: 0,
                    buildSeconds: 0.01, width: 0.5),
                lowModes(-12),
                .init(lowHz: 2200, highHz: 8000, decibels: -3, decaySeconds: 0.06, tilt: 0, width: 0.4),
            ], position: -0.3, seconds: 1, sampleRate: 40000), power: -21, alternates: true, hasGhosts: true)

    /// Returns the low modes of a large cymbal, few enough to be told apart, which ring longest.
    private static func lowModes(_ decibels: Double) -> DrumSound.Cymbal {
        .init(
            lowHz: 220, highHz: 2500, decibels: decibels, decaySeconds: 1.5, damping: 0.9, width: 0.5, spacingHz: 45)
    }

    /// The bell of the ride: its own few modes over those of the whole cymbal.
    private static let bell = KitVoice(
        keys: [53],
        sound: DrumSound(
            noises: [
                .init(lowHz: 4000, highHz: 15000, decibels: -14, decaySeconds: 0.03, riseSeconds: 0.0005, width: 0.4),
                .init(lowHz: 1500, highHz: 7000, decibels: -11, decaySeconds: 0.35, darkeningSeconds: 0.4, width: 0.5),
            ], click: -10,
            cymbals: [
                .init(
                    lowHz: 300, highHz: 6000, decibels: -5, decaySeconds: 0.75, damping: 0.7, tilt: 1, width: 0.5,
                    rings: [
                        .init(hertz: 822, decibels: -12, decaySeconds: 0.7),
                        .init(hertz: 1374, decibels: -10, decaySeconds: 0.6),
                        .init(hertz: 2310, decibels: -5, decaySeconds: 0.6),
                        .init(hertz: 3470, decibels: -6, decaySeconds: 0.5),
                        .init(hertz: 4810, decibels: -9, decaySeconds: 0.35),
                    ]),
                .init(lowHz: 1800, highHz: 8000, decibels: -6, decaySeconds: 0.05, tilt: 0, width: 0.4),
            ], position: -0.3, seconds: 0.92, sampleRate: 40000), power: -21)

    /// T20 of 540, 380 and 310 ms as measured on three toms; the hit is 10 dB above the ring.
    private static func tom(_ keys: [Int], _ hertz: Double, _ decay: Double, position: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: hertz * 1.4, endHz: hertz, fallSeconds: 0.02, decaySeconds: decay, riseSeconds: 0.002),
                    .init(
                        startHz: hertz * 1.4, endHz: hertz, fallSeconds: 0.02, decibels: 6, decaySeconds: 0.02,
                        riseSeconds: 0.002),
                    .init(
                        startHz: hertz * 2.1, endHz: hertz * 1.59, fallSeconds: 0.02, decibels: -9,
                        decaySeconds: 0.05),
                    .init(
                        startHz: hertz * 2.6, endHz: hertz * 2.14, fallSeconds: 0.02, decibels: -14,
                        decaySeconds: 0.03),
                ],
                noises: [
                    .init(lowHz: 400, highHz: 2500, decibels: -28, decaySeconds: 0.05), buzz(-41, hertz: hertz),
                ], click: -6, room: .init(decibels: -10, seconds: 0.35, highHz: 4000), position: position, seconds: 0.7,
                sampleRate: 16000), power: hertz > 150 ? -15 : hertz > 110 ? -14.2 : -13)
    }

    static func cowbell(_ keys: [Int], _ hertz: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [
                    .init(startHz: hertz, endHz: hertz, fallSeconds: 1, decaySeconds: 0.07),
                    .init(startHz: hertz * 1.48, endHz: hertz * 1.48, fallSeconds: 1, decibels: -3, decaySeconds: 0.06),
                    .init(startHz: hertz * 2.9, endHz: hertz * 2.9, fallSeconds: 1, decibels: -12, decaySeconds: 0.04),
                ], click: -20, position: 0.2, seconds: 0.35, sampleRate: 22050), power: -21.7)
    }

    private static func conga(_ keys: [Int], _ hertz: Double, _ decay: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: hertz * 1.1, endHz: hertz, fallSeconds: 0.02, decaySeconds: decay, riseSeconds: 0.002)
                ], noises: [.init(lowHz: 500, highHz: 3000, decibels: -26, decaySeconds: 0.015)], click: -22,
                position: hertz > 300 ? -0.35 : -0.2, seconds: 3 * decay + 0.15, sampleRate: 16000),
            power: hertz > 300 ? -17 : hertz > 100 ? -12.5 : -9.9)
    }

    private static func block(_ keys: [Int], _ hertz: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [
                    .init(startHz: hertz, endHz: hertz, fallSeconds: 1, decaySeconds: 0.014, riseSeconds: 0.0005)
                ],
                click: -18, position: 0.3, seconds: 0.12), power: -23.2)
    }

    private static func triangle(_ keys: [Int], _ decay: Double, seconds: Double, power: Double) -> KitVoice {
        KitVoice(
            keys: keys,
            sound: DrumSound(
                skins: [
                    .init(startHz: 1630, endHz: 1630, fallSeconds: 1, decibels: -10, decaySeconds: decay),
                    .init(startHz: 4100, endHz: 4100, fallSeconds: 1, decibels: -3, decaySeconds: decay),
                    .init(startHz: 6770, endHz: 6770, fallSeconds: 1, decibels: -5, decaySeconds: decay * 0.7),
                    .init(startHz: 9350, endHz: 9350, fallSeconds: 1, decibels: -9, decaySeconds: decay * 0.5),
                ], position: -0.4, seconds: seconds, sampleRate: 22050), power: power)
    }
}
