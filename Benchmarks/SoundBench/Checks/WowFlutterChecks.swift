import LofiCore
import LofiDSP

/// Speed deviations, demodulated from a tone of 3150 Hz.
let wowFlutterChecks: [SoundCheck] = [
    SoundCheck("wow-flutter", "wow of 1 % at 33 1/3 rpm", within: 16.35...18.07, unit: "cents") {
        let found = try wowFlutter(["wow": .number(1), "flutter": .number(0), "drift": .number(0)], seconds: 19)
        return Demodulation.cents(found.deviations.map { abs($0) }.max() ?? 0)
    },
    SoundCheck("wow-flutter", "rate of the wow at 33 1/3 rpm", within: 0.55...0.5611, unit: "Hz", digits: 4) {
        try wowFlutter(["wow": .number(1), "flutter": .number(0), "drift": .number(0)], seconds: 19)
            .strongestRate(0.45...0.65)
    },
]

let wowFlutterPictures: [SoundPicture] = [
    SoundPicture("wow-flutter-deviation") {
        let found = try wowFlutter([:], seconds: 12)
        let points = found.deviations.enumerated().map { SIMD2(Double($0) * found.stepSeconds, 100 * $1) }
        return LinePlot(
            title: "wow-flutter as it stands: speed deviation", x: "s", 0...12, y: "%", -0.4...0.4,
            curves: [LinePlot.Curve("default", points)])
    }
]

private func wowFlutter(_ given: [String: ParameterValue], seconds: Double) throws -> Demodulation {
    let effect = try Signals.effect("wow-flutter", given)
    let output = Signals.through(effect, Signals.sine(3150, frames: Int(seconds * Signals.rate)))
    return Demodulation(Array(output.dropFirst(8820)), carrierHz: 3150)
}
