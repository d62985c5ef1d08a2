extension DrumKits {
    /// A small club: the room around the brush kit.
    static let club = DrumSound.Room(decibels: -12, seconds: 0.4, highHz: 6000)

    /// The snare under the brushes.
    private static func snareHead(_ decibels: Double, _ decaySeconds: Double = 0.07) -> [DrumSound.Skin] {
        DrumSound.Skin.membrane(
            hertz: 186, decibels: decibels, tilt: -2.5, decaySeconds: decaySeconds, riseSeconds: 0.002)
    }

    /// The snare's wires, some 20 of them, which the head throws up once in each of its periods.
    private static func wires(_ decibels: Double, _ decaySeconds: Double) -> DrumSound.Noise {
        .init(
            lowHz: 1500, highHz: 9000, ceilingHz: 7000, decibels: decibels, decaySeconds: decaySeconds,
            riseSeconds: 0.003,
            darkeningSeconds: 0.12, delaySeconds: 0.002, contacts: 8000, rattleHz: 186, width: 0.5)
    }

    /// The bristles of a brush that lands: some hundred contacts within a few milliseconds.
    private static func landing(_ decibels: Double, highHz: Double, decaySeconds: Double) -> DrumSound.Noise {
        .init(
            lowHz: 500, highHz: highHz, decibels: decibels, decaySeconds: decaySeconds, riseSeconds: 0.002,
            darkeningSeconds: 0.04, contacts: 7000, width: 0.35)
    }

    /// The bristles of a brush drawn over the coated head.
    private static func sweep(
        _ decibels: Double, rise: Double, decay: Double, delay: Double = 0, position: Double = 0, highHz: Double = 6000
    ) -> DrumSound.Noise {
        .init(
            lowHz: 700, highHz: highHz, ceilingHz: 6500, decibels: decibels, decaySeconds: decay, riseSeconds: rise,
            darkeningSeconds: 0.5, delaySeconds: delay, contacts: 3500, width: 0.5, position: position)
    }

    /// A jazz kit played with brushes: taps and sweeps on the snare, a soft kick, natural cymbals.
    static let brushes: [KitVoice] = [
        KitVoice(
            keys: [36, 35],
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: 200, endHz: 57, fallSeconds: 0.011, decaySeconds: 0.13, decay: .round,
                        riseSeconds: 0.006)
                ],
                noises: [
                    .init(lowHz: 200, highHz: 2000, decibels: -28, decaySeconds: 0.06), buzz(-50, hertz: 57),
                ], click: -22, room: .init(decibels: -8, seconds: 0.4, lowHz: 300, highHz: 2500), seconds: 0.55,
                sampleRate: 22050),
            power: -11.1, alternates: true, hasGhosts: true),
        KitVoice(
            keys: [38],
            sound: DrumSound(
                skins: snareHead(-8),
                noises: [
                    landing(-4, highHz: 6200, decaySeconds: 0.018), wires(-11, 0.09),
                    sweep(-20, rise: 0.03, decay: 0.12, delay: 0.02),
                ], click: -16, room: club, seconds: 0.5),
            medium: DrumSound(
                skins: snareHead(-8, 0.06),
                noises: [
                    landing(-8, highHz: 3600, decaySeconds: 0.016), wires(-18, 0.07),
                    sweep(-16, rise: 0.03, decay: 0.12, delay: 0.02),
                ], room: club, seconds: 0.5),
            ghost: DrumSound(
                skins: snareHead(-10, 0.05),
                noises: [
                    sweep(-8, rise: 0.05, decay: 0.08, position: 0.15, highHz: 3000), wires(-24, 0.06),
                    landing(-18, highHz: 2400, decaySeconds: 0.012),
                ], room: club, seconds: 0.5, sampleRate: 24000),
            power: -19.5, ghostDecibels: 2, alternates: true, hasGhosts: true),
        // The slap: the brush stays on the head.
        KitVoice(
            keys: [39],
            sound: DrumSound(
                skins: snareHead(-4, 0.05), noises: [landing(-2, highHz: 4500, decaySeconds: 0.014), wires(-14, 0.07)],
                click: -12, room: club, seconds: 0.4), power: -19.5),
        // A whole circle over the head.
        KitVoice(
            keys: [40],
            sound: DrumSound(
                skins: snareHead(-14),
                noises: [
                    landing(-10, highHz: 3600, decaySeconds: 0.02), wires(-20, 0.1),
                    sweep(-6, rise: 0.09, decay: 0.16, position: -0.2),
                    sweep(-10, rise: 0.2, decay: 0.13, position: 0.4),
                ], room: club, seconds: 0.8), power: -19.5),
        KitVoice(
            keys: [42, 44, 22],
            sound: DrumSound(
                noises: [
                    thud(-18),
                    .init(
                        lowHz: 6200, highHz: 20000, decibels: -1, decaySeconds: 0.034, riseSeconds: 0.001,
                        darkeningSeconds: 0.3, width: 0.55),
                    .init(lowHz: 12000, highHz: 20000, decibels: -2.1, decaySeconds: 0.02, width: 0.55),
                ],
                cymbals: [
                    .init(
                        lowHz: 6000, highHz: 10000, decibels: -12, decaySeconds: 0.035, tilt: 1,
                        width: 0.6)
                ],
                room: .init(decibels: -16, seconds: 0.25, highHz: 9000), position: 0.25, seconds: 0.35,
                sampleRate: 44100),
            exclusive: 1, power: -25, alternates: true, hasGhosts: true),
        KitVoice(
            keys: [46, 26],
            sound: DrumSound(
                noises: [
                    .init(lowHz: 7000, highHz: 7000, decibels: 0, decaySeconds: 0.012, riseSeconds: 0.003, width: 0.4),
                    thud(-22),
                    .init(
                        lowHz: 9800, highHz: 5800, ceilingHz: 13500, decibels: 0, decaySeconds: 0.17,
                        riseSeconds: 0.004,
                        darkeningSeconds: 0.5, width: 0.55),
                ],
                cymbals: [
                    .init(
                        lowHz: 900, highHz: 7000, decibels: -14, decaySeconds: 0.3, damping: 0.8, tilt: 1.5,
                        buildSeconds: 0.003, width: 0.6)
                ], room: .init(decibels: -16, seconds: 0.3, highHz: 9000), position: 0.25, seconds: 1,
                sampleRate: 44100),
            exclusive: 1, power: -19.5),
    ]
}
