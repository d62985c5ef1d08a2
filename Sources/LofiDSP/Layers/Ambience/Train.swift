import LofiPlugin

/// Inside a train: swaying rumble, wheels over the rail joints.
///
/// Signal flow: `NoiseBed` + clacks, a low thump and a bright knock at the same moment → `Distance`. 25 m rails at 80
/// km/h: a joint every 1.1 s; the second axle of a bogie follows after 2.5 m (0.11 s), the next car's after 6 m.
/// Measured on 3 recordings: 8 events per second, bunched (interval CV 1.7), each falling 10 dB in 24 ms.
package final class Train: NoiseLayer {
    package static let kind = "train"
    package static let summary = "inside a train: rumble, rail joints, sway"
    package static let parameters =
        AmbientScene.parameters(level: -36, density: "level of the rail joints") + [
            .number("speed", 20...160, default: 80, unit: "km/h", "speed, which sets the time between joints")
        ]

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let (rate, density) = (context.sampleRate, settings.number("density"))
        let metresPerSecond = settings.number("speed") / 3.6
        var random = context.random
        let rumble = NoiseBed.Colour(
            octaves: [-12.5, -10.5, -6.1, -6, -9.5, -16.3, -20, -28], correlation: [0.71, 0.81, 0.67, 0.72],
            cut: .above(3500))
        let joints = EventClock(
            perSecond: metresPerSecond / 25, shape: 400, bunching: 0.05, bunchSeconds: 8,
            burst: .fixed([2.5, 6, 8.5].map { $0 / metresPerSecond }), sampleRate: rate, random: random.fork("joints"))
        let thump = Strikes.Shape(
            clock: joints, hertz: 90...160, decaySeconds: 0.03...0.05, noisiness: 0.3,
            minimumAmplitude: Float(density) * 0.65, heightDecibels: 1.2, maximumDecibels: 4, spread: 0.4)
        let knock = Strikes.Shape(
            clock: joints, hertz: 900...5000, decaySeconds: 0.017...0.033, noisiness: 0.5,
            minimumAmplitude: Float(density) * rumble.treble * Decibels.amplitude(7), heightDecibels: 3,
            maximumDecibels: 12,
            spread: 0.4, delaySeconds: 0.00004)
        let rattle = Strikes.Shape(
            clock: EventClock(
                perSecond: 0.6 * density, bunching: 1.4, bunchSeconds: 5,
                burst: .random(count: 4...14, gapSeconds: 0.04...0.16), sampleRate: rate, random: random.fork("rattle")),
            hertz: 2000...6000, decaySeconds: 0.022...0.044, noisiness: 0.15,
            minimumAmplitude: rumble.treble * Decibels.amplitude(7), heightDecibels: 3, maximumDecibels: 15,
            spread: 0.5,
            delaySeconds: 0.00003)
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 20,
            sources: [
                NoiseBed(
                    rumble, modulation: [-15, -13, -14, -15, -14, -15, -17, -17, -19],
                    depths: [0.9, 0.9, 1, 1, 1.2, 1.5, 1.6, 1.6], sampleRate: rate, random: random.fork("rumble")),
                Strikes(thump, sampleRate: rate, random: random.fork("thump")),
                Strikes(knock, sampleRate: rate, random: random.fork("knock")),
                Strikes(rattle, sampleRate: rate, random: random.fork("rattling")),
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
