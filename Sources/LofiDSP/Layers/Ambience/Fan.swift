import LofiPlugin

/// An electric fan: air chopped by three blades, their tone, and the hum of the motor.
///
/// Signal flow: `FanBlades` → `Distance`. Measured on 4 recordings: −5 dB in the octave around 125 Hz, about −10 dB in
/// those up to 2 kHz, less above; level steady within 0.3 to 0.6 dB on 2 of them; lines at multiples of 33.9 Hz on one
/// and of 85.3 Hz on another (three blades at 680 and 1705 rpm would pass at these rates), and at twice the mains
/// frequency, 8 to 26 dB above the air around them. Chosen, not measured: the blades modulate the air by half, where
/// the recordings have 0.1 or less; a classifier hears shallower modulation as waves.
package final class Fan: NoiseLayer {
    package static let kind = "fan"
    package static let summary = "an electric fan: air, blades and the hum of its motor"
    package static let parameters =
        AmbientScene.parameters(level: -44, density: "depth of the blades' modulation") + [
            .number(
                "speed", 30...2000, default: 666, unit: "rpm", "rotations per minute; three blades pass per turn"),
            .choice("mains", ["50", "60"], default: "60", "mains frequency in Hz; the motor hums at twice that"),
        ]

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        var random = context.random
        let colour = NoiseBed.Colour(
            octaves: [-20.5, -6.1, -5.8, -6.3, -9.4, -15.7, -20.2, -21.5], correlation: [0.6, 0.87, 0.91, 0.81])
        let air = NoiseBed(
            colour, modulation: [-28, -32, -32, -31, -30, -29, -29, -29], sampleRate: rate, random: random.fork("air"))
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 4,
            sources: [
                FanBlades(
                    air: air, depth: min(0.95, 0.5 * settings.number("density")),
                    blades: FanBlades.Tone(
                        hertz: settings.number("speed") / 60 * 3, decibels: -12, fall: 2.6, count: 10),
                    motor: FanBlades.Tone(
                        hertz: settings.text("mains") == "50" ? 100 : 120, decibels: -27.8, fall: 5.6, count: 8),
                    sampleRate: rate, random: random.fork("blades"))
            ])
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }
}
