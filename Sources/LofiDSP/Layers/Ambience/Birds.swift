import LofiPlugin

/// Birds at the edge of a wood, none closer than ten metres.
///
/// Signal flow: `NoiseBed` (leaves) + warblers (fast gliding tones in phrases) + a few whistlers (slower, lower) →
/// `Distance`. Measured on 2 recordings: 95 % of the power below 6 kHz, the octave around 4 kHz strongest, left/right
/// correlation about 0, 6 to 11 events per second; song of 2 to 8 kHz in tones of 50 to 300 ms (C. K. Catchpole and P.
/// J. B. Slater, "Bird Song", 2008), here 35 to 130 ms, which swell and end sharply: the calls in the recordings fall
/// by 10 dB within 12 ms.
package final class Birds: NoiseLayer {
    package static let kind = "birds"
    package static let summary = "birds at the edge of a wood"
    package static let parameters = AmbientScene.parameters(level: -44, density: "number of birds singing")

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let (rate, density) = (context.sampleRate, settings.number("density"))
        var random = context.random
        let leaves = NoiseBed.Colour(
            octaves: [-29, -22, -19, -14, -21, -8, -1, -11], correlation: [0.2, 0, 0, -0.1])
        let warblers = Singers.Species(
            count: Int((18 * density).rounded()), hertz: 2200...5800, glideOctaves: 0.5, leapOctaves: 0.25,
            toneSeconds: 0.035...0.13, gapSeconds: 0.02...0.1, tonesPerPhrase: 2...9, restSeconds: 2...9,
            farDecibels: 12, amplitude: 2.9, spread: 1, delaySeconds: 0.004, freedom: 0.6, lateness: 3,
            phraseDecibels: 5.9)
        let whistlers = Singers.Species(
            count: Int((2 * density).rounded()), hertz: 1900...2800, glideOctaves: 0.15, leapOctaves: 0.3,
            toneSeconds: 0.15...0.35, gapSeconds: 0.08...0.2, tonesPerPhrase: 2...5, restSeconds: 5...12,
            farDecibels: 8, amplitude: 2, spread: 1, delaySeconds: 0.004, freedom: 0.3, lateness: 3, phraseDecibels: 4)
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 60,
            sources: [
                NoiseBed(
                    leaves, modulation: [-14, -9, -10, -18, -24, -30, -34, -36], sampleRate: rate,
                    random: random.fork("leaves")),
                Singers(warblers, sampleRate: rate, random: random.fork("warblers")),
                Singers(whistlers, sampleRate: rate, random: random.fork("whistlers")),
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
