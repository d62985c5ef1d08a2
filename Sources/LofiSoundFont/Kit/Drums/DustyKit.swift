extension DrumKits {
    /// Typical lo-fi drums, resampled once too often: a round kick, a short snare, dark hats.
    static let dusty: [KitVoice] = [
        KitVoice(
            keys: [36, 35],
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: 263, endHz: 59, fallSeconds: 0.009, decaySeconds: 0.105, decay: .gated,
                        riseSeconds: 0.008)
                ], noises: [.init(lowHz: 220, highHz: 2500, decibels: -27, decaySeconds: 0.04)], click: -13,
                seconds: 0.35, sampleRate: 22050), alternates: true),
        KitVoice(
            keys: [38, 40],
            sound: DrumSound(
                skins: [
                    .init(
                        startHz: 230, endHz: 190, fallSeconds: 0.012, decaySeconds: 0.05, decay: .round,
                        riseSeconds: 0.01),
                    .init(
                        startHz: 360, endHz: 318, fallSeconds: 0.01, decibels: -9, decaySeconds: 0.025,
                        riseSeconds: 0.01),
                ], noises: [.init(lowHz: 220, highHz: 2100, decibels: -2, decaySeconds: 0.033, riseSeconds: 0.01)],
                seconds: 0.35), alternates: true),
        KitVoice(
            keys: [42, 44, 22],
            sound: DrumSound(
                noises: [.init(lowHz: 5300, highHz: 5300, decibels: 0, decaySeconds: 0.032)], seconds: 0.3,
                sampleRate: 22050),
            exclusive: 1, peak: 0.5, alternates: true),
        KitVoice(
            keys: [46, 26],
            sound: DrumSound(
                noises: [.init(lowHz: 4000, highHz: 5800, decibels: 0, decaySeconds: 0.13, riseSeconds: 0.002)],
                seconds: 0.6, sampleRate: 22050), exclusive: 1, peak: 0.5),
        KitVoice(
            keys: [51, 59],
            sound: DrumSound(
                noises: [.init(lowHz: 3000, highHz: 7000, decibels: -14, decaySeconds: 0.2)],
                plate: .init(lowHz: 500, highHz: 9000, decibels: 0, decaySeconds: 0.3, tilt: 1), seconds: 1.1,
                sampleRate: 22050),
            peak: 0.45),
    ]
}
