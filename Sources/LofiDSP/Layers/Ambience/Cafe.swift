import LofiPlugin

/// A café: murmur, talk at other tables, cups.
///
/// Signal flow: `NoiseBed` (many distant voices) + `Talk` (eight tables, the nearest clear) + cups and spoons in bunches →
/// `Distance`. Measured on 5 recordings: most power around 500 Hz, −13 dB per octave above 4 kHz, 5 events per second
/// at least 6 dB above the bed, bunched (interval CV 1.6), each falling 10 dB in 24 ms; modulation of the treble at 0.8
/// to 3.2 Hz, the syllable rate.
package final class Cafe: NoiseLayer {
    package static let kind = "cafe"
    package static let summary = "a café: talk at the tables, cups"
    package static let parameters = AmbientScene.parameters(level: -40, density: "amount of talk and of cups put down")

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let (rate, density) = (context.sampleRate, settings.number("density"))
        var random = context.random
        let murmur = NoiseBed.Colour(
            octaves: [-22, -11.4, -9.7, -4, -8.5, -13, -17, -30], correlation: [0.77, 0.67, 0.5, 0.1], cut: .above(3000)
        )
        let cups = Strikes.Shape(
            clock: EventClock(
                perSecond: 3.4 * density, bunching: 1.5, bunchSeconds: 2.5,
                burst: .random(count: 0...4, gapSeconds: 0.03...0.25), sampleRate: rate, random: random.fork("cups")),
            hertz: 2200...5500, decaySeconds: 0.012...0.035,
            minimumAmplitude: murmur.treble * Decibels.amplitude(10.6), heightDecibels: 2.3, maximumDecibels: 32,
            spread: 0.7)
        let cupsPutDown = Strikes.Shape(
            clock: EventClock(
                perSecond: 0.2 * density, bunching: 0.8, bunchSeconds: 6, sampleRate: rate,
                random: random.fork("tables")),
            hertz: 180...700, decaySeconds: 0.012...0.03, noisiness: 0.4,
            minimumAmplitude: Decibels.amplitude(11), heightDecibels: 2.5, maximumDecibels: 10, spread: 0.6)
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 30, trialShare: 0.25,
            sources: [
                NoiseBed(
                    murmur, modulation: [-16, -17, -18, -16, -17, -18, -20, -22],
                    depths: [0.9, 0.9, 0.9, 0.9, 1.2, 2.2, 3, 3], sampleRate: rate, random: random.fork("murmur")),
                Talk(amplitude: 6, density: density, sampleRate: rate, random: random.fork("talk")),
                Strikes(cupsPutDown, sampleRate: rate, random: random.fork("knocks")),
                Strikes(cups, sampleRate: rate, random: random.fork("strikes")),
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
