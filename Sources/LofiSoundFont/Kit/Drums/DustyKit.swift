extension DrumKits {
    /// A small wooden booth: what a drum break on an old record has around it.
    static let booth = DrumSound.Room(decibels: -13.2, seconds: 0.187, highHz: 6400)

    /// Typical lo-fi drums, as if sampled from a record: a round kick, a short snare whose shell rings, dark hats, and what
    /// the other microphones picked up: wires that buzz along, and a room that fills the time between hits.
    static let dusty: [KitVoice] = [
        KitVoice(
            keys: [36, 35],
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: 280, endHz: 59, fallSeconds: 0.009, decaySeconds: 0.11, decay: .gated,
                        riseSeconds: 0.008),
                    // The damped head rings on.
                    .init(
                        startHz: 62, endHz: 59, fallSeconds: 0.02, decibels: -22, decaySeconds: 0.09,
                        riseSeconds: 0.008),
                ],
                noises: [
                    // The shell, and the beater on the head.
                    .init(lowHz: 280, highHz: 1000, decibels: -22.7, decaySeconds: 0.02),
                    .init(lowHz: 900, highHz: 5000, decibels: -22, decaySeconds: 0.008, riseSeconds: 0.0005),
                    buzz(-43, hertz: 59),
                ], click: -18, room: .init(decibels: -3, seconds: 0.55, lowHz: 300, highHz: 3000), seconds: 0.52,
                sampleRate: 22050),
            power: -11.8, alternates: true, hasGhosts: true),
        KitVoice(
            keys: [38, 40],
            sound: DrumSound(
                skins: [
                    // The air between the heads, then the lowest modes.
                    .init(
                        startHz: 125, endHz: 116, fallSeconds: 0.012, decibels: -17, decaySeconds: 0.05,
                        riseSeconds: 0.006),
                    .init(
                        startHz: 230, endHz: 190, fallSeconds: 0.012, decaySeconds: 0.05, decay: .round,
                        riseSeconds: 0.008),
                    .init(
                        startHz: 365, endHz: 303, fallSeconds: 0.01, decibels: -9, decaySeconds: 0.03,
                        riseSeconds: 0.006),
                    .init(
                        startHz: 470, endHz: 406, fallSeconds: 0.01, decibels: -14, decaySeconds: 0.025,
                        riseSeconds: 0.004),
                    // Overtones that ring.
                    .init(
                        startHz: 530, endHz: 503, fallSeconds: 0.01, decibels: -20.5, decaySeconds: 0.06,
                        riseSeconds: 0.004),
                    .init(
                        startHz: 900, endHz: 862, fallSeconds: 0.01, decibels: -16.5, decaySeconds: 0.05,
                        riseSeconds: 0.004),
                ],
                noises: [
                    // Shell and heads, then the wires.
                    .init(lowHz: 240, highHz: 2300, decibels: -2.4, decaySeconds: 0.028, riseSeconds: 0.009),
                    .init(
                        lowHz: 1500, highHz: 9000, ceilingHz: 4550, decibels: -12.1, decaySeconds: 0.041,
                        riseSeconds: 0.006, darkeningSeconds: 0.3, contacts: 9000, rattleHz: 190, width: 0.5,
                        softDecibels: 6),
                ], click: -25.5, room: booth, seconds: 0.42),
            power: -20, ghostDecibels: 4, alternates: true, hasGhosts: true),
        KitVoice(
            keys: [42, 44, 22],
            sound: DrumSound(
                noises: [
                    .init(
                        lowHz: 5500, highHz: 5500, decibels: -1, decaySeconds: 0.025, riseSeconds: 0.0015,
                        darkeningSeconds: 0.2, width: 0.55),
                    thud(-20.5), .init(lowHz: 9000, highHz: 13000, decibels: -15, decaySeconds: 0.02, width: 0.55),
                ],
                cymbals: [
                    .init(
                        lowHz: 4500, highHz: 8000, decibels: -8.7, decaySeconds: 0.032, tilt: 4, unevenness: 8,
                        width: 0.6
                    ),
                    .init(lowHz: 400, highHz: 8000, decibels: -33, decaySeconds: 0.236, tilt: 2, width: 0.6),
                ], room: .init(decibels: -15.4, seconds: 0.4, highHz: 5000), position: 0.25, seconds: 0.47,
                sampleRate: 32000),
            exclusive: 1, power: -25.5, alternates: true, hasGhosts: true),
        KitVoice(
            keys: [46, 26],
            sound: DrumSound(
                noises: [
                    .init(
                        lowHz: 4000, highHz: 6500, decibels: -2, decaySeconds: 0.14, riseSeconds: 0.002,
                        darkeningSeconds: 0.4, width: 0.55)
                ],
                cymbals: [
                    .init(
                        lowHz: 500, highHz: 8000, decibels: 0, decaySeconds: 0.3, tilt: 1.5, buildSeconds: 0.004,
                        width: 0.6)
                ], room: .init(decibels: -7.6, seconds: 0.45), position: 0.25, seconds: 0.75, sampleRate: 32000),
            exclusive: 1, power: -20.5),
    ]

    /// Returns the body of a stick that hits metal: what a hat or ride has below its modes.
    static func thud(_ decibels: Double) -> DrumSound.Noise {
        .init(lowHz: 140, highHz: 800, ceilingHz: 900, decibels: decibels, decaySeconds: 0.018, riseSeconds: 0.001)
    }

    /// Returns the snare's wires set buzzing by another drum.
    static func buzz(_ decibels: Double, hertz: Double) -> DrumSound.Noise {
        .init(
            lowHz: 1200, highHz: 6000, ceilingHz: 5000, decibels: decibels, decaySeconds: 0.1, riseSeconds: 0.006,
            darkeningSeconds: 0.15, delaySeconds: 0.004,
            contacts: 9000, rattleHz: hertz, width: 0.6)
    }
}
