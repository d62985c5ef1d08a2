import Foundation
import LofiDSP
import LofiPlugin

/// Rates and depths of modulation effects, and the timing of the echo.
let modulationChecks: [SoundCheck] = [
    SoundCheck("tremolo", "rate at 4 Hz", within: 3.96...4.04, unit: "Hz", digits: 3) {
        try rate("tremolo", ["rate": .number(4), "shape": .text("level")], near: 4)
    },
    SoundCheck("auto-pan", "rate at 0.5 Hz", within: 0.495...0.505, unit: "Hz", digits: 4) {
        try rate("auto-pan", ["rate": .number(0.5), "depth": .number(0.8)], near: 0.5)
    },
    SoundCheck("auto-pan", "power over an LFO period, maximum change", within: 0...0.01, unit: "dB", digits: 3) {
        let noise = Signals.noise(frames: 88200)
        let output = Signals.through(try Signals.effect("auto-pan", ["rate": .number(1), "depth": .number(1)]), noise)
        return stride(from: 0, to: 84000, by: 2205).map { start in
            abs(Signals.level(output[start..<(start + 2205)]) - Signals.level(noise[start..<(start + 2205)]))
        }.max() ?? 0
    },
    SoundCheck("chorus", "rate at 0.6 Hz", within: 0.594...0.606, unit: "Hz", digits: 4) {
        try chorus().strongestRate(0.4...0.9)
    },
    SoundCheck("chorus", "peak speed deviation at ±1.2 ms and 0.6 Hz", within: 0.43...0.475, unit: "%", digits: 3) {
        100 * (try chorus().depth(at: 0.6))
    },
    SoundCheck("phaser", "depth of the notches of four stages", within: -.infinity...(-30), unit: "dB") {
        try notches().map(\.level).min() ?? 0
    },
    SoundCheck("phaser", "frequencies of the notches of four stages around 700 Hz, error", within: 0...2, unit: "%") {
        // Four stages shift the phase by 180° where each shifts it by 45°, and by 540° where each shifts it by 135°: at
        // tan(π/8) and tan(3π/8) of the corner.
        zip(try notches().map(\.hertz), [700 * tan(Double.pi / 8), 700 * tan(3 * Double.pi / 8)])
            .map { 100 * abs($0 / $1 - 1) }.max() ?? 0
    },
    SoundCheck("tape-echo", "first repeat at 420 ms", within: 419.5...420.5, unit: "ms", digits: 2) {
        try repeats().places[0]
    },
    SoundCheck("tape-echo", "second repeat against the first at feedback 0.5", within: -9...(-5.5), unit: "dB") {
        let found = try repeats()
        return found.levels[1] - found.levels[0]
    },
    SoundCheck("tape-echo", "left relative to right in the first repeat, ping-pong", within: 60...400, unit: "dB") {
        let output = Signals.through(try Signals.effect("tape-echo"), Signals.impulse(frames: 30000))
        let first = output[17000..<22000]
        return Signals.level(first.map { StereoFrame(repeating: $0.x) })
            - Signals.level(first.map { StereoFrame(repeating: $0.y) })
    },
    SoundCheck("tape-echo", "feedback 0.95 under full noise for 20 s, peak", within: -.infinity...6, unit: "dBFS") {
        let given: [String: ParameterValue] = ["feedback": .number(0.95), "time": .number(60), "drive": .number(18)]
        let output = Signals.through(
            try Signals.effect("tape-echo", given), Signals.noise(frames: 44100 * 20, decibels: 0))
        return 20 * log10(Double(output.map { max(abs($0.x), abs($0.y)) }.max() ?? 0))
    },
]

/// Returns the rate of the level modulation in the left channel.
private func rate(_ kind: String, _ given: [String: ParameterValue], near hertz: Double) throws -> Double {
    let frames = Int(44100 * 12 / hertz)
    let tone = Signals.sine(1000, frames: frames)
    let output = Signals.through(try Signals.effect(kind, given), tone)
    let step = 441
    let powers = stride(from: 0, to: frames - step, by: step).map { start in
        output[start..<(start + step)].reduce(0.0) { $0 + Double($1.x * $1.x) }
    }
    let mean = powers.reduce(0, +) / Double(powers.count)
    func strength(_ rate: Double) -> Double {
        var (c, s) = (0.0, 0.0)
        for (index, power) in powers.enumerated() {
            let place = (Double(index) + 0.5) / Double(powers.count)
            let window = 0.5 - 0.5 * cos(2 * .pi * place)
            let angle = 2 * Double.pi * rate * Double(index * step) / 44100
            c += (power - mean) * window * cos(angle)
            s += (power - mean) * window * sin(angle)
        }
        return c * c + s * s
    }
    return (0...400).map { hertz * (0.9 + 0.2 * Double($0) / 400) }.max { strength($0) < strength($1) } ?? 0
}

/// Returns the wet signal of a chorus, demodulated.
private func chorus() throws -> Demodulation {
    let given: [String: ParameterValue] = ["depth": .number(0.3), "rate": .number(0.6), "mix": .number(1)]
    let tone = Signals.sine(3150, frames: 44100 * 10)
    let output = Signals.through(try Signals.effect("chorus", given), tone)
    // Remove the dry signal, which at mix 1 has the same share.
    let copies = zip(output, tone).map { $0 - $1 * Float(0.5.squareRoot()) }
    return Demodulation(Array(copies.dropFirst(4410)), carrierHz: 3150)
}

private func notches() throws -> [(hertz: Double, level: Double)] {
    let given: [String: ParameterValue] = ["depth": .number(0), "feedback": .number(0)]
    let response = Response(try Signals.effect("phaser", given))
    return [100.0...700, 700...5000].map { range in
        let bins = response.bin(range.lowerBound)...response.bin(range.upperBound)
        let bin = bins.min { response.decibels[$0] < response.decibels[$1] } ?? 0
        return (Double(bin) * response.binHz, response.decibels[bin])
    }
}

/// Returns the time (ms) and level (dB) of the first two repeats of a 500 Hz burst.
private func repeats() throws -> (places: [Double], levels: [Double]) {
    let given: [String: ParameterValue] = [
        "feedback": .number(0.5), "ping-pong": .flag(false), "wow": .number(0), "drive": .number(0),
        "tone": .number(10000),
    ]
    let burst = Signals.sine(500, frames: 60000, decibels: -30).enumerated().map { index, frame in
        index < 2205 ? frame * Float(0.5 - 0.5 * cos(2 * .pi * Double(index) / 2205)) : .zero
    }
    let output = Signals.through(try Signals.effect("tape-echo", given), burst)
    func part(_ number: Int) -> ArraySlice<StereoFrame> { output[(18522 * number - 2000)..<(18522 * number + 6000)] }
    let first = part(1)
    // The lag with the best match to the burst.
    let lag = (18400...18700).max { one, other in
        func fit(_ lag: Int) -> Float { (0..<2205).reduce(0) { $0 + output[lag + $1].x * burst[$1].x } }
        return fit(one) < fit(other)
    }
    return ([1000 * Double(lag ?? 0) / 44100], [Signals.level(first), Signals.level(part(2))])
}
