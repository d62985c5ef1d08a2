import LofiPlatform
import LofiScore

/// A modulator of a generator by velocity, key or controllers (SoundFont 2.04, section 8.2).
struct ZoneModulator: Sendable {
    /// The note and channel state that modulators read.
    struct Situation {
        var key: Int
        var velocity: Int
        var channel: ChannelControls
    }

    /// A source in the format's packed form: index, controller flag, direction, polarity, curve.
    struct Source: Sendable, Equatable {
        let code: Int

        /// The source's value, 0…1 or -1…1 if bipolar; nil for unsupported sources (the pitch wheel).
        func value(_ situation: Situation) -> Double? {
            let index = code & 0x7F
            let raw: Int
            if code & 0x80 != 0 {
                raw = Int(situation.channel.controllers[index])
            } else {
                switch index {
                case 0: return 1
                case 2: raw = situation.velocity
                case 3: raw = situation.key
                case 10: raw = Int(situation.channel.keyPressures[situation.key])
                case 13: raw = Int(situation.channel.pressure)
                default: return nil
                }
            }
            let isFalling = code & 0x100 != 0
            let isBipolar = code & 0x200 != 0
            // 128 steps, as FluidSynth interprets section 9.5.
            let position = Double(isFalling ? 128 - raw : raw) / 128
            guard isBipolar else { return Self.curve(code >> 10, position) }
            let signed = Double(isFalling ? 64 - raw : raw - 64) / 64
            return signed < 0 ? -Self.curve(code >> 10, min(1, -signed)) : Self.curve(code >> 10, signed)
        }

        /// The curve: linear, concave, convex or switch. Concave is 40 log10 over 96 dB (section 9.5).
        private static func curve(_ kind: Int, _ x: Double) -> Double {
            func concave(_ x: Double) -> Double { x >= 1 ? 1 : min(1, -400 / 960 * log10(1 - x)) }
            switch kind {
            case 1: return concave(x)
            case 2: return 1 - concave(1 - x)
            case 3: return x >= 0.5 ? 1 : 0
            default: return x
            }
        }
    }

    let source: Source
    let destination: Int
    var amount: Double
    let amountSource: Source

    /// Whether two modulators are identical in the standard's sense, so that a font's own replaces a standard one.
    func isSame(as other: ZoneModulator) -> Bool {
        source == other.source && destination == other.destination && amountSource == other.amountSource
    }

    func value(_ situation: Situation) -> Double {
        guard let first = source.value(situation), let second = amountSource.value(situation) else { return 0 }
        return amount * first * second
    }

    /// The standard modulators (section 8.4) of velocity, modulation wheel, pressure, volume, pan and expression. As in
    /// FluidSynth, velocity to filter cutoff is left out, because section 8.4.2 makes the timbre jump between velocities 63
    /// and 64.
    static let standard = [
        ZoneModulator(0x0502, to: .attenuation, 960), ZoneModulator(0x0587, to: .attenuation, 960),
        ZoneModulator(0x0081, to: .vibratoToPitch, 50), ZoneModulator(0x000D, to: .vibratoToPitch, 50),
        ZoneModulator(0x028A, to: .pan, 500),
        ZoneModulator(0x058B, to: .attenuation, 960),
    ]

    private init(_ code: Int, to generator: SampleZone.Generator, _ amount: Double) {
        self.init(
            source: Source(code: code), destination: Int(generator.rawValue), amount: amount,
            amountSource: Source(code: 0))
    }

    init(source: Source, destination: Int, amount: Double, amountSource: Source) {
        (self.source, self.destination, self.amount, self.amountSource) = (source, destination, amount, amountSource)
    }
}
