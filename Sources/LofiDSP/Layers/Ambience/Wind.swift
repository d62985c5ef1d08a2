import LofiPlugin

/// Wind in gusts; the stronger, the brighter.
///
/// Signal flow: `NoiseBed` whose treble follows the gusts more than its bass → `Distance`. Measured on 5 recordings:
/// −5.5 dB per octave, gusts at 0.05 to 0.37 Hz, with modulation above 2 kHz 9 dB deeper than overall. Simplification:
/// no howling in wires and gaps.
package final class Wind: NoiseLayer {
    package static let kind = "wind"
    package static let summary = "wind in gusts"
    package static let parameters = AmbientScene.parameters(level: -40, density: "strength of the gusts")

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let density = settings.number("density")
        var random = context.random
        let colour = NoiseBed.Colour(
            octaves: [-10.6, -11.1, -9.4, -6.6, -4.9, -14.9, -30.9, -33.3],
            correlation: [0.58, 0.58, 0.49, 0.49, 0.36, 0.36, -0.2, -0.2],
            cut: .above(900))
        let twigs = Strikes.Shape(
            clock: EventClock(
                perSecond: 1.3 * density, bunching: 2, bunchSeconds: 4, sampleRate: context.sampleRate,
                random: random.fork("twigs")),
            hertz: 2000...4000, decaySeconds: 0.006...0.012, noisiness: 0.3,
            minimumAmplitude: colour.treble * Decibels.amplitude(4.7), heightDecibels: 1, maximumDecibels: 12)
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 60,
            sources: [
                NoiseBed(
                    colour, modulation: [-11, -4, -7, -16, -32, -36, -36, -36],
                    depths: [0.4, 0.4, 0.45, 0.5, 0.6, 1, 1.2, 1.2].map { $0 * density },
                    sampleRate: context.sampleRate,
                    random: random.fork("gusts")),
                Strikes(twigs, sampleRate: context.sampleRate, random: random.fork("strikes")),
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
