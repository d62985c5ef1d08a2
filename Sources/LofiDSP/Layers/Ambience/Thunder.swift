import LofiPlugin

/// Distant rolling thunder.
///
/// Signal flow: `NoiseBed` with bursts of swells, the first one strongest, the treble decaying first → `Distance`.
/// Measured on 2 storms: most power at 250 to 500 Hz, −5 dB per octave above, decay of 10 dB in 0.6 s, second-by-second
/// level with a standard deviation of 13 dB. The rolling comes from the bends of the lightning channel, which are at
/// different distances (H. S. Ribner and D. Roy, 1982).
package final class Thunder: NoiseLayer {
    package static let kind = "thunder"
    package static let summary = "distant rolling thunder"
    package static let parameters = AmbientScene.parameters(level: -36, density: "rate of thunder")

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let (rate, density) = (context.sampleRate, settings.number("density"))
        var random = context.random
        let colour = NoiseBed.Colour(
            octaves: [-10.8, -5.3, -4.2, -8.1, -15.4, -22.8, -28.4, -34.4],
            correlation: [0.86, 0.86, 0.85, 0.6, 0, 0, 0, 0],
            cut: .above(450))
        let rolling = Swells.Shape(
            clock: EventClock(
                perSecond: 0.085 * density, shape: 4, burst: .random(count: 7...15, gapSeconds: 0.3...0.9),
                sampleRate: rate, random: random.fork("lightning")),
            riseSeconds: 0.05...0.3, fallSeconds: 0.35...1, spreadDecibels: 2.5, burstFadeDecibels: 1.5, travel: 0.5,
            floorDecibels: -28)
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 60,
            sources: [
                NoiseBed(
                    colour, modulation: [-30, -30, -30, -20, -18, -15, -13, -12],
                    depths: [1, 1, 1, 1, 0.85, 0.7, 0.6, 0.6],
                    swells: Swells(rolling, sampleRate: rate, random: random.fork("swells")), sampleRate: rate,
                    random: random.fork("air"))
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
