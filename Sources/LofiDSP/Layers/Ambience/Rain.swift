import LofiPlugin

/// Rain, from a drizzle to a storm: steady rush and single drops, in the open or on a surface.
///
/// Signal flow: `NoiseBed` of 8 octaves → + drops as short decaying resonances (Poisson) → window low-pass →
/// `Distance`. Measured on 25 rain recordings: nearly equal power per octave from 125 Hz to 8 kHz, 7 to 15 drops per
/// second at least 6 dB above the bed, each falling 10 dB in 2 to 18 ms depending on the surface, left/right
/// correlation 0.7 below 200 Hz, 0 to 0.3 above 3 kHz, level steady within 0.7 to 1.4 dB. Simplification: a drop is one
/// resonance, without the ringing bubble it leaves in water.
package final class Rain: NoiseLayer {
    package static let kind = "rain"
    package static let summary = "rain: steady rush and single drops, in the open or on a surface"
    package static let parameters: [Parameter] =
        [
            .number("level", -90...0, default: -40, unit: "dBFS", "RMS level"),
            .number("intensity", 0...1, default: 0.5, "0 = single drops, 1 = a storm"),
            .choice(
                "surface", ["open", "window", "roof", "umbrella"], default: "open", "what the nearest drops fall on"),
            .number(
                "window", 800...16000, default: 7000, unit: "Hz", "cutoff of the low-pass that stands for the window"),
        ] + AmbientScene.placeParameters

    private var scene: AmbientScene

    package init(settings: Settings, context: AudioContext) {
        let window = Biquad(
            .lowPass(cutoffHz: settings.number("window"), q: 0.6, sampleRate: context.sampleRate))
        scene = AmbientScene(
            settings: settings, context: context, trialSeconds: 4,
            sources: Self.sources(
                surface: settings.text("surface"), intensity: settings.number("intensity"),
                sampleRate: context.sampleRate, random: context.random),
            window: window)
    }

    package func render(into block: AudioBlock) { scene.render(into: block) }

    /// Returns the rush, with a mean square of about 1, and the drops.
    static func sources(
        surface: String, intensity: Double, sampleRate rate: Double, random: RandomStream
    ) -> [any AmbientSource] {
        let surface = Surface.named(surface, intensity: intensity)
        var random = random
        let colour = NoiseBed.Colour(octaves: surface.octaves, correlation: surface.correlation, cut: surface.cut)
        let drops = Strikes.Shape(
            clock: EventClock(
                perSecond: surface.perSecond, shape: surface.regularity, bunching: 0.1, bunchSeconds: 4,
                sampleRate: rate,
                random: random.fork("drops")),
            hertz: surface.hertz, decaySeconds: surface.decaySeconds, noisiness: surface.noisiness,
            minimumAmplitude: colour.treble * Decibels.amplitude(surface.minimumDecibels),
            heightDecibels: surface.heightDecibels, maximumDecibels: surface.maximumDecibels,
            delaySeconds: surface.delaySeconds)
        return [
            NoiseBed(colour, modulation: surface.modulation, sampleRate: rate, random: random.fork("rush")),
            Strikes(drops, sampleRate: rate, random: random.fork("strikes")),
        ]
    }
}

extension Rain {
    /// What was measured on rain that falls on a surface.
    fileprivate struct Surface {
        var octaves: [Double]
        var correlation: [Double]
        var modulation: [Double]
        var perSecond: Double
        /// Shape of the `EventClock`: 1 is Poisson.
        var regularity = 1
        var hertz: ClosedRange<Double>
        var decaySeconds: ClosedRange<Double>
        var noisiness: Double
        /// Level of the softest drop above the bed's treble, and mean height above that, in dB.
        var minimumDecibels: Double
        var heightDecibels: Double
        var maximumDecibels = 26.0
        var delaySeconds = 0.00012
        var cut: NoiseBed.Colour.Cut?

        static func named(_ name: String, intensity: Double) -> Surface {
            switch name {
            case "window":
                Surface(
                    octaves: [-26, -12.5, -9.2, -5.6, -5.3, -8.1, -11.4, -16.8], correlation: [0.58, 0.84, 0.58, 0.15],
                    modulation: [-30, -28, -34, -31, -30, -28, -28, -28], perSecond: 60 * (0.2 + 1.6 * intensity),
                    hertz: 900...5000, decaySeconds: 0.006...0.014, noisiness: 0.15, minimumDecibels: 9,
                    heightDecibels: 2, maximumDecibels: 12)
            case "roof":
                Surface(
                    octaves: [-26, -15.5, -8.5, -3.5, -5.5, -12.8, -15.5, -19.6], correlation: [0.5, 0.86, 0.78, 0.41],
                    modulation: [-24, -26, -18, -17, -16, -14, -14, -14], perSecond: 60 * (0.2 + 1.6 * intensity),
                    hertz: 700...4500, decaySeconds: 0.012...0.024, noisiness: 0.2, minimumDecibels: 9,
                    heightDecibels: 2.8, maximumDecibels: 16)
            case "umbrella":
                Surface(
                    octaves: [-42, -32, -20.5, -11.3, -5, -4.3, -8.5, -11.3], correlation: [0.35, 0.29, 0.38, 0.25],
                    modulation: [-36, -17, -16, -16, -20, -22, -24, -26], perSecond: 110 * (0.2 + 1.6 * intensity),
                    regularity: 2,
                    hertz: 900...9000, decaySeconds: 0.0008...0.002, noisiness: 0.6, minimumDecibels: 17,
                    heightDecibels: 4.5, maximumDecibels: 22, cut: .below(220))
            default: open(intensity)
            }
        }

        /// In the open the rush grows with the intensity, from a drizzle at 0.2 over 0.5 to a downpour at 0.9.
        private static func open(_ intensity: Double) -> Surface {
            let drizzle = [-13.5, -12.5, -11.5, -9.7, -6.8, -8.2, -11.4, -12.9]
            let steady = [-13.0, -7.5, -9.6, -8.5, -8.5, -8.2, -9.2, -11.5]
            let downpour = [-27.3, -20.0, -15.6, -8.5, -5.5, -6.8, -8.4, -11.0]
            func between(_ values: [Double]) -> Double {
                intensity < 0.5
                    ? values[1] + (values[0] - values[1]) * min(1, (0.5 - intensity) / 0.3)
                    : values[1] + (values[2] - values[1]) * min(1, (intensity - 0.5) / 0.4)
            }
            let octaves = (0..<8).map { between([drizzle[$0], steady[$0], downpour[$0]]) }
            return Surface(
                octaves: octaves,
                correlation: [
                    between([0.63, 0.72, 0.5]), between([0.74, 0.6, 0.65]), between([0.65, 0.4, 0.5]),
                    between([0.27, 0, 0.29]),
                ],
                modulation: [
                    between([-26, -30, -33]), between([-29, -31, -30]), between([-29, -31, -27]),
                    between([-25, -28, -26]), between([-25, -27, -24]), between([-25, -25, -23]),
                    between([-23, -23, -19]), between([-22, -22, -16]),
                ], perSecond: 40 + 50 * intensity,
                hertz: 1200...8000, decaySeconds: 0.002...0.006, noisiness: 0.2,
                minimumDecibels: between([8.25, 6.5, 9.5]), heightDecibels: between([3, 3.2, 2.6]), delaySeconds: 0.0003
            )
        }
    }
}
