import Foundation
import LofiDSP
import LofiPlugin

/// Reverbs: decay time per octave, whether one mode rings longer than the others, echo density.
let spaceChecks: [SoundCheck] = [
    decayChecks("reverb", times: [0.6, 1.4, 3.6], ["pre-delay": .number(0)]),
    decayChecks("plate", times: [0.8, 2, 4], [:]),
    decayChecks("room", times: [0.4, 0.6, 1], ["early": .number(-24)]),
    ["reverb", "plate", "room", "spring"].map { sendLevel($0) },
    otherSpaceChecks,
].flatMap { $0 }

private let otherSpaceChecks: [SoundCheck] = [
    SoundCheck("room", "first wall reflection, 4.5 m", within: 1.5...6, unit: "ms") {
        let answer = Signals.through(
            try Signals.effect("room", ["mix": .number(1)]), Signals.impulse(frames: 4410))
        return 1000 * Double(answer.firstIndex { abs($0.x) > 0.01 } ?? 0) / Signals.rate
    },
    SoundCheck(
        "spring", "RT60 in the octaves 500 Hz to 2 kHz at 1.6 s, maximum error", within: -.infinity...10, unit: "%"
    ) {
        let decay = try Decay(seconds: 2.5) { try Signals.effect("spring", ["time": .number(1.6)]) }
        return [500.0, 1000, 2000].map { 100 * abs(decay.time(octaveHz: $0) / 1.6 - 1) }.max() ?? 0
    },
    SoundCheck("spring", "delay of 3.5 kHz after 500 Hz in the first echo", within: 5...20, unit: "ms") {
        try springArrival(3500) - springArrival(500)
    },
    SoundCheck(
        "spring", "7 kHz, above the transition frequency, relative to 1 kHz", within: -.infinity...(-40), unit: "dB"
    ) {
        func level(_ hertz: Double) throws -> Double {
            Signals.level(
                Signals.through(try Signals.effect("spring"), Signals.sine(hertz, frames: 88200)).suffix(22050))
        }
        return try level(7000) - level(1000)
    },
    SoundCheck(
        "convolution", "error relative to direct convolution", within: -200...(-100), unit: "dB"
    ) { try convolutionError() },
]

let spacePictures: [SoundPicture] = [
    SoundPicture("reverb-decay") {
        let given: [String: ParameterValue] = ["time": .number(1.4), "damping": .number(4500)]
        let decay = try Decay(seconds: 2.5) { try Signals.effect("reverb", given) }
        let curves = [250.0, 1000, 4000].flatMap { octave in
            let time = decaySeconds(1.4, 4500, octave)
            return [
                LinePlot.Curve("\(Int(octave)) Hz", decay.curve(octaveHz: octave)),
                LinePlot.Curve(
                    "target", [SIMD2(0.03, 0), SIMD2(0.03 + time, -60)], isReference: true),
            ]
        }
        return LinePlot(
            title: "reverb, 1.4 s: energy decay in three octaves", x: "s", 0...2, y: "dB", -70...0,
            curves: curves)
    }
]

/// Returns the decay time that the settings specify at a frequency.
private func decaySeconds(_ time: Double, _ damping: Double, _ hertz: Double) -> Double {
    let square = pow(hertz / damping, 2)
    return time / (1 + 3 * square / (2 + square))
}

private func decayChecks(
    _ kind: String, times: [Double], damping: Double = 4500, _ given: [String: ParameterValue] = [:]
) -> [SoundCheck] {
    times.flatMap { time -> [SoundCheck] in
        let given = given.merging(["time": .number(time), "damping": .number(damping), "mix": .number(1)]) { $1 }
        @Sendable func decay() throws -> Decay {
            try Decay(seconds: 0.5 + 1.2 * time) { try Signals.effect(kind, given) }
        }
        let title = "at \(Signals.text(time, digits: 2)) s"
        return [
            SoundCheck(
                kind, "RT60 in the octaves 250 Hz to 4 kHz \(title), maximum error", within: -.infinity...10, unit: "%",
                isQuick: time < 1
            ) {
                let decay = try decay()
                return [250.0, 500, 1000, 2000, 4000].map { octave in
                    // The decay time varies within an octave; the measurement is close to that at the centre of its
                    // power.
                    100 * abs(decay.time(octaveHz: octave) / decaySeconds(time, damping, octave) - 1)
                }.max() ?? 0
            },
            SoundCheck(
                kind, "strongest mode after 200 ms above those around it \(title)", within: -.infinity...12, unit: "dB",
                isQuick: time < 1
            ) { try decay().strongestMode(seconds: min(1.2, 0.6 * time)) },
            SoundCheck(
                kind, "echo density after 150 ms \(title)", within: 0.85...1.15, unit: "of noise", digits: 2,
                isQuick: time < 1
            ) { try decay().echoDensity(at: 0.15) },
        ]
    }
}

/// Checks with noise that a send of 1 returns about as loud as the dry sound.
private func sendLevel(_ kind: String) -> SoundCheck {
    SoundCheck(kind, "level of noise sent at 1, default settings", within: -2...2, unit: "dB") {
        let noise = Signals.through(
            try Signals.effect("low-pass", ["cutoff": .number(2000)]), Signals.noise(frames: 44100 * 4))
        let output = Signals.through(try Signals.effect(kind, ["mix": .number(1)]), noise)
        return Signals.level(output.suffix(88200)) - Signals.level(noise.suffix(88200))
    }
}

/// Returns the milliseconds until a tone burst has first come through the springs.
private func springArrival(_ hertz: Double) throws -> Double {
    let burst = Signals.sine(hertz, frames: 8820).enumerated().map { index, frame in
        index < 441 ? frame * Float(0.5 - 0.5 * cos(2 * .pi * Double(index) / 441)) : .zero
    }
    let output = Signals.through(try Signals.effect("spring", ["length": .number(60)]), burst)
    // The centroid of its energy before the first echo.
    let early = output.prefix(3300).enumerated()
    let energy = early.reduce(0.0) { $0 + Double($1.element.x * $1.element.x) }
    return 1000 * early.reduce(0.0) { $0 + Double($1.offset) * Double($1.element.x * $1.element.x) } / energy
        / Signals.rate
}

private func convolution(_ impulse: [StereoFrame], _ given: [String: ParameterValue]) -> any AudioEffect {
    let clip = AudioClip(frames: impulse, sampleRate: Signals.rate)
    let settings = given.merging(["impulse": .text("it.wav")]) { $1 }
    let context = AudioContext(
        sampleRate: Signals.rate, maximumBlockFrames: 1024, random: RandomStream(seed: 1, place: "test"),
        clips: ["it.wav": clip])
    guard let checked = try? Settings(settings, for: Convolution.parameters) else { preconditionFailure("settings") }
    return Convolution(settings: checked, context: context)
}

/// Compares the fast convolution with a direct one, in odd-sized blocks.
private func convolutionError() throws -> Double {
    let impulse = Signals.noise(frames: 9001, seed: 3).enumerated().map { $1 * Float(exp(-Double($0) / 2000)) }
    let effect = convolution(impulse, [:])
    let input = Signals.noise(frames: 30000)
    let output = Signals.through(effect, input, block: 333)
    let power = impulse.reduce(0.0) { $0 + Double(($1 * $1).sum()) } / 2
    var (error, whole) = (0.0, 0.0)
    for frame in stride(from: 10000, to: 25000, by: 97) {
        var sum = SIMD2<Double>.zero
        for (tap, value) in impulse.enumerated() where frame >= tap {
            sum += SIMD2<Double>(input[frame - tap] * value)
        }
        sum /= power.squareRoot()
        let difference = SIMD2<Double>(output[frame + effect.latencyFrames]) - sum
        error += (difference * difference).sum()
        whole += (sum * sum).sum()
    }
    return 10 * log10(error / whole)
}
