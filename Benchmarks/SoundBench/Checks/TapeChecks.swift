import Foundation
import LofiDSP
import LofiPlugin

/// Magnetisation and head of the tape.
let tapeChecks: [SoundCheck] = aliasChecks + magnetChecks + headChecks

let tapePictures: [SoundPicture] = [
    SoundPicture("tape-replay") {
        LinePlot(
            title: "tape: response of each machine at -40 dBFS", x: "Hz", 50...20000, isLogarithmic: true, y: "dB",
            -24...3,
            curves: try ["reel-15", "reel-7.5", "cassette", "worn-cassette"].map { machine in
                LinePlot.Curve(machine, try response(["machine": .text(machine), "drive": .number(0)]))
            })
    },
    SoundPicture("tape-hysteresis-loop") {
        LinePlot(
            title: "tape, hysteresis: loops of 100 Hz, drive 12 dB", x: "in", -1...1, y: "out", -0.6...0.6,
            curves: try [("correct bias", 0.0), ("without bias", -40)].map { label, bias in
                let given: [String: ParameterValue] = [
                    "model": .text("hysteresis"), "drive": .number(12), "bias": .number(0),
                    "bias-current": .number(bias), "speed": .text("3.75"),
                ]
                let effect = try Signals.effect("tape", given)
                let input = Signals.sine(100, frames: 44100, decibels: -1)
                let output = Signals.through(effect, input)
                let points = (40000..<40442).map {
                    SIMD2(Double(input[$0 - effect.latencyFrames].x), Double(output[$0].x))
                }
                return LinePlot.Curve(label, points)
            })
    },
]

// MARK: Aliases

private let aliasChecks: [SoundCheck] = ["static", "hysteresis"].flatMap { model in
    [22050.0, 44100, 48000, 96000].map { rate in
        SoundCheck(
            "tape",
            "\(model), \(Int(rate)) Hz: highest alias of 5 kHz at -6 dBFS, drive 0 to 12 dB, 1.875 to 15 ips, below 20 kHz",
            within: -.infinity ... -80, unit: "dBFS", isQuick: rate == 44100
        ) {
            var worst = -300.0
            for drive in [0.0, 3, 6, 9, 12] {
                for speed in ["1.875", "3.75", "15"] {
                    worst = max(worst, try highestAlias(model, drive, speed, rate))
                }
            }
            return worst
        }
    }
}

/// Returns the strongest component below 20 kHz that is not a harmonic: at 44.1 kHz each folded harmonic of 5 kHz is
/// one.
private func highestAlias(_ model: String, _ drive: Double, _ speed: String, _ rate: Double) throws -> Double {
    let given: [String: ParameterValue] = ["model": .text(model), "drive": .number(drive), "speed": .text(speed)]
    let effect = try Signals.effect("tape", given, rate: rate)
    let output = Signals.through(effect, Signals.sine(5000, frames: 30000, decibels: -6, rate: rate))
    let spectrum = Spectrum.left(output.suffix(16384), rate: rate, size: 16384)
    let aliases = spectrum.powers.enumerated().filter { bin in
        let hertz = Double(bin.offset) * spectrum.binHz
        return hertz > 50 && hertz < 20000 && abs(hertz - (hertz / 5000).rounded() * 5000) > 80
    }
    return 10 * log10(max(1e-30, aliases.map(\.element).max() ?? 0))
}

// MARK: Magnetisation

private let magnetChecks: [SoundCheck] = [
    SoundCheck(
        "tape", "hysteresis: mean of a full-scale square wave, drive 24 dB", within: -.infinity ... -60, unit: "dBFS"
    ) {
        let square = (0..<88200).map { StereoFrame(repeating: $0 / 441 % 2 == 0 ? 1 : -1) }
        let output = try magnetised(["drive": .number(24)], square).suffix(44100)
        return 20 * log10(max(1e-15, abs(output.reduce(0.0) { $0 + Double($1.x) }) / 44100))
    },
    SoundCheck("tape", "hysteresis: finite, and recovers, after 1e30", promise: "yes") {
        var input = Signals.sine(440, frames: 88200)
        for index in 1000..<1100 { input[index] = StereoFrame(index % 2 == 0 ? 1e30 : 99, -99) }
        let output = try magnetised([:], input)
        let level = Signals.level(output.suffix(22050), at: 440)
        let clean = Signals.level(try magnetised([:], Signals.sine(440, frames: 88200)).suffix(22050), at: 440)
        let holds = output.allSatisfy { $0.x.isFinite && $0.y.isFinite } && abs(level - clean) < 0.01
        return SoundCheck.Finding("\(Signals.text(level - clean, digits: 3)) dB off", holds: holds)
    },
    SoundCheck(
        "tape", "hysteresis: gain of -50 dBFS against -12 dBFS at the correct bias", within: -0.5...0.5, unit: "dB",
        digits: 2
    ) { try levelledGain(0) },
    SoundCheck(
        "tape", "hysteresis: third harmonic at -12 dBFS, without bias minus with bias", within: 15 ... .infinity,
        unit: "dB"
    ) { try thirdHarmonic(-40) - thirdHarmonic(0) },
    SoundCheck(
        "tape", "hysteresis: area of a 200 Hz loop without bias, as a share of its bounding box", within: 0.1...0.6,
        unit: "", digits: 3
    ) {
        // The area of the loop; without memory it would be zero.
        let effect = try Signals.effect("tape", loop(bias: -40))
        let input = Signals.sine(200, frames: 44104, decibels: -6)
        let output = Signals.through(effect, input)
        let delay = effect.latencyFrames
        var area = 0.0
        for index in 43884..<44104 {
            let (x0, x1) = (input[index - 1 - delay].x, input[index - delay].x)
            area += Double((output[index].x + output[index - 1].x) / 2 * (x1 - x0))
        }
        let high = output.suffix(220).map { Double($0.x) }.max() ?? 1
        return abs(area) / (4 * 0.5 * high)
    },
]

private func magnetised(_ given: [String: ParameterValue], _ input: [StereoFrame]) throws -> [StereoFrame] {
    let settings: [String: ParameterValue] = ["model": .text("hysteresis"), "bias": .number(0)]
    return Signals.through(try Signals.effect("tape", settings.merging(given) { $1 }), input)
}

private func loop(bias: Double) -> [String: ParameterValue] {
    [
        "model": .text("hysteresis"), "bias": .number(0), "bias-current": .number(bias), "speed": .text("3.75"),
        "drive": .number(6),
    ]
}

private func levelledGain(_ bias: Double) throws -> Double {
    let gains = try [-50.0, -12].map { level in
        Signals.level(
            try magnetised(
                ["drive": .number(0), "bias-current": .number(bias)],
                Signals.sine(440, frames: 66150, decibels: level)
            ).suffix(44100), at: 440) - level
    }
    return gains[0] - gains[1]
}

private func thirdHarmonic(_ bias: Double) throws -> Double {
    let output = try magnetised(
        ["drive": .number(0), "bias-current": .number(bias)], Signals.sine(440, frames: 66150, decibels: -12)
    ).suffix(44100)
    return Signals.level(output, at: 1320) - Signals.level(output, at: 440)
}

// MARK: Head

private let headChecks: [SoundCheck] =
    [("cassette", -4.0...0), ("worn-cassette", -14.0 ... -6), ("reel-7.5", -2.0...0.5), ("reel-15", -2.0...0.5)].map {
        machine, range in
        SoundCheck("tape", "\(machine): 10 kHz against 400 Hz at -40 dBFS", within: range, unit: "dB") {
            let given: [String: ParameterValue] = ["machine": .text(machine), "drive": .number(0)]
            return try gain(given, 10000) - gain(given, 400)
        }
    } + [
        SoundCheck(
            "tape", "3.75 ips, 2 µm from the head, gap 6 µm: maximum deviation from the loss formulas, 1 to 10 kHz",
            within: -.infinity...0.5, unit: "dB", digits: 2
        ) {
            let given: [String: ParameterValue] = [
                "drive": .number(0), "spacing": .number(2), "gap": .number(6), "speed": .text("3.75"),
            ]
            let errors = try [1000.0, 1500, 2000, 4000, 7000, 10000].map { hertz in
                abs(try gain(given, hertz) - wallaceDecibels(hertz, spacing: 2e-6, gap: 6e-6))
            }
            return errors.max() ?? 99
        },
        SoundCheck(
            "tape", "the same, 0.1 to 0.7 kHz", within: -.infinity...0.5, unit: "dB", digits: 2,
            outside: "the head is a 32-tap filter, which averages over 1.4 kHz"
        ) {
            let given: [String: ParameterValue] = [
                "drive": .number(0), "spacing": .number(2), "gap": .number(6), "speed": .text("3.75"),
            ]
            let errors = try [100.0, 200, 400, 700].map { hertz in
                abs(try gain(given, hertz) - wallaceDecibels(hertz, spacing: 2e-6, gap: 6e-6))
            }
            return errors.max() ?? 99
        },
        SoundCheck("tape", "reel-15: head bump at 63 Hz relative to 1 kHz", within: 0.9...1.6, unit: "dB", digits: 2) {
            let given: [String: ParameterValue] = ["machine": .text("reel-15"), "drive": .number(0)]
            return try gain(given, 63.5) - gain(given, 1000)
        },
        SoundCheck(
            "tape", "cassette head, azimuth 10': delay of the right track", within: 53...57, unit: "µs", digits: 1
        ) {
            // 0.9 mm between the tracks, at 4.76 cm/s: 55.0 µs.
            let effect = try Signals.effect(
                "tape", ["drive": .number(0), "azimuth": .number(10), "speed": .text("1.875")])
            let output = Signals.through(effect, Signals.sine(1000, frames: 44100, decibels: -40)).suffix(22050)
            return (phase(output.map(\.x), 1000) - phase(output.map(\.y), 1000)) / (2 * .pi * 1000) * 1e6
        },
    ]

/// R. L. Wallace's spacing, thickness and gap losses with a replay equaliser of 90 µs, at 3.75 ips.
private func wallaceDecibels(_ hertz: Double, spacing: Double, gap: Double) -> Double {
    let wavelength = 0.09525 / hertz
    let turns = 2 * Double.pi * hertz * 90e-6
    let thickness = (1 - exp(-turns)) / turns
    let x = Double.pi * gap / wavelength
    return -54.6 * spacing / wavelength + 20 * log10(thickness * (1 + turns * turns).squareRoot() * sin(x) / x)
}

private func gain(_ given: [String: ParameterValue], _ hertz: Double) throws -> Double {
    let effect = try Signals.effect("tape", given)
    let output = Signals.through(effect, Signals.sine(hertz, frames: 22050, decibels: -40))
    return Signals.level(output.suffix(11025), at: hertz) + 40
}

private func response(_ given: [String: ParameterValue]) throws -> [SIMD2<Double>] {
    let effect = try Signals.effect("tape", given)
    let output = Signals.through(
        effect, Signals.impulse(frames: 16384, at: 4000).map { $0 * 0.02 })
    let spectrum = Spectrum(output.map(\.x), sampleRate: Signals.rate, size: 16384)
    let level = spectrum.powers[Int(400 / spectrum.binHz)]
    return spectrum.powers.enumerated().map { SIMD2(Double($0) * spectrum.binHz, 10 * log10($1 / level)) }
        .filter { (50...20000).contains($0.x) }
}

private func phase(_ samples: [Float], _ hertz: Double) -> Double {
    var (c, s) = (0.0, 0.0)
    for (index, sample) in samples.enumerated() {
        let angle = 2 * Double.pi * hertz * Double(index) / Signals.rate
        c += Double(sample) * cos(angle)
        s += Double(sample) * sin(angle)
    }
    return atan2(c, s)
}
