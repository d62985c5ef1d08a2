import Foundation
import LofiDSP
import LofiPlugin

/// The groove of a record against the geometry of stylus and disc.
let recordGrooveChecks: [SoundCheck] =
    [44100.0, 48000].map { rate in
        SoundCheck(
            "record-groove", "aliases of 5 kHz at -6 dBFS, \(Int(rate)) Hz, worn, innermost",
            within: -.infinity ... -80, unit: "dBFS"
        ) {
            let worn = pinned(100).merging(["wear": .number(100), "level": .number(12)]) { $1 }
            let output = Signals.through(
                try Signals.effect("record-groove", worn, rate: rate), tone(5000, decibels: -6, rate: rate))
            let spectrum = Spectrum.left(output.suffix(65536), rate: rate, size: 65536)
            return spectrum.powers.enumerated().reduce(-300) { highest, bin in
                let hertz = Double(bin.offset) * spectrum.binHz
                let beside = abs(hertz - 5000 * (hertz / 5000).rounded())
                return beside < 40 ? highest : max(highest, 10 * log10(max(1e-30, bin.element * 2)))
            }
        }
    }
    + [
        SoundCheck(
            "record-groove", "second harmonic of 2 kHz against r ω u / (2 v²) of an 18 µm tip, innermost",
            within: -1...1, unit: "dB"
        ) {
            let side = try harmonic(2000, ["wear": .number(100)], place: 100).side
            // Velocity after the recording curve, and the harmonic after the replay curve.
            let velocity = 0.1 * pow(10, -12.0 / 20) / ReplayCurve.replayMagnitude(2000)
            let speed = 2 * Double.pi * 0.0603 / 1.8
            let traced = 18e-6 * 2 * .pi * 2000 * velocity * velocity / (2 * speed * speed)
            return side - 20 * log10(traced * ReplayCurve.replayMagnitude(4000) / 0.1)
        },
        SoundCheck(
            "record-groove", "growth of that harmonic from outer to inner groove", within: 14.4...16.4, unit: "dB"
        ) {
            try harmonic(2000, [:], place: 100).side - harmonic(2000, [:], place: 0).side
        },
        SoundCheck(
            "record-groove", "pinch effect: second harmonic of a mono tone, side over mid", within: 20 ... .infinity,
            unit: "dB"
        ) {
            let found = try harmonic(2000, ["wear": .number(0)], place: 100)
            return found.side - found.middle
        },
        SoundCheck("record-groove", "10 kHz, worn, loss from outer to inner groove", within: 3...9, unit: "dB") {
            func level(_ place: Double) throws -> Double {
                let given = pinned(place).merging(["wear": .number(100)]) { $1 }
                let output = Signals.through(
                    try Signals.effect("record-groove", given), tone(10000, decibels: -30, rate: Signals.rate))
                return Signals.level(output.suffix(8192), at: 10000)
            }
            return try level(0) - level(100)
        },
        SoundCheck("record-groove", "10 kHz, new, outer groove", within: -1...0.5, unit: "dB") {
            let given = pinned(0).merging(["wear": .number(0)]) { $1 }
            let output = Signals.through(
                try Signals.effect("record-groove", given), tone(10000, decibels: -30, rate: Signals.rate))
            return Signals.level(output.suffix(8192), at: 10000) + 30
        },
        SoundCheck("record-groove", "side at 50 Hz, mono below 150 Hz", within: -20 ... -18, unit: "dB") {
            try side(50, [:])
        },
        SoundCheck("record-groove", "side at 1 kHz, mono below 150 Hz", within: -0.3...0.3, unit: "dB", digits: 2) {
            try side(1000, [:])
        },
        SoundCheck("record-groove", "side at 1 kHz of 1950", within: -.infinity ... -100, unit: "dB") {
            try side(1000, ["era": .text("1950")])
        },
        SoundCheck("record-groove", "1930: 50 Hz and 10 kHz re 1 kHz", promise: "at most -10 dB each") {
            let levels = try [50.0, 1000, 10000].map { hertz in
                let given = pinned(0).merging(["era": .text("1930"), "rpm": .text("78")]) { $1 }
                let output = Signals.through(
                    try Signals.effect("record-groove", given), tone(hertz, decibels: -30, rate: Signals.rate))
                return Signals.level(output.suffix(17640), at: hertz)
            }
            let (low, high) = (levels[0] - levels[1], levels[2] - levels[1])
            return SoundCheck.Finding(
                "\(Signals.text(low, digits: 1)), \(Signals.text(high, digits: 1)) dB", holds: max(low, high) <= -10)
        },
    ]
    + [22050.0, 48000, 96000].map { rate in
        SoundCheck(
            "record-groove", "100 Hz to 6 kHz at \(Int(rate)) Hz against 44100 Hz", within: -0.5...0.5, unit: "dB",
            digits: 2
        ) {
            func levels(_ rate: Double) throws -> [Double] {
                try [100.0, 1000, 3000, 6000].map { hertz in
                    let effect = try Signals.effect("record-groove", pinned(100), rate: rate)
                    let output = Signals.through(effect, tone(hertz, decibels: -30, rate: rate))
                    return Signals.level(output.suffix(Int(0.2 * rate)), at: hertz, rate: rate)
                }
            }
            return zip(try levels(rate), try levels(Signals.rate)).map { $0 - $1 }.max { abs($0) < abs($1) } ?? .nan
        }
    }

let recordGroovePictures: [SoundPicture] = [
    SoundPicture("record-groove-response") {
        let places = [("outer groove", 0.0), ("middle", 50), ("inner groove", 100)]
        let curves = try places.map { label, place in
            let effect = try Signals.effect("record-groove", pinned(place).merging(["wear": .number(50)]) { $1 })
            let output = Signals.through(effect, Signals.impulse(frames: 16384, at: 8000).map { $0 * 0.02 })
            let reference = Spectrum.left(Signals.impulse(frames: 16384, at: 8000).map { $0 * 0.02 }, size: 16384)
            let spectrum = Spectrum.left(output, size: 16384)
            return LinePlot.Curve(
                label,
                zip(spectrum.curve(), reference.curve()).map { SIMD2($0.x, $0.y - $1.y) })
        }
        return LinePlot(
            title: "record-groove, wear 50: response along the side", x: "Hz", 20...20000, isLogarithmic: true,
            y: "dB", -30...6, curves: curves)
    }
]

/// Returns settings for one position on the side, from 0 (outer) to 100 (inner).
private func pinned(_ place: Double) -> [String: ParameterValue] { ["from": .number(place), "to": .number(place)] }

private func tone(_ hertz: Double, decibels: Double, rate: Double) -> [StereoFrame] {
    Signals.sine(hertz, frames: Int(1.8 * rate), decibels: decibels, rate: rate)
}

/// Returns the level in dB of the second harmonic of a mono tone at -12 dBFS, in side and mid.
private func harmonic(_ hertz: Double, _ given: [String: ParameterValue], place: Double) throws -> (
    side: Double, middle: Double
) {
    let effect = try Signals.effect("record-groove", pinned(place).merging(given) { $1 })
    let output = Signals.through(effect, tone(hertz, decibels: -12, rate: Signals.rate)).suffix(22050)
    func level(_ sign: Float) -> Double {
        Signals.level(output.map { StereoFrame(repeating: ($0.x + sign * $0.y) / 2) }, at: 2 * hertz)
    }
    return (level(-1), level(1))
}

/// Returns the gain in dB of a tone in the side signal only.
private func side(_ hertz: Double, _ given: [String: ParameterValue]) throws -> Double {
    let input = tone(hertz, decibels: -30, rate: Signals.rate).map { StereoFrame($0.x, -$0.x) }
    let output = Signals.through(try Signals.effect("record-groove", given), input).suffix(22050)
    return Signals.level(output.map { StereoFrame(repeating: ($0.x - $0.y) / 2) }, at: hertz) + 30
}
