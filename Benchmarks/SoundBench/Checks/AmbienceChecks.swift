import Foundation
import LofiDSP
import LofiPlugin

/// Every ambience against recordings of its kind, against itself ten minutes later, and at other rates.
let ambienceChecks: [SoundCheck] =
    againstRecordings("rain", "steady rain", ["window": .number(16000)], .steadyRain)
    + againstRecordings(
        "rain", "light rain", ["window": .number(16000), "intensity": .number(0.2)], .lightRain)
    + againstRecordings(
        "rain", "heavy rain", ["window": .number(16000), "intensity": .number(0.9)], .heavyRain)
    + againstRecordings("waves", "waves", .waves, outside: looseFoam)
    + againstRecordings("wind", "wind", .wind, modulation: \.trebleModulation)
    + againstRecordings("fireplace", "fireplace", .fire, modulation: \.trebleModulation, outside: unrest)
    + againstRecordings("campfire", "campfire", .fire, modulation: \.trebleModulation, outside: unrest)
    + againstRecordings(
        "thunder", "thunder", .thunder, events: .rolls,
        outside: rollsRun)
    + againstRecordings("city", "city", .city, outside: loudSteps)
    + againstRecordings("cafe", "cafe", .cafe, outside: manyCups)
    + againstRecordings("night", "night", .night, outside: soloCrickets)
    + againstRecordings("train", "train", .train)
    + againstRecordings("birds", "birds", .birds, outside: fewBirds)
    + againstRecordings("fan", "fan", .fan)
    + [quickOctaves] + AmbienceKinds.all.map(neverAlike) + AmbienceKinds.all.map(alikeAtAllRates)

let ambiencePictures: [SoundPicture] = [
    SoundPicture("ambience-spectra") {
        LinePlot(
            title: "ambiences: octaves against the whole; broken: recordings", x: "Hz", 50...10000, isLogarithmic: true,
            y: "dB", -40...0,
            curves: try pictured.flatMap { kind, reference in
                [
                    LinePlot.Curve(kind, points(try AmbienceKinds.features(kind).octaves)),
                    LinePlot.Curve("", points(reference.octaves), isReference: true),
                ]
            })
    }
]

// What was tried in vain on four seeds (2026-11-25, `--seed`), and what it cost. A figure with a reason may hold on this
// seed and not on another.

private let looseFoam = [
    "variation of intervals": "foam that is more even leaves the Fano factor below its range"
]

private let unrest = [
    "Fano factor":
        "the unrest that gives the modulation bunches the crackles; with so little that this holds, modulation misses by 4 dB"
]

private let manyCups = [
    "Fano factor":
        "cups in weaker bunches hold it no better, and lose the variation of intervals and the height of events"
]

private let loudSteps = ["height of events": "softer steps hold it no better, by 0.1 dB on one seed of four"]

private let soloCrickets = [
    "modulation bands, largest difference":
        "crickets in a steadier beat miss it by as much, and their Fano factor falls to 0.3",
    "Fano factor": "our crickets keep their beat better; longer rests cost more of the modulation",
]

private let fewBirds = [
    "modulation bands, largest difference":
        "calls of half the strength still miss it by 2 dB, and lose the octaves by 3 dB",
    "crest": "a minute holds few of the nearest calls",
    "height of events": "softer calls bring it no lower, and lose the crest",
]

private let rollsRun = [
    "events": "rolls that follow faster run together within a window of 100 ms",
    "Fano factor": "rolls in denser bursts (0.1 to 0.6 s) run together instead, and the factor stays at 0.9",
    "variation of intervals": "as the Fano factor",
    "height of events": "a floor that is 4 dB higher between the strokes brings it no lower",
    "crest": "the strokes of a minute are few",
]

private let pictured: [(String, AmbienceReference)] = [
    ("rain", .steadyRain), ("waves", .waves), ("cafe", .cafe), ("night", .night),
]

private func points(_ octaves: [Double]) -> [SIMD2<Double>] {
    zip(AmbienceFeatures.octaveCentresHz, octaves).map { SIMD2($0, $1) }
}

private func againstRecordings(
    _ kind: String, _ title: String, _ given: [String: ParameterValue] = [:], _ reference: AmbienceReference,
    modulation: KeyPath<AmbienceFeatures, [Double]> & Sendable = \.modulation,
    events: AmbienceEvents.Detection = .drops, outside: [String: String] = [:]
) -> [SoundCheck] {
    let few = reference.recordings <= 3
    func check(
        _ name: String, _ range: ClosedRange<Double>, _ unit: String,
        _ figure: @escaping @Sendable (AmbienceFeatures) -> Double
    ) -> SoundCheck {
        SoundCheck(
            kind, "\(title): \(name), measured on \(reference.recordings)", within: range, unit: unit, digits: 2,
            isQuick: false, outside: outside[name]
        ) { figure(try AmbienceKinds.features(kind, given, events)) }
    }
    /// Ranges of so few recordings say little: a quarter more on both sides.
    func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        few ? (0.75 * range.lowerBound)...(1.25 * range.upperBound) : range
    }
    let crest = few ? (reference.crest.lowerBound - 2)...(reference.crest.upperBound + 2) : reference.crest
    var checks = [
        check("octaves, largest difference", 0...6, "dB") { largest($0.octaves, reference.octaves) },
        check("modulation bands, largest difference", 0...6, "dB") {
            largest($0[keyPath: modulation], reference.modulation)
        },
        check("crest", crest, "dB") { $0.crestDecibels },
        check("spread of the level by seconds", widened(reference.levelSpread), "dB") { $0.levelSpread },
    ]
    if !reference.correlations.isEmpty {
        checks.append(
            check("left with right, largest difference of a band", 0...0.25, "") {
                largest($0.correlations, reference.correlations)
            })
    }
    if reference.perSecond.upperBound > 0 {
        checks += [
            check("events", widened(reference.perSecond), "a second") { $0.events.perSecond },
            check("height of events", widened(reference.medianHeight), "dB") { $0.events.medianHeight },
            check("variation of intervals", widened(reference.intervalVariation), "") { $0.events.intervalVariation },
            check("Fano factor", widened(reference.fano), "") { $0.events.fano },
        ]
    }
    if reference.decayMilliseconds.upperBound > 0 {
        checks.append(
            check("fall by 10 dB", widened(reference.decayMilliseconds), "ms") { $0.events.decayMilliseconds })
    }
    return checks
}

private func againstRecordings(
    _ kind: String, _ title: String, _ reference: AmbienceReference,
    modulation: KeyPath<AmbienceFeatures, [Double]> & Sendable = \.modulation,
    events: AmbienceEvents.Detection = .drops, outside: [String: String] = [:]
) -> [SoundCheck] {
    againstRecordings(kind, title, [:], reference, modulation: modulation, events: events, outside: outside)
}

private func largest(_ measured: [Double], _ wanted: [Double]) -> Double {
    zip(measured, wanted).map { abs($0 - $1) }.max() ?? 0
}

/// For the tests: five seconds of the commonest.
private let quickOctaves = SoundCheck(
    "rain", "octaves of five seconds, largest difference", within: 0...6, unit: "dB"
) {
    let frames = Signals.render(try Signals.layer("rain", ["window": .number(16000)]), frames: 5 * 44100)
    return largest(AmbienceFeatures.octaves(frames), AmbienceReference.steadyRain.octaves)
}

private func neverAlike(_ kind: String) -> SoundCheck {
    SoundCheck(
        kind, "likest two seconds in the ten minutes after", within: 0...AmbienceKinds.likenessLimit(kind), unit: "",
        digits: 2, isQuick: false
    ) {
        // Half the rate: what comes back does so below 11 kHz too.
        let frames = Signals.render(try Signals.layer(kind, rate: 22050), frames: 602 * 22050)
        return Likeness.highest(frames, piece: 2 * 22050)
    }
}

private func alikeAtAllRates(_ kind: String) -> SoundCheck {
    SoundCheck(
        kind, "octaves 63 Hz to 4 kHz at 22.05, 48 and 96 kHz against 44.1", within: 0...1.5, unit: "dB", isQuick: false
    ) {
        func octaves(_ rate: Double) throws -> [Double] {
            let frames = Signals.render(try Signals.layer(kind, rate: rate), frames: Int(240 * rate))
            let octaves = Array(AmbienceFeatures.octaves(frames, sampleRate: rate).prefix(7))
            // Against what all rates have: above, 22.05 kHz has less.
            let whole = 10 * log10(octaves.reduce(0) { $0 + pow(10, $1 / 10) })
            return octaves.map { $0 - whole }
        }
        let wanted = try octaves(44100)
        return try [22050, 48000, 96000].map { largest(try octaves($0), wanted) }.max() ?? 0
    }
}
