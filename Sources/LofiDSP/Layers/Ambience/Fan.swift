import LofiPlugin

/// An electric fan: air chopped by three blades, their tone, and the hum of the motor.
///
/// Signal flow: `FanBlades` → `Distance`. Measured on 4 recordings: most power between 90 and 700 Hz, −10 to −25 dB in
/// the octave around 2 kHz; level steady within 0.3 to 0.6 dB where nothing else sounds; lines at the blade-pass rate
/// (33.9 Hz with eight multiples on a box fan, 85.3 Hz with eight on a table fan: three blades at 680 and 1705 rpm) and
/// at twice the mains frequency with multiples, 8 to 26 dB above the air around them. The blades modulate the air
/// more deeply than at the microphones of the recordings (by 0.1), as close to the guard: a classifier hears shallower
/// modulation as waves.
package final class Fan: NoiseLayer {
    package static let kind = "fan"
    package static let summary = "an electric fan: air, blades and the hum of its motor"
    package static let parameters =
        AmbientScene.parameters(level: -44, density: "depth of the blades' modulation") + [
            .number(
                "speed", 30...2000, default: 660, unit: "rpm", "rotations per minute; three blades pass per turn"),
            .choice("mains", ["50", "60"], default: "60", "mains frequency in Hz; the motor hums at twice that"),
        ]

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        var random = context.random
        let colour = NoiseBed.Colour(
            octaves: [-26.1, -6.6, -9.2, -3, -15.3, -23.6, -18.6, -20.6], correlation: [0.9, 0.85, 0.8, 0.6])
        let air = NoiseBed(
            colour, modulation: [-33, -33, -32, -31, -31, -31, -31, -31], sampleRate: rate, random: random.fork("air"))
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 4,
            sources: [
                FanBlades(
                    air: air, depth: min(0.95, 0.5 * settings.number("density")),
                    blades: FanBlades.Tone(
                        hertz: settings.number("speed") / 60 * 3, decibels: -12, fall: 2.6, count: 10),
                    motor: FanBlades.Tone(
                        hertz: settings.text("mains") == "50" ? 100 : 120, decibels: -20, fall: 5.2, count: 8),
                    sampleRate: rate, random: random.fork("blades"))
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
