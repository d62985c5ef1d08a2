import Foundation
import LofiDSP
import LofiPlugin

/// Filters against their analogue prototypes, at all sample rates.
let filterChecks: [SoundCheck] =
    [22050.0, 44100, 48000, 96000].flatMap { rate -> [SoundCheck] in
        let kilohertz = Signals.text(rate / 1000, digits: 2)
        // Cutoffs from the bass to 0.4 of the sample rate.
        let corners = [80.0, 1000, 4000, 0.2 * rate, 0.3 * rate, 0.4 * rate].filter { $0 <= 20000 }
        return [
            SoundCheck(
                "filters", "low-pass and high-pass of 12 and 24 dB to 0.4 of \(kilohertz) kHz, error",
                within: -.infinity...0.1, unit: "dB", digits: 3, isQuick: rate == 44100
            ) {
                try maximum(
                    of: corners.flatMap { corner in
                        ["low-pass", "high-pass"].flatMap { kind in [2, 4].map { (corner, kind, $0) } }
                    }
                ) { corner, kind, order in
                    try error(
                        kind, ["cutoff": .number(corner), "slope": .text("\(6 * order)")], rate,
                        butterworth(kind, order, corner))
                }
            },
            SoundCheck(
                "filters", "shelf of ±12 dB to 0.4 of \(kilohertz) kHz, error", within: -.infinity...0.1, unit: "dB",
                digits: 3, isQuick: rate == 44100
            ) {
                try maximum(
                    of: corners.filter { $0 <= 16000 }.flatMap { corner in
                        ["low", "high"].flatMap { side in [-12.0, 12].map { (corner, side, $0) } }
                    }
                ) { corner, side, gain in
                    try error(
                        "shelf", ["corner": .number(corner), "side": .text(side), "gain": .number(gain)], rate,
                        shelf(side, gain, corner))
                }
            },
            SoundCheck(
                "filters", "bell of ±12 dB, Q 0.7 to 4, to 0.4 of \(kilohertz) kHz, error", within: -.infinity...0.1,
                unit: "dB", digits: 3, isQuick: rate == 44100
            ) {
                try maximum(
                    of: corners.filter { $0 <= 16000 }.flatMap { corner in
                        [0.7, 4].flatMap { q in [-12.0, 12].map { (corner, q, $0) } }
                    }
                ) { corner, q, gain in
                    try error(
                        "bell", ["centre": .number(corner), "q": .number(q), "gain": .number(gain)], rate,
                        bell(q, gain, corner))
                }
            },
        ]
    } + [
        SoundCheck(
            "tilt", "3 dB per octave from 50 Hz to 12 kHz, error", within: -.infinity...0.25, unit: "dB", digits: 2
        ) {
            try maximum(of: [-3.0, 3]) { slope in
                try Response(Signals.effect("tilt", ["slope": .number(slope), "pivot": .number(650)]))
                    .maximumError(50...12000) { slope * log2($0 / 650) }
            }
        },
        SoundCheck(
            "filter", "-3 dB at cutoffs from 100 Hz to 0.4 of the sample rate, error", within: -.infinity...0.1,
            unit: "dB",
            digits: 3
        ) {
            try maximum(of: [100, 1000, 5000, 10000, 17640]) { corner in
                let given: [String: ParameterValue] = [
                    "cutoff": .number(corner), "resonance": .number(0.5.squareRoot()),
                ]
                return abs(try Response(Signals.effect("filter", given)).decibels(at: corner) + 3.0103)
            }
        },
        SoundCheck(
            "filter", "level above 2 kHz of a 200 Hz tone under a sweep of 4 octaves at 2 Hz",
            within: -.infinity...(-90),
            unit: "dB"
        ) {
            let effect = try Signals.effect(
                "filter", ["cutoff": .number(3000), "depth": .number(2), "rate": .number(2), "resonance": .number(2)])
            let output = Signals.through(effect, Signals.sine(200, frames: 1 << 17, decibels: 0))
            return Spectrum.left(output.dropFirst(8192), size: 16384).level(2000..<20000) + 3
        },
        SoundCheck("filter", "corner shift at full level as set by follow, error", within: -5...5, unit: "%") {
            let effect = try Signals.effect(
                "filter",
                ["mode": .text("band"), "cutoff": .number(500), "resonance": .number(8), "follow": .number(2)])
            // A tone at the expected corner frequency passes unattenuated.
            let places = (0..<81).map { 1500 * pow(2, Double($0) / 80) * 0.94 }
            let levels = places.map { hertz in
                Signals.level(
                    Signals.through(effect, Signals.sine(hertz, frames: 8820, decibels: 0)).suffix(2205), at: hertz)
            }
            let highest = levels.indices.max { levels[$0] < levels[$1] } ?? 0
            return 100 * (places[highest] / 2000 - 1)
        },
        SoundCheck(
            "de-harsh", "gain reduction of a 4.2 kHz tone 12 dB above the threshold, range 6 dB", within: 5...7,
            unit: "dB"
        ) {
            try deHarshed(toneDecibels: -18) - deHarshed(toneDecibels: -18, range: 6)
        },
        SoundCheck(
            "de-harsh", "gain reduction below the threshold", within: -0.05...0.05, unit: "dB", digits: 2
        ) {
            try deHarshed(toneDecibels: -50) - deHarshed(toneDecibels: -50, range: 6)
        },
        SoundCheck("stereo-width", "mono sum, error relative to the input", within: -120...(-100), unit: "dB") {
            let input = Signals.noise(frames: 44100)
            let output = Signals.through(try Signals.effect("stereo-width", ["width": .number(200)]), input)
            let rest = zip(output, input).map { out, given in
                StereoFrame(repeating: (out.x + out.y) - (given.x + given.y))
            }
            return max(-120, Signals.level(rest) - Signals.level(input))
        },
        SoundCheck("stereo-width", "side level an octave below the corner", within: -13...(-12), unit: "dB") {
            let side = Signals.sine(60, frames: 88200).map { StereoFrame($0.x, -$0.x) }
            let effect = try Signals.effect("stereo-width", ["mono-below": .number(120)])
            return Signals.level(Signals.through(effect, side).suffix(44100), at: 60) + 12
        },
    ]

let filterPictures: [SoundPicture] = [
    SoundPicture("filter-responses") {
        let top = 0.4 * Signals.rate
        let cases: [(String, [String: ParameterValue], (Double) -> Double)] = [
            ("low-pass 8 kHz", ["cutoff": .number(8000)], butterworth("low-pass", 2, 8000)),
            (
                "high-pass 100 Hz, 24 dB", ["cutoff": .number(100), "slope": .text("24")],
                butterworth("high-pass", 4, 100)
            ),
            ("shelf 3 kHz -9 dB", ["corner": .number(3000), "gain": .number(-9)], shelf("high", -9, 3000)),
            ("bell 400 Hz +6 dB", ["centre": .number(400), "gain": .number(6)], bell(1, 6, 400)),
        ]
        let curves = try cases.flatMap { title, given, analogue in
            let kind = String(title.prefix { $0 != " " })
            let points = Response(try Signals.effect(kind, given)).curve(to: top)
            return [
                LinePlot.Curve(title, points),
                LinePlot.Curve("analogue", points.map { SIMD2($0.x, analogue($0.x)) }, isReference: true),
            ]
        }
        return LinePlot(
            title: "Filters at 44.1 kHz and their analogue curves", x: "Hz", 20...top, isLogarithmic: true, y: "dB",
            -40...10, curves: curves)
    }
]

private func maximum<Case>(of cases: [Case], _ measure: (Case) throws -> Double) rethrows -> Double {
    try cases.map(measure).max() ?? 0
}

/// Returns the maximum deviation from the analogue curve, from 20 Hz to 0.4 of the sample rate.
private func error(
    _ kind: String, _ given: [String: ParameterValue], _ rate: Double, _ analogue: (Double) -> Double,
    to top: Double? = nil
) throws -> Double {
    Response(try Signals.effect(kind, given, rate: rate), sampleRate: rate, frames: 1 << 15)
        .maximumError(20...(top ?? 0.4 * rate), from: analogue)
}

private func butterworth(_ kind: String, _ order: Int, _ corner: Double) -> (Double) -> Double {
    { hertz in
        let x = kind == "low-pass" ? hertz / corner : corner / hertz
        return -10 * log10(1 + pow(x, Double(2 * order)))
    }
}

private func shelf(_ side: String, _ gain: Double, _ corner: Double) -> (Double) -> Double {
    let a = pow(10, gain / 40)
    return { hertz in
        // A low shelf is a high shelf with the frequency axis mirrored.
        let x = side == "high" ? hertz / corner : corner / hertz
        let above = pow(1 - a * x * x, 2) + 2 * a * x * x
        let below = pow(a - x * x, 2) + 2 * a * x * x
        return 10 * log10(a * a * above / below)
    }
}

private func bell(_ q: Double, _ gain: Double, _ centre: Double) -> (Double) -> Double {
    let a = pow(10, gain / 40)
    return { hertz in
        let x = hertz / centre
        let apart = pow(1 - x * x, 2)
        return 10 * log10((apart + pow(a * x / q, 2)) / (apart + pow(x / (a * q), 2)))
    }
}

/// Returns the level of a 4.2 kHz tone beside noise below 2 kHz at about -12 dBFS.
private func deHarshed(toneDecibels: Double, range: Double = 0) throws -> Double {
    let body = Signals.through(
        try Signals.effect("low-pass", ["cutoff": .number(400), "slope": .text("24")]),
        Signals.noise(frames: 44100, decibels: 0))
    let input = zip(body, Signals.sine(4200, frames: 44100, decibels: toneDecibels)).map { $0 + $1 }
    let effect = try Signals.effect("de-harsh", ["threshold": .number(-18), "range": .number(range)])
    return Signals.level(Signals.through(effect, input).suffix(22050), at: 4200)
}
