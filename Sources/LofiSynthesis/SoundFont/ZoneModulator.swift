import LofiPlatform
import LofiScore

/// What moves a generator by velocity, key or controllers (SoundFont 2.04, section 8.2).
struct ZoneModulator: Sendable {
    /// What a voice hears of its note and its channel.
    struct Situation {
        var key: Int
        var velocity: Int
        var channel: ChannelControls
    }

    /// A source with its curve, as the format packs it: index, controller, direction, polarity, curve.
    struct Source: Sendable, Equatable {
        let code: Int

        /// 0…1, or -1…1 where bipolar; nil for what is not followed here (the wheel).
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
            // Of 128 steps: FluidSynth's reading of section 9.5.
            let position = Double(isFalling ? 128 - raw : raw) / 128
            guard isBipolar else { return Self.curve(code >> 10, position) }
            let signed = Double(isFalling ? 64 - raw : raw - 64) / 64
            return signed < 0 ? -Self.curve(code >> 10, min(1, -signed)) : Self.curve(code >> 10, signed)
        }

        /// Linear, concave, convex, switch. Concave is 40 log10 over 96 dB, section 9.5.
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

    /// Which modulators count as one, so that a font's own takes the place of a standard one.
    func isSame(as other: ZoneModulator) -> Bool {
        source == other.source && destination == other.destination && amountSource == other.amountSource
    }

    func value(_ situation: Situation) -> Double {
        guard let first = source.value(situation), let second = amountSource.value(situation) else { return 0 }
        return amount * first * second
    }

    /// Section 8.4: those of velocity, modulation wheel, pressure, volume, pan and expression. The one from velocity to the filter is left out, as
    /// FluidSynth leaves it out: section 8.4.2 lets the sound jump between velocities 63 and 64.
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
