import Foundation
import LofiDSP
import LofiPlugin

/// Every ambience against recordings of its kind, against itself ten minutes later, and at other sample rates.
let ambienceChecks: [SoundCheck] =
    againstRecordings("rain", "steady rain", ["window": .number(16000)], .steadyRain)
    + againstRecordings(
        "rain", "light rain", ["window": .number(16000), "intensity": .number(0.2)], .lightRain)
    + againstRecordings(
        "rain", "heavy rain", ["window": .number(16000), "intensity": .number(0.9)], .heavyRain)
    + againstRecordings("waves", "waves", .waves, outside: looseFoam)
    + againstRecordings("wind", "wind", .wind, modulation: \.trebleModulation, outside: deepEddies)
    + againstRecordings("fireplace", "fireplace", .fire, modulation: \.trebleModulation, outside: crackleModulation)
    + againstRecordings("campfire", "campfire", .fire, modulation: \.trebleModulation, outside: crackleModulation)
    + againstRecordings(
        "thunder", "thunder", .thunder, events: .rolls,
        outside: rollsRun)
    + againstRecordings("city", "city", .city, outside: loudSteps)
    + againstRecordings("cafe", "cafe", .cafe, outside: manyCups)
    + againstRecordings("night", "night", .night, outside: soloCrickets)
    + againstRecordings("train", "train", .train)
    + againstRecordings("birds", "birds", .birds, outside: fewBirds)
    + againstRecordings("fan", "fan", .fan, outside: deepBlades)
    + [quickOctaves] + AmbienceKinds.all.map(neverAlike) + AmbienceKinds.all.map(alikeAtAllRates)

let ambiencePictures: [SoundPicture] = [
    SoundPicture("ambience-spectra") {
        LinePlot(
            title: "ambiences: octaves relative to the whole; dashed: recordings", x: "Hz", 50...10000,
            isLogarithmic: true,
            y: "dB", -40...0,
            curves: try pictured.flatMap { kind, reference in
                [
                    LinePlot.Curve(kind, points(try AmbienceKinds.features(kind).octaves)),
                    LinePlot.Curve("", points(reference.octaves), isReference: true),
                ]
            })
    }
]

// Attempts that failed on four seeds (2026-11-25, `--seed`), and what they cost. A figure with a reason may hold on
// this seed and not on another.

private let looseFoam = [
    "variation of intervals": "more even foam puts the Fano factor below its range"
]

private let crackleModulation = [
    "Fano factor":
        "slow modulation also bunches the crackles; with little enough for this to hold, the modulation is off by 4 dB"
]

private let deepEddies = [
    "modulation bands, maximum difference":
        "eddies above 0.8 Hz as in the most turbulent recording (-12 to -17 dB); a classifier hears steadier wind as traffic",
    "octaves, maximum difference":
        "the median of five recordings that are unlike each other; as them, it is heard as traffic",
    "standard deviation of the second-by-second level": "as the modulation",
    "events": "the eddies count as events",
    "variation of intervals": "the eddies count as events",
    "Fano factor": "the eddies count as events",
]

private let manyCups = [
    "left/right correlation, maximum difference of a band":
        "above 3 kHz: one near table, which is in one place; a recording of a restaurant has 0.6 there as well",
    "modulation bands, maximum difference":
        "one table is near: a recording of a restaurant has as much at the rate of syllables (-13 dB)",
    "variation of intervals": "plosives and fricatives of the near table count as events",
    "Fano factor":
        "weaker bunching of cups does not fix it, and breaks the variation of intervals and the height of events",
]

private let loudSteps = [
    "modulation bands, maximum difference":
        "a quiet street, where each car stands out: a recording of a road has as much (-9 dB from 0.05 to 0.4 Hz)",
    "variation of intervals": "few steps between the cars",
    "height of events": "softer steps do not fix it: off by 0.1 dB on one seed of four",
]

private let soloCrickets = [
    "height of events": "with louder trills between the chirps a classifier hears white noise",
    "modulation bands, maximum difference":
        "a steadier cricket rhythm misses by as much, and lowers the Fano factor to 0.3",
    "Fano factor": "these crickets keep a steadier rhythm; longer rests cost more modulation",
]

private let fewBirds = [
    "modulation bands, maximum difference":
        "calls at half the level still miss by 2 dB, and put the octaves off by 3 dB",
    "crest": "a minute has few of the nearest calls",
    "height of events": "softer calls do not lower it, and break the crest",
]

private let deepBlades = [
    "crest": "the air is modulated by half at the rate of the blades, the recordings by 0.1; see `Fan`"
]

private let rollsRun = [
    "octaves, maximum difference":
        "above 2 kHz: both recordings are of near lightning, and the air takes the treble of distant thunder",
    "fall by 10 dB": "bursts of a few hundredths of a second, as heard in one of the recordings",
    "events": "faster rolls merge within a window of 100 ms",
    "Fano factor": "denser bursts of rolls (0.1 to 0.6 s) merge, and the factor stays at 0.9",
    "variation of intervals": "as the Fano factor",
    "height of events": "a floor 4 dB higher between the claps does not lower it",
    "crest": "a minute has few claps",
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
    /// Ranges from so few recordings are unreliable: widen them by a quarter on both sides.
    func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        few ? (0.75 * range.lowerBound)...(1.25 * range.upperBound) : range
    }
    let crest = few ? (reference.crest.lowerBound - 2)...(reference.crest.upperBound + 2) : reference.crest
    var checks = [
        check("octaves, maximum difference", 0...6, "dB") { largest($0.octaves, reference.octaves) },
        check("modulation bands, maximum difference", 0...6, "dB") {
            largest($0[keyPath: modulation], reference.modulation)
        },
        check("crest", crest, "dB") { $0.crestDecibels },
        check("standard deviation of the second-by-second level", widened(reference.levelSpread), "dB") {
            $0.levelSpread
        },
    ]
    if !reference.correlations.isEmpty {
        checks.append(
            check("left/right correlation, maximum difference of a band", 0...0.25, "") {
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

private func largest(_ measured: [Double], _ target: [Double]) -> Double {
    zip(measured, target).map { abs($0 - $1) }.max() ?? 0
}

/// For the tests: five seconds of the most common ambience.
private let quickOctaves = SoundCheck(
    "rain", "octaves of five seconds, maximum difference", within: 0...6, unit: "dB"
) {
    let frames = Signals.render(try Signals.layer("rain", ["window": .number(16000)]), frames: 5 * 44100)
    return largest(AmbienceFeatures.octaves(frames), AmbienceReference.steadyRain.octaves)
}

private func neverAlike(_ kind: String) -> SoundCheck {
    SoundCheck(
        kind, "highest correlation of two seconds with the ten minutes after",
        within: 0...AmbienceKinds.correlationLimit(kind), unit: "",
        digits: 2, isQuick: false
    ) {
        // At half the rate: anything that recurs does so below 11 kHz too.
        let frames = Signals.render(try Signals.layer(kind, rate: 22050), frames: 602 * 22050)
        return SelfCorrelation.highest(frames, piece: 2 * 22050)
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
        let target = try octaves(44100)
        return try [22050, 48000, 96000].map { largest(try octaves($0), target) }.max() ?? 0
    }
}
