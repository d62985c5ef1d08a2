extension DrumKits {
    /// A jazz kit played with brushes: swishes on the snare, a soft kick, natural cymbals.
    static let brushes: [KitVoice] = [
        KitVoice(
            keys: [36, 35],
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: 200, endHz: 57, fallSeconds: 0.011, decaySeconds: 0.13, decay: .round,
                        riseSeconds: 0.006)
                ], noises: [.init(lowHz: 200, highHz: 2000, decibels: -28, decaySeconds: 0.06)], click: -22,
                seconds: 0.5, sampleRate: 22050), alternates: true),
        KitVoice(
            keys: [38],
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: 210, endHz: 185, fallSeconds: 0.01, decibels: -10, decaySeconds: 0.04,
                        riseSeconds: 0.004)
                ], noises: [.init(lowHz: 1500, highHz: 6500, decibels: -6, decaySeconds: 0.085, riseSeconds: 0.012)],
                seconds: 0.4), alternates: true),
        // The slap: the brush stays on the head.
        KitVoice(
            keys: [40],
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: 220, endHz: 190, fallSeconds: 0.01, decibels: -6, decaySeconds: 0.05,
                        riseSeconds: 0.002)
                ], noises: [.init(lowHz: 900, highHz: 5000, decibels: -6, decaySeconds: 0.045, riseSeconds: 0.002)],
                seconds: 0.3)),
        KitVoice(
            keys: [42, 44, 22],
            sound: DrumSound(
                noises: [.init(lowHz: 5700, highHz: 15000, decibels: 0, decaySeconds: 0.035, riseSeconds: 0.001)],
                seconds: 0.26, sampleRate: 44100), exclusive: 1, peak: 0.5, alternates: true),
        KitVoice(
            keys: [46, 26],
            sound: DrumSound(
                noises: [.init(lowHz: 5500, highHz: 5100, decibels: -2.3, decaySeconds: 0.18, riseSeconds: 0.0025)],
                plate: .init(lowHz: 500, highHz: 9000, decibels: -9, decaySeconds: 0.3, tilt: 2), seconds: 0.9),
            exclusive: 1, peak: 0.5),
        KitVoice(
            keys: [51, 59],
            sound: DrumSound(
                noises: [.init(lowHz: 2500, highHz: 9000, decibels: -15, decaySeconds: 0.3)],
                plate: .init(lowHz: 400, highHz: 11000, decibels: 0, decaySeconds: 0.4, tilt: 1), seconds: 1.2),
            peak: 0.45),
    ]
}
