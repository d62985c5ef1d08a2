import LofiPlugin

/// Distant rolling thunder over light rain.
///
/// Signal flow: `ThunderRolls` + light rain (see `Rain`) → `Distance`. Measured on 2 storms: most power at 250 to 500
/// Hz, −5 dB per octave above, second-by-second level with a standard deviation of 13 dB, left/right correlation 0.86
/// in the bass and about 0 above 1 kHz; one of them with rain.
package final class Thunder: NoiseLayer {
    package static let kind = "thunder"
    package static let summary = "distant rolling thunder over light rain"
    package static let parameters =
        AmbientScene.parameters(level: -36, density: "rate of thunder") + [
            .number(
                "rain", -60...0, default: -33, unit: "dB", "level of the rain relative to the thunder; -60 = no rain")
        ]

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let (rate, rain) = (context.sampleRate, settings.number("rain"))
        var random = context.random
        let rolls = ThunderRolls(
            perSecond: 0.1 * settings.number("density"), amplitude: Decibels.amplitude(-rain), sampleRate: rate,
            random: random.fork("rolls"))
        let drops =
            rain > -60
            ? Rain.sources(surface: "open", intensity: 0.2, sampleRate: rate, random: random.fork("rain")) : []
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 60, sources: [rolls] + drops)
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
