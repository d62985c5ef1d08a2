import LofiPlugin

/// A city from the window: distant traffic, passing cars, a horn now and then.
///
/// Signal flow: `NoiseBed` (distant traffic) that swells and wanders from side to side (cars) + footsteps + two-tone
/// horns → `Distance`. Measured on 7 recordings: −2 dB per octave, second-by-second level with a standard deviation of
/// 3.5 dB, modulation falling from 0.07 Hz on.
package final class City: NoiseLayer {
    package static let kind = "city"
    package static let summary = "a city: distant traffic, passing cars, a horn"
    package static let parameters =
        AmbientScene.parameters(level: -42, density: "number of passing cars") + [
            .number("horns", 0...10, default: 0.7, unit: "per minute", "rate of distant car horns")
        ]

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let (rate, density) = (context.sampleRate, settings.number("density"))
        var random = context.random
        let traffic = NoiseBed.Colour(
            octaves: [-9.4, -8.2, -8.2, -9.7, -8.5, -12, -18, -25], correlation: [0.86, 0.83, 0.56, 0.56],
            cut: .above(4000))
        let passing = Swells.Shape(
            clock: EventClock(perSecond: 0.12 * density, shape: 2, sampleRate: rate, random: random.fork("cars")),
            riseSeconds: 2...5, fallSeconds: 1...3, levelDecibels: 7, spreadDecibels: 6.5, travel: 0.5, floorDecibels: 0
        )
        let horns = settings.number("horns")
        let horn = Singers.Species(
            count: horns > 0 ? 2 : 0, hertz: 380...480, toneSeconds: 0.3...0.8, gapSeconds: 0.1...0.2,
            tonesPerPhrase: 1...2, restSeconds: 60...(240 / max(0.5, horns) + 60), farDecibels: 6, amplitude: 0.12,
            spread: 0.7, harmonics: 0.7)
        let steps = Strikes.Shape(
            clock: EventClock(
                perSecond: 2.4 * density, bunching: 1.2, bunchSeconds: 4, sampleRate: rate, random: random.fork("steps")
            ),
            hertz: 2000...6000, decaySeconds: 0.005...0.012, noisiness: 0.3,
            minimumAmplitude: traffic.treble * Decibels.amplitude(9), heightDecibels: 1.6, maximumDecibels: 14,
            delaySeconds: 0.00008)
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 60,
            sources: [
                NoiseBed(
                    traffic, modulation: [-16, -15, -16, -16, -19, -22, -24, -26],
                    depths: [0.8, 0.8, 0.9, 1, 1, 1.1, 1.1, 1.1],
                    swells: Swells(passing, sampleRate: rate, random: random.fork("passing")), sampleRate: rate,
                    random: random.fork("traffic")),
                Strikes(steps, sampleRate: rate, random: random.fork("strikes")),
                Singers(horn, sampleRate: rate, random: random.fork("horns")),
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
