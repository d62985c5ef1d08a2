import LofiPlugin

/// Waves breaking on a beach, one every seven seconds or so.
///
/// Signal flow: `NoiseBed` with swells (rise of 1 to 3 s, slower fall; the treble follows more than the bass) + foam
/// (small bubbles) → `Distance`. Measured on 4 recordings: slow modulation peak at 0.10 to 0.29 Hz, second-by-second
/// level with a standard deviation of 5 dB, most power around 1 kHz.
package final class Waves: NoiseLayer {
    package static let kind = "waves"
    package static let summary = "waves breaking on a beach"
    package static let parameters = AmbientScene.parameters(level: -38, density: "rate of breaking waves")

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let (rate, density) = (context.sampleRate, settings.number("density"))
        var random = context.random
        let colour = NoiseBed.Colour(
            octaves: [-26, -19, -12, -7, -5.5, -7.7, -10.3, -15.3], correlation: [0.64, 0.64, 0.71, 0.62],
            cut: .above(11000))
        let breakers = Swells.Shape(
            clock: EventClock(perSecond: 0.15 * density, shape: 12, sampleRate: rate, random: random.fork("breakers")),
            riseSeconds: 1...2.6, fallSeconds: 1.2...3, spreadDecibels: 2, travel: 0.3, floorDecibels: -14)
        let foam = Strikes.Shape(
            clock: EventClock(
                perSecond: 20 * density, bunching: 0.5, bunchSeconds: 4, sampleRate: rate, random: random.fork("foam")),
            hertz: 2000...9000, decaySeconds: 0.0018...0.004, noisiness: 0.2,
            minimumAmplitude: colour.treble * Decibels.amplitude(-4.3), heightDecibels: 1.9, maximumDecibels: 22)
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 60,
            sources: [
                NoiseBed(
                    colour, modulation: [-24, -24, -15, -13, -20, -24, -24, -24, -24],
                    depths: [0.8, 0.8, 0.85, 0.9, 1, 1, 1.1, 1.2],
                    swells: Swells(breakers, sampleRate: rate, random: random.fork("swells")), sampleRate: rate,
                    random: random.fork("surf")),
                Strikes(foam, sampleRate: rate, random: random.fork("bubbles")),
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
