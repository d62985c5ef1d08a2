import LofiPlugin

/// A summer night: crickets close by, katydids in the trees, hardly any air.
///
/// Signal flow: `NoiseBed` + crickets (chirps of three pulses at 3.6 to 4.3 kHz, each with its own rhythm) + tree
/// crickets (long trills) + katydids (rasps at 7 to 9 kHz) → `Distance`. Measured on 3 nights: 95 % of the power below
/// 4.9 kHz, the octave around 4 kHz 20 dB above all others, modulation strongest at 0.8 to 6 Hz, 48 pulses per second.
/// T. J. Walker, "Singing insects of North America": field crickets chirp 3 pulses of 15 to 20 ms.
package final class Night: NoiseLayer {
    package static let kind = "night"
    package static let summary = "a summer night: crickets and katydids"
    package static let parameters = AmbientScene.parameters(level: -46, density: "number of insects singing")

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let (rate, density) = (context.sampleRate, settings.number("density"))
        var random = context.random
        let air = NoiseBed.Colour(
            octaves: [-22.8, -17.5, -22, -24, -24, -21, -14, -30], correlation: [0.73, 0.41, 0.56, 0.6])
        let crickets = Singers.Species(
            count: Int((9 * density).rounded()), hertz: 3600...4300, toneSeconds: 0.014...0.02,
            gapSeconds: 0.012...0.018, tonesPerPhrase: 2...4, restSeconds: 0.38...0.91, farDecibels: 23,
            amplitude: 12.6, spread: 0.5, delaySeconds: 0.00006, listening: 0.1, phraseDecibels: 1.2)
        let katydids = Singers.Species(
            count: Int((3 * density).rounded()), hertz: 6800...8200, toneSeconds: 0.01...0.02, gapSeconds: 0.01...0.03,
            tonesPerPhrase: 6...14, restSeconds: 0.8...2, farDecibels: 8, amplitude: 0.35, spread: 0.9)
        let trillers = Singers.Species(
            count: Int((3 * density).rounded()), hertz: 3200...4200, toneSeconds: 0.011...0.013,
            gapSeconds: 0.006...0.008,
            tonesPerPhrase: 300...900, restSeconds: 0.2...0.6, farDecibels: 6, amplitude: 1.4, spread: 0.5,
            delaySeconds: 0.00006)
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 30,
            sources: [
                NoiseBed(
                    air, modulation: [-16, -22, -26, -30, -30, -30, -30, -30], sampleRate: rate,
                    random: random.fork("air")),
                Singers(crickets, sampleRate: rate, random: random.fork("crickets")),
                Singers(trillers, sampleRate: rate, random: random.fork("tree crickets")),
                Singers(katydids, sampleRate: rate, random: random.fork("katydids")),
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
