import Foundation
import LofiDSP
import LofiPlugin

/// Compressors: static curve and time constants; transient shaper: a drum's attack and sustain; saturation stages:
/// harmonics and aliases.
let dynamicsChecks: [SoundCheck] =
    ["compressor", "glue"].flatMap { kind -> [SoundCheck] in
        [
            SoundCheck(
                kind, "static curve at -40 to 0 dBFS, maximum error", within: -.infinity...0.5, unit: "dB", digits: 2
            ) {
                try stride(from: -40.0, through: 0, by: 5).map { level in
                    let given: [String: ParameterValue] = ["threshold": .number(-20), "ratio": .number(4)]
                    let tone = Signals.sine(1000, frames: 88200, decibels: level)
                    let output = Signals.through(try Signals.effect(kind, given), tone)
                    let change = Signals.level(output.suffix(8820)) - Signals.level(tone.suffix(8820))
                    return abs(change - reduction(level, threshold: -20, ratio: 4, knee: kind == "glue" ? 8 : 6))
                }.max() ?? 0
            },
            SoundCheck(kind, "attack of 30 ms, to 63 % in dB", within: 27...33, unit: "ms") {
                let given: [String: ParameterValue] = [
                    "threshold": .number(-30), "ratio": .number(4), "attack": .number(30),
                ]
                return try time(kind, given, from: -60, to: -6)
            },
        ]
    } + [
        SoundCheck("compressor", "release of 200 ms, to 63 % in dB", within: 180...220, unit: "ms") {
            let given: [String: ParameterValue] = [
                "threshold": .number(-40), "ratio": .number(2), "release": .number(200), "attack": .number(1),
            ]
            return try time("compressor", given, from: -6, to: -60)
        },
        SoundCheck("glue", "release after 50 ms of loudness, to 63 % in dB", within: 100...180, unit: "ms") {
            try glueRelease(loudSeconds: 0.05)
        },
        SoundCheck("glue", "release after 4 s of loudness, to 63 % in dB", within: 1000...1400, unit: "ms") {
            try glueRelease(loudSeconds: 4)
        },
        SoundCheck("glue", "gain change due to a 40 Hz tone at -6 dBFS", within: -0.5...0, unit: "dB") {
            let tone = Signals.sine(40, frames: 88200, decibels: -6)
            let given: [String: ParameterValue] = ["threshold": .number(-18), "bass-free": .number(200)]
            return Signals.level(Signals.through(try Signals.effect("glue", given), tone).suffix(44100))
                - Signals.level(tone.suffix(44100))
        },
        SoundCheck("transient", "gain in the first 10 ms of a hit at attack +6 dB", within: 3...6.5, unit: "dB") {
            try shaped(["attack": .number(6)], 0.001..<0.01)
        },
        SoundCheck("transient", "gain 200 ms after a hit at attack +6 dB", within: -0.5...0.5, unit: "dB") {
            try shaped(["attack": .number(6)], 0.2..<0.3)
        },
        SoundCheck("transient", "gain 200 ms after a hit at sustain -12 dB", within: -13...(-8), unit: "dB") {
            try shaped(["attack": .number(0), "sustain": .number(-12)], 0.2..<0.3)
        },
        SoundCheck("tube", "5 kHz at -6 dBFS, drive 12 dB: strongest alias", within: -.infinity...(-80), unit: "dBFS") {
            try alias("tube", ["drive": .number(12), "bias": .number(1), "sag": .number(0)])
        },
        SoundCheck(
            "transformer", "5 kHz at -6 dBFS, drive 12 dB: strongest alias", within: -.infinity...(-80), unit: "dBFS"
        ) {
            try alias("transformer", ["drive": .number(12)])
        },
        SoundCheck("tube", "second harmonic relative to the fundamental at drive 6 dB", within: -35...(-12), unit: "dB")
        {
            try overtone("tube", ["drive": .number(6)], 200, 2)
        },
        SoundCheck("transformer", "third harmonic of 50 Hz at drive 12 dB", within: -35...(-8), unit: "dB") {
            try overtone("transformer", ["drive": .number(12)], 50, 3)
        },
        SoundCheck("transformer", "third harmonic of 1 kHz at drive 12 dB", within: -.infinity...(-55), unit: "dB") {
            try overtone("transformer", ["drive": .number(12)], 1000, 3)
        },
    ]

let dynamicsPictures: [SoundPicture] = [
    SoundPicture("compressor-curves") {
        let curves = try [("compressor", 6.0), ("glue", 8)].flatMap { kind, knee in
            let levels = Array(stride(from: -48.0, through: 0, by: 3))
            let given: [String: ParameterValue] = ["threshold": .number(-20), "ratio": .number(4)]
            let points = try levels.map { level in
                let output = Signals.through(
                    try Signals.effect(kind, given), Signals.sine(1000, frames: 88200, decibels: level))
                return SIMD2(level, Signals.level(output.suffix(8820)) + 3.01)
            }
            let wanted = levels.map { SIMD2($0, $0 + reduction($0, threshold: -20, ratio: 4, knee: knee)) }
            return [LinePlot.Curve(kind, points), LinePlot.Curve("curve", wanted, isReference: true)]
        }
        return LinePlot(
            title: "Static curves at -20 dBFS, 4 to 1", x: "dBFS in", -48...0, y: "dBFS out", -48...0, curves: curves)
    }
]

private func reduction(_ level: Double, threshold: Double, ratio: Double, knee: Double) -> Double {
    let (over, slope) = (level - threshold, 1 / ratio - 1)
    if 2 * over <= -knee { return 0 }
    return 2 * over >= knee ? slope * over : slope * pow(over + knee / 2, 2) / (2 * knee)
}

/// Returns the gain in dB every millisecond of a tone whose level jumps after one second.
private func gains(_ kind: String, _ given: [String: ParameterValue], _ tone: [StereoFrame]) throws -> [Double] {
    let output = Signals.through(try Signals.effect(kind, given), tone)
    return stride(from: 0, to: tone.count - 44, by: 44).map { start in
        Signals.level(output[start..<(start + 44)]) - Signals.level(tone[start..<(start + 44)])
    }
}

/// Returns the milliseconds until 63 % of a gain change; the peak hold (10 to 20 ms) is excluded from a release.
private func time(
    _ kind: String, _ given: [String: ParameterValue], from: Double, to: Double, loudSeconds: Double = 1
) throws -> Double {
    let tone =
        Signals.sine(1002.3, frames: Int(loudSeconds * 44100), decibels: from)
        + Signals.sine(1002.3, frames: 3 * 44100, decibels: to)
    let found = try gains(kind, given, tone)
    let jump = Int(loudSeconds * 44100) / 44
    // A release begins when the hold ends.
    let start = to > from ? jump : (jump..<found.count).first { found[$0] > found[jump - 2] + 0.2 } ?? jump
    let (before, after) = (found[jump - 2], found[found.count - 2])
    let reached = (start..<found.count).first { abs(found[$0] - before) > 0.632 * abs(after - before) } ?? start
    return Double(reached - start) * 44 / 44.1
}

private func glueRelease(loudSeconds: Double) throws -> Double {
    let given: [String: ParameterValue] = ["threshold": .number(-40), "ratio": .number(2), "attack": .number(1)]
    return try time("glue", given, from: -6, to: -60, loudSeconds: loudSeconds)
}

/// Returns the gain in dB over a time range of a 300 Hz drum hit that falls by 60 dB in 0.6 s.
private func shaped(_ given: [String: ParameterValue], _ seconds: Range<Double>) throws -> Double {
    let quiet = [StereoFrame](repeating: .zero, count: 22050)
    let stroke = Signals.sine(300, frames: 22050, decibels: -3).enumerated().map {
        $1 * Float(pow(10, -5 * Double($0) / 44100))
    }
    let range = (22050 + Int(seconds.lowerBound * 44100))..<(22050 + Int(seconds.upperBound * 44100))
    let output = Signals.through(try Signals.effect("transient", given), quiet + stroke)
    return Signals.level(output[range]) - Signals.level((quiet + stroke)[range])
}

/// Returns the strongest alias of the harmonics of 5 kHz, up to the fortieth.
private func alias(_ kind: String, _ given: [String: ParameterValue]) throws -> Double {
    let output = Signals.through(try Signals.effect(kind, given), Signals.sine(5000, frames: 88200, decibels: -6))
        .suffix(44100)
    return (5...40).map { order in
        let folded = abs((Double(order) * 5000).remainder(dividingBy: 44100))
        return folded.truncatingRemainder(dividingBy: 5000) == 0 || folded < 50
            ? -200 : Signals.level(output, at: folded)
    }.max() ?? 0
}

private func overtone(_ kind: String, _ given: [String: ParameterValue], _ hertz: Double, _ order: Int) throws -> Double
{
    let output = Signals.through(try Signals.effect(kind, given), Signals.sine(hertz, frames: 88200, decibels: -12))
        .suffix(44100)
    return Signals.level(output, at: Double(order) * hertz) - Signals.level(output, at: hertz)
}
