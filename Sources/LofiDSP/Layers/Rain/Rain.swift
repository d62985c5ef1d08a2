import LofiCore

/// Rain behind a window: a steady rush, and drops.
///
/// Signal flow: noise in three bands, the lower the more alike left and right → slow swell; drops as short decaying tones
/// at random (Poisson) → window low-pass. Measured on 25 rain recordings: nearly white per octave from 125 Hz to 8 kHz,
/// 7 drops a second 6 dB and more over the bed, each falling 10 dB in 4 to 5 ms, correlation of left and right 0.7 below
/// 200 Hz, 0 above 3 kHz, level steady within 0.7 to 1.4 dB.
public final class Rain: NoiseLayer {
    public static let kind = "rain"
    public static let summary = "rain behind a window: a steady rush, and drops"
    public static let parameters: [Parameter] = [
        .number("level", -90...0, default: -40, unit: "dBFS", "RMS"),
        .number("intensity", 0...1, default: 0.5, "from single drops to a downpour"),
        .number("window", 800...16000, default: 7000, unit: "Hz", "what the window lets through"),
    ]

    private var sound: RainSound

    public init(settings: Settings, context: AudioContext) { sound = RainSound(settings: settings, context: context) }

    public func render(into block: AudioBlock) { sound.render(into: block) }
}
