import LofiPlugin

/// A city from the window: distant traffic, passing cars, a horn now and then.
///
/// Signal flow: `NoiseBed` (distant traffic, a dark hum) + `PassingCars` + footsteps + two-tone horns → `Distance`.
/// Measured on 7 recordings: −2 dB per octave, second-by-second level with a standard deviation of
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
            octaves: [-7, -4, -10, -19, -28, -37, -46, -55], correlation: [0.86, 0.83, 0.56, 0.56],
            cut: .above(1000))
        let horns = settings.number("horns")
        let horn = Singers.Species(
            count: horns > 0 ? 2 : 0, hertz: 380...480, toneSeconds: 0.3...0.8, gapSeconds: 0.1...0.2,
            tonesPerPhrase: 1...2, restSeconds: 60...(240 / max(0.5, horns) + 60), farDecibels: 6, amplitude: 0.12,
            spread: 0.7, harmonics: 0.7)
        let steps = Strikes.Shape(
            clock: EventClock(
                perSecond: 1.5 * density, bunching: 0.9, bunchSeconds: 4, sampleRate: rate, random: random.fork("steps")
            ),
            hertz: 800...2600, decaySeconds: 0.01...0.025, noisiness: 0.3,
            minimumAmplitude: 0.25, heightDecibels: 1.6, maximumDecibels: 14,
            delaySeconds: 0.00008)
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 60, trialShare: 0.25,
            sources: [
                NoiseBed(
                    traffic, modulation: [-16, -15, -16, -16, -19, -22, -24, -26], sampleRate: rate,
                    random: random.fork("traffic")),
                PassingCars(
                    perSecond: 0.2 * density, amplitude: 5.5, sampleRate: rate,
                    random: random.fork("cars")),
                Strikes(steps, sampleRate: rate, random: random.fork("strikes")),
                Singers(horn, sampleRate: rate, random: random.fork("horns")),
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
