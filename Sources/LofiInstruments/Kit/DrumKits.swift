import LofiCore
import LofiScore

/// How the drum kits are made.
enum DrumKits {
    private struct Voice {
        let keys: [Int]
        let sound: DrumSound
        /// Cut-off for soft strokes; hard ones are open.
        var softCutoff: Double? = nil
        var exclusive = 0
        var peak = 0.8
    }

    static func make(
        _ kit: DrumKit, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> SoundFontDesign.Instrument {
        var zones: [SoundFontDesign.Zone] = []
        for (number, voice) in voices(kit).enumerated() {
            let sample = design.add(
                voice.sound.sample(
                    name: "\(kit.rawValue) \(number) \(voice.keys[0])", peak: voice.peak, random: &random))
            for key in voice.keys {
                // scaleTuning 0 with the key as root: the same sound on each key.
                var settings: [(SoundFontDesign.Generator, Int)] = [
                    (.rootKey, key), (.scaleTuning, 0), (.sampleModes, 0), (.release, KitMath.timecents(1.2)),
                ]
                if voice.exclusive > 0 { settings.append((.exclusiveClass, voice.exclusive)) }
                if let cutoff = voice.softCutoff {
                    var soft = SoundFontDesign.Zone(keys: key...key, velocities: 0...72, sample: sample)
                    soft.settings = [(.filterCutoff, KitMath.absoluteCents(cutoff))] + settings
                    zones.append(soft)
                }
                var hard = SoundFontDesign.Zone(
                    keys: key...key, velocities: voice.softCutoff == nil ? 0...127 : 73...127, sample: sample)
                hard.settings = settings
                zones.append(hard)
            }
        }
        return SoundFontDesign.Instrument(name: "kit \(kit.rawValue)", zones: zones)
    }

    /// By General MIDI percussion keys; every key from 27 to 87 has the nearest sound.
    private static func voices(_ kit: DrumKit) -> [Voice] {
        switch kit {
        case .dusty:
            common(
                kick: DrumSound(body: (263, 59, 0.008), bodyDecay: 0.075, click: -18, noise: nil, seconds: 0.45),
                snare: DrumSound(
                    body: (230, 193, 0.01), bodyDecay: 0.05, click: nil, noise: (1.0, 900, 5200, 0.055), seconds: 0.3),
                hat: DrumSound(metal: 0.35, noise: (1, 4200, 8200, 0.022), seconds: 0.14),
                open: DrumSound(metal: 0.4, noise: (1, 4000, 8000, 0.13), seconds: 0.6),
                ride: DrumSound(noise: (0.4, 3000, 9000, 0.25), bronze: 1, seconds: 1.2))
        case .brushes:
            common(
                kick: DrumSound(body: (150, 62, 0.012), bodyDecay: 0.08, click: -30, noise: nil, seconds: 0.4),
                snare: DrumSound(
                    body: (210, 185, 0.01), bodyDecay: 0.025, click: nil, noise: (1, 1500, 6000, 0.09), rise: 0.012,
                    seconds: 0.4),
                hat: DrumSound(metal: 0.2, noise: (1, 5000, 9000, 0.03), rise: 0.003, seconds: 0.16),
                open: DrumSound(metal: 0.25, noise: (1, 4500, 8500, 0.16), rise: 0.004, seconds: 0.7),
                ride: DrumSound(noise: (0.35, 2500, 8000, 0.3), bronze: 0.9, rise: 0.002, seconds: 1.5))
        case .eightOhEight:
            common(
                kick: DrumSound(body: (130, 49, 0.02), bodyDecay: 0.28, click: -24, noise: nil, seconds: 1.3),
                snare: DrumSound(
                    body: (245, 185, 0.015), bodyDecay: 0.045, click: nil, noise: (0.9, 1800, 7500, 0.07), seconds: 0.35
                ),
                hat: DrumSound(metal: 1, noise: (0.15, 7000, 11000, 0.02), metalDecay: 0.022, seconds: 0.12),
                open: DrumSound(metal: 1, noise: (0.15, 7000, 11000, 0.15), metalDecay: 0.14, seconds: 0.6),
                ride: DrumSound(metal: 1, noise: (0.2, 5000, 10000, 0.3), metalDecay: 0.3, seconds: 1.2))
        }
    }

    private static func common(
        kick: DrumSound, snare: DrumSound, hat: DrumSound, open: DrumSound, ride: DrumSound
    ) -> [Voice] {
        func tom(_ hertz: Double) -> DrumSound {
            DrumSound(
                body: (hertz * 1.5, hertz, 0.02), bodyDecay: 0.11, click: -30, noise: (0.1, 500, 2000, 0.03),
                seconds: 0.5)
        }
        return [
            Voice(keys: [35, 36], sound: kick, softCutoff: 1200),
            Voice(keys: [38, 40], sound: snare, softCutoff: 3000),
            Voice(keys: [42, 44], sound: hat, softCutoff: 7500, exclusive: 1, peak: 0.5),
            Voice(keys: [46], sound: open, softCutoff: 8000, exclusive: 1, peak: 0.5),
            Voice(
                keys: [37, 31, 32, 33, 75, 76, 77, 85],
                sound: DrumSound(
                    body: (1750, 1650, 0.004), bodyDecay: 0.012, click: -12, noise: (0.3, 1500, 5000, 0.01),
                    seconds: 0.1), peak: 0.6),
            Voice(
                keys: [39, 28], sound: DrumSound(noise: (1, 900, 3500, 0.06), claps: 3, seconds: 0.35),
                softCutoff: 3000, peak: 0.7),
            Voice(keys: [51, 59, 53, 80, 81], sound: ride, peak: 0.45),
            Voice(
                keys: [49, 57, 52, 55], sound: DrumSound(noise: (0.8, 3000, 9000, 0.45), bronze: 1, seconds: 1.4),
                peak: 0.5),
            Voice(keys: [41, 43], sound: tom(82)), Voice(keys: [45, 47, 64, 66, 86, 87], sound: tom(118)),
            Voice(keys: [48, 50, 60, 61, 62, 63, 65], sound: tom(165)),
            Voice(
                keys: [54, 69, 70, 82, 27, 29, 30, 34, 58, 71, 72, 73, 74, 78, 79, 83, 84],
                sound: DrumSound(noise: (1, 5500, 9500, 0.035), rise: 0.015, seconds: 0.18), peak: 0.4),
            Voice(
                keys: [56, 67, 68],
                sound: DrumSound(body: (560, 545, 0.01), bodyDecay: 0.07, click: -20, noise: nil, seconds: 0.3),
                peak: 0.5),
        ]
    }
}
