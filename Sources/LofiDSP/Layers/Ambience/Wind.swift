import LofiPlugin

/// Wind in gusts, with eddies; the stronger, the brighter; howling at an edge now and then.
///
/// Signal flow: `NoiseBed` whose treble follows the gusts more than its bass + `AeolianTones` + twigs → `Distance`.
/// Measured on 5 recordings: −5.5 dB per octave, gusts at 0.05 to 0.37 Hz, with modulation above 2 kHz 9 dB deeper than
/// overall. The eddies above 0.8 Hz are as deep as in the two most turbulent of them: a classifier hears steadier
/// wind as traffic.
package final class Wind: NoiseLayer {
    package static let kind = "wind"
    package static let summary = "wind in gusts"
    package static let parameters =
        AmbientScene.parameters(level: -40, density: "strength of the gusts") + [
            .number(
                "whistle", -40...0, default: -20, unit: "dB", "level of the howling relative to the wind; -40 = none")
        ]

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let (rate, density) = (context.sampleRate, settings.number("density"))
        var random = context.random
        let colour = NoiseBed.Colour(
            octaves: [-16, -15, -10.5, -4.5, -4.2, -10, -27, -31],
            correlation: [0.58, 0.58, 0.49, 0.49, 0.36, 0.1, -0.6, -0.6], cut: .above(1500))
        let gusts = SlowModulation(
            decibels: [-16, -8.5, -10, -12, -15, -17.5, -19.5, -20.5], random: random.fork("gusts"))
        let twigs = Strikes.Shape(
            clock: EventClock(
                perSecond: 0.5 * density, bunching: 2, bunchSeconds: 4, sampleRate: rate, random: random.fork("twigs")),
            hertz: 2000...4000, decaySeconds: 0.006...0.012, noisiness: 0.3,
            minimumAmplitude: colour.treble * Decibels.amplitude(4.7), heightDecibels: 1, maximumDecibels: 12)
        var sources: [any AmbientSource] = [
            NoiseBed(
                colour, depths: [0.6, 0.7, 0.8, 1, 1.1, 1.2, 1.3, 1.3].map { $0 * density }, gusts: gusts,
                sampleRate: rate, random: random.fork("air")),
            Strikes(twigs, sampleRate: rate, random: random.fork("strikes")),
        ]
        let whistle = settings.number("whistle")
        if whistle > -40 {
            sources.append(
                AeolianTones(
                    gusts: gusts, hertz: SIMD2(420, 730), amplitude: Decibels.amplitude(whistle), sampleRate: rate,
                    random: random.fork("edges")))
        }
        scene = AmbientScene(settings: settings, context: context, trialSeconds: 60, trialShare: 0.25, sources: sources)
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
