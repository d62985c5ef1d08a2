import LofiPlugin

/// A ceiling fan: steady air with a soft beat as each blade passes.
///
/// Signal flow: `NoiseBed` with regular swells (one for each of three blades) + soft ticks of the mount → `Distance`.
/// Measured on one ceiling fan: most power around 1 kHz, level steady within 0.5 dB, modulation only at 3 to 6 Hz (−20
/// dB), which is three blades at 60 to 130 rpm; two ticks per second stand 7 dB above the air.
package final class Fan: NoiseLayer {
    package static let kind = "fan"
    package static let summary = "a ceiling fan: steady air, a beat with each blade"
    package static let parameters =
        AmbientScene.parameters(level: -44, density: "depth of the blades' modulation") + [
            .number(
                "speed", 30...400, default: 90, unit: "rpm",
                "rotations per minute; three blades beat three times per turn")
        ]

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let (rate, density) = (context.sampleRate, settings.number("density"))
        var random = context.random
        let air = NoiseBed.Colour(
            octaves: [-35.1, -15.7, -10, -2.6, -8.1, -11.4, -14, -13.7], correlation: [0.9, 0.7, 0.4, 0.2],
            cut: .below(130))
        let ticks = Strikes.Shape(
            clock: EventClock(
                perSecond: 5, bunching: 0.6, bunchSeconds: 3, sampleRate: rate, random: random.fork("ticks")),
            hertz: 2000...6000, decaySeconds: 0.005...0.012, noisiness: 0.3,
            minimumAmplitude: air.treble * Decibels.amplitude(12.6), heightDecibels: 1.2, maximumDecibels: 12,
            spread: 0.3)
        let beat = settings.number("speed") / 60 * 3
        let blades = Swells.Shape(
            clock: EventClock(perSecond: beat, shape: 400, sampleRate: rate, random: random.fork("blades")),
            riseSeconds: (0.45 / beat)...(0.5 / beat), fallSeconds: (0.2 / beat)...(0.25 / beat), floorDecibels: 2)
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 4,
            sources: [
                Strikes(ticks, sampleRate: rate, random: random.fork("ticking")),
                NoiseBed(
                    air, modulation: [-31, -31, -31, -30, -30, -30, -30, -30],
                    depths: [1, 1, 1, 1, 0.8, 0.6, 0.6, 0.6].map { $0 * density },
                    swells: Swells(blades, sampleRate: rate, random: random.fork("swells")), sampleRate: rate,
                    random: random.fork("air")),
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
