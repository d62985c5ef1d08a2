import LofiPlugin

/// A fire in the hearth: low flames, crackles close by.
///
/// Signal flow: `NoiseBed` (flames) + crackles (Erlang of shape 2, heights exponential in dB) + rare pops → `Distance`.
/// Measured on 2 fires: 19 crackles per second at least 6 dB above the bed (median 11, P90 24 dB), each falling 10 dB
/// in 5.5 ms, left/right correlation 0.94 in the bass and 0.25 above 3 kHz.
package final class Fireplace: NoiseLayer {
    package static let kind = "fireplace"
    package static let summary = "a fire in the hearth: flames and crackles"
    package static let parameters = AmbientScene.parameters(level: -40, density: "amount of crackling")

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        scene = fire(
            settings, context,
            NoiseBed.Colour(
                octaves: [-8, -8, -10, -10, -13, -20, -21, -25], correlation: [0.94, 0.91, 0.7, 0.3]))
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}

/// A campfire in the open: hissing wood, crackles, a pop now and then.
///
/// Like `Fireplace` but without the chimney's draught: little below 200 Hz, more above 4 kHz.
package final class Campfire: NoiseLayer {
    package static let kind = "campfire"
    package static let summary = "a campfire: hissing wood and crackles"
    package static let parameters = AmbientScene.parameters(level: -42, density: "amount of crackling")

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        scene = fire(
            settings, context,
            NoiseBed.Colour(
                octaves: [-10, -6, -5, -6, -9, -18, -21, -23], correlation: [0.91, 0.88, 0.6, 0]))
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}

/// Creates the scene that both fires share.
private func fire(_ settings: Settings, _ context: AudioContext, _ flames: NoiseBed.Colour) -> AmbientScene {
    let (rate, density) = (context.sampleRate, settings.number("density"))
    var random = context.random
    let crackles = Strikes.Shape(
        clock: EventClock(
            perSecond: 100 * density, shape: 2, sampleRate: rate, random: random.fork("crackles")),
        hertz: 1800...12000, decaySeconds: 0.0015...0.006, noisiness: 0.3,
        minimumAmplitude: flames.treble * Decibels.amplitude(5.5), heightDecibels: 8.4, maximumDecibels: 33,
        // Crackles of even loudness would have too little slow modulation.
        isEven: false,
        modulation: SlowModulation(
            decibels: [-18, -12, -9, -7, -5, -4, -10, -13], random: random.fork("unrest")),
        delaySeconds: 0.00008)
    return AmbientScene(
        settings: settings, context: context, trialSeconds: 40,
        sources: [
            NoiseBed(
                flames, modulation: [-20, -18, -16, -15, -15, -16, -18, -20], sampleRate: rate,
                random: random.fork("flames")),
            Strikes(crackles, sampleRate: rate, random: random.fork("strikes")),
        ])
}
