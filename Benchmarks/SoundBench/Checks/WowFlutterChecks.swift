import Foundation
import LofiDSP
import LofiPlugin

/// Speed deviations, demodulated from a 3150 Hz tone, and side effects of the moving read position.
let wowFlutterChecks: [SoundCheck] = [
    SoundCheck("wow-flutter", "wow of 1 % at 33 1/3 rpm, peak", within: 16.35...18.07, unit: "cents") {
        peakCents(try wowFlutter(wow: 1))
    },
    SoundCheck("wow-flutter", "flutter of 0.3 % at 9 Hz, peak", within: 4.92...5.45, unit: "cents", digits: 2) {
        // A short window: 27 Hz pass it with 0.1 dB of loss.
        peakCents(try wowFlutter(flutter: 0.3, seconds: 6, windowSeconds: 0.005))
    },
    SoundCheck("wow-flutter", "rate of the wow at 33 1/3 rpm", within: 0.55...0.5611, unit: "Hz", digits: 4) {
        try wowFlutter(wow: 1).strongestRate(0.45...0.65)
    },
    SoundCheck("wow-flutter", "rate of the wow at 45 rpm", within: 0.7425...0.7575, unit: "Hz", digits: 4) {
        try wowFlutter(wow: 1, more: ["rpm": .text("45")]).strongestRate(0.65...0.85)
    },
    SoundCheck("wow-flutter", "rate of the flutter at 9 Hz", within: 8.91...9.09, unit: "Hz", digits: 3) {
        try wowFlutter(flutter: 0.3, seconds: 6, windowSeconds: 0.005).strongestRate(7...12)
    },
    SoundCheck(
        "wow-flutter", "random wow of 1 %: deviation exceeded for 5 % of 20 minutes", within: 0.95...1.05, unit: "%",
        digits: 3, isQuick: false
    ) {
        let rate = 8000.0
        let effect = try Signals.effect(
            "wow-flutter", ["wow": .number(1), "flutter": .number(0), "drift": .number(1)], rate: rate)
        let output = Signals.through(effect, Signals.sine(1000, frames: Int(1200 * rate), rate: rate))
        let found = Demodulation(
            Array(output.dropFirst(8000)), carrierHz: 1000, sampleRate: rate, windowSeconds: 0.02, stepSeconds: 0.02)
        let sorted = found.deviations.map { abs($0) }.sorted()
        return 100 * sorted[Int(0.95 * Double(sorted.count))]
    },
    SoundCheck(
        "wow-flutter", "level of 3150 Hz under 1 % of wow: variation", within: -.infinity...0.1, unit: "dB", digits: 3
    ) { swing(try wowFlutter(wow: 1)) },
    SoundCheck(
        "wow-flutter", "level of 10 kHz under 1 % of wow: variation", within: -.infinity...0.1, unit: "dB", digits: 3
    ) { swing(try wowFlutter(wow: 1, hertz: 10000, seconds: 6, windowSeconds: 0.005)) },
    SoundCheck(
        "wow-flutter", "highest image of 10 kHz under 1 % of wow, against the tone", within: -.infinity ... -80,
        unit: "dB"
    ) {
        let output = try warped(hertz: 10000, wow: 1, seconds: 8)
        let spectrum = Spectrum.left(output)
        let tone = spectrum.level(9500..<10500)
        let highest =
            spectrum.powers.enumerated().filter { abs(Double($0.offset) * spectrum.binHz - 10000) > 400 }
            .map(\.element).max() ?? 0
        return 10 * log10(max(1e-30, highest)) - tone
    },
]

let wowFlutterPictures: [SoundPicture] = [
    SoundPicture("wow-flutter-deviation") {
        let found = try wowFlutter(wow: 0.2, flutter: 0.04, drift: 0.4, seconds: 12, windowSeconds: 0.01)
        let points = found.deviations.enumerated().map { SIMD2(Double($0) * found.stepSeconds, 100 * $1) }
        return LinePlot(
            title: "wow-flutter, defaults: speed deviation", x: "s", 0...12, y: "%", -0.4...0.4,
            curves: [LinePlot.Curve("default", points)])
    }
]

private func warped(
    hertz: Double = 3150, wow: Double = 0, flutter: Double = 0, drift: Double = 0, seconds: Double,
    more: [String: ParameterValue] = [:]
) throws -> [StereoFrame] {
    let given: [String: ParameterValue] = ["wow": .number(wow), "flutter": .number(flutter), "drift": .number(drift)]
    let effect = try Signals.effect("wow-flutter", given.merging(more) { $1 })
    return Array(
        Signals.through(effect, Signals.sine(hertz, frames: Int(seconds * Signals.rate))).dropFirst(8820))
}

private func wowFlutter(
    wow: Double = 0, flutter: Double = 0, drift: Double = 0, hertz: Double = 3150, seconds: Double = 19,
    windowSeconds: Double = 0.02, more: [String: ParameterValue] = [:]
) throws -> Demodulation {
    Demodulation(
        try warped(hertz: hertz, wow: wow, flutter: flutter, drift: drift, seconds: seconds, more: more),
        carrierHz: hertz, windowSeconds: windowSeconds)
}

private func peakCents(_ found: Demodulation) -> Double {
    Demodulation.cents(found.deviations.map { abs($0) }.max() ?? 0)
}

private func swing(_ found: Demodulation) -> Double { (found.levels.max() ?? 0) - (found.levels.min() ?? 0) }
