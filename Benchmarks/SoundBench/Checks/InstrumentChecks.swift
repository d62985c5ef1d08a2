import Foundation
import LofiArrange
import LofiScore

/// The built-in instruments against recordings of real ones.
let instrumentChecks: [SoundCheck] =
    tineChecks + feltChecks + guitarChecks + bassChecks + brightnessChecks + varietyChecks

// MARK: Tine piano

/// REFERENCES: Rhodes velocity, measured on 36 notes of a 1977 stage piano, partials 1 to 8 in dB; five layers.
private let tineRegisters: [(name: String, keys: [Int], layers: [[Double]])] = [
    (
        "A2 to B3", [45, 50, 55, 59],
        [
            [0, -24, -29, -49, -63, -79, -63, -80], [0, -15, -16, -29, -40, -44, -53, -63],
            [0, -7, -7, -20, -17, -36, -36, -34], [0, 3, 2, -3, -6, -14, -10, -20], [0, 10, 8, 2, 6, 2, 0, -5],
        ]
    ),
    (
        "C4 to E5", [62, 65, 71, 76],
        [
            [0, -26, -41, -70, -90], [0, -20, -29, -50, -66], [0, -13, -16, -30, -52], [0, -8, -11, -32, -35],
            [0, -4, -6, -25, -24],
        ]
    ),
]
private let tineVelocities = [30, 60, 84, 104, 120]
private let tineProgram = InstrumentName.tinePiano.program

private let tineChecks: [SoundCheck] =
    tineRegisters.flatMap { register in
        tineVelocities.indices.map { layer in
            SoundCheck(
                "tine-piano",
                "\(register.name), layer \(layer + 1): maximum deviation of partials 2 to 5 from the Rhodes",
                within: 0...6, unit: "dB"
            ) {
                let found = try Registers.features(tineProgram, keys: register.keys, velocity: tineVelocities[layer])
                return Registers.farthest(
                    Registers.median(found.map { $0.partials() }), from: register.layers[layer], partials: 2...5)
            }
        }
    }
    // REFERENCES: C4–E5, hard and soft layer, dB/s.
    + [(120, "hard", [1: 5.0, 2: 17, 3: 20, 5: 35]), (30, "soft", [1: 4, 2: 8, 3: 13])].map { velocity, name, decays in
        SoundCheck(
            "tine-piano", "C4 to E5, \(name): maximum decay deviation of a partial from the Rhodes", within: 0...30,
            unit: "%",
            digits: 0
        ) { try farthestDecay(tineProgram, keys: [62, 65, 71, 76], velocity: velocity, from: decays) }
    } + [
        SoundCheck(
            "tine-piano", "A2 to B3, hardest: the fundamental grows in its first second", within: 3...4, unit: "dB"
        ) {
            let found = try Registers.features(tineProgram, keys: [45, 50, 55, 59], velocity: 120)
            return Registers.median(found.map { -$0.decayRate(partial: 1) })
        },
        SoundCheck("tine-piano", "slowest attack of all layers, A2 to E5", within: 0...10, unit: "ms") {
            try tineVelocities.map { velocity in
                Registers.median(
                    try Registers.features(
                        tineProgram, keys: [45, 50, 55, 59, 62, 65, 71, 76], velocity: velocity, seconds: 0.8
                    ).map(\.attackMs))
            }.max() ?? 0
        },
    ] + broadband("tine-piano", tineProgram, velocity: 84, decay: 4.0, perOctave: 1.56)

// MARK: Felt piano

private let feltProgram = InstrumentName.feltPiano.program
private let softVelocity = 40

/// REFERENCES: a grand's soft layer, measured on 11 notes.
private let feltRegisters: [(name: String, keys: [Int], partials: [Double])] = [
    ("A2 to G sharp 3", [45, 48, 51, 54], [0, -4, -8, -16, -22, -28]),
    ("A3 to G sharp 4", [57, 60, 63, 66], [0, -5, -21, -30, -33, -42]),
    ("A4 to G sharp 5", [69, 72, 75], [0, -17, -32, -43, -42, -59]),
]

private let feltChecks: [SoundCheck] =
    feltRegisters.map { register in
        SoundCheck(
            "felt-piano", "\(register.name): maximum deviation of partials 2 to 6 from the grand's soft layer",
            within: 0...6,
            unit: "dB"
        ) {
            let found = try Registers.features(feltProgram, keys: register.keys, velocity: softVelocity)
            return Registers.farthest(
                Registers.median(found.map { $0.partials() }), from: register.partials, partials: 2...6)
        }
    }
    // REFERENCES: inharmonicity of a grand from C3 up, at keys with samples of their own: a transposed sample keeps its B.
    + [48, 58, 68, 78].map { key in
        let b = 2.9e-4 * pow(2, Double(key - 60) / 8)
        return SoundCheck(
            "felt-piano", "inharmonicity of key \(key) against the grand's", within: -20...20, unit: "%", digits: 0
        ) {
            let found = try Registers.features(feltProgram, keys: [key], velocity: softVelocity, seconds: 1)
            return 100 * (found[0].inharmonicity / b - 1)
        }
    } + [
        // REFERENCES: the grand is two-stage, h1 at A3–G♯4: 22 dB/s in 0.08–1 s, then 4 dB/s in 1.2–3.2 s.
        SoundCheck("felt-piano", "A3 to G sharp 4: first decay of the fundamental", within: 15.4...28.6, unit: "dB/s") {
            let found = try Registers.features(feltProgram, keys: [57, 60, 63, 66], velocity: softVelocity)
            return Registers.median(found.map { $0.decayRate(partial: 1) })
        },
        SoundCheck("felt-piano", "A3 to G sharp 4: its aftersound", within: 2.8...5.2, unit: "dB/s") {
            let found = try Registers.features(
                feltProgram, keys: [57, 60, 63, 66], velocity: softVelocity, seconds: 3.4)
            return Registers.median(found.map { $0.decayRate(partial: 1, 1.2...3.2) })
        },
        // REFERENCES: attack of the grand's soft layer, 3 to 39 ms, median 20.
        SoundCheck("felt-piano", "A3 to G sharp 4: attack", within: 9...27, unit: "ms") {
            Registers.median(
                try Registers.features(feltProgram, keys: [57, 60, 63, 66], velocity: softVelocity, seconds: 1)
                    .map(\.attackMs))
        },
        // REFERENCES: grand velocity, partials 2–8 of the loud layer minus the soft one, 17 notes, for 6.6 dB of level;
        // the velocities here are 18.3 dB apart (40 dB per decade).
        SoundCheck(
            "felt-piano", "soft to loud: maximum deviation of the growth of partials 2 to 6 from the grand's",
            within: 0...3, unit: "dB"
        ) {
            let growth = [0, 1.4, 2.2, 3.3, 5.3, 8.2].map { $0 * 18.3 / 6.6 }
            let keys = [57, 60, 63, 66]
            let soft = try Registers.features(feltProgram, keys: keys, velocity: softVelocity, seconds: 1)
            let loud = try Registers.features(feltProgram, keys: keys, velocity: 115, seconds: 1)
            let found = zip(loud, soft).map { zip($0.partials(), $1.partials()).map { $0 - $1 } }
            return Registers.farthest(Registers.median(found), from: growth, partials: 2...6)
        },
    ] + broadband("felt-piano", feltProgram, velocity: softVelocity, decay: 13.8, perOctave: 1.26)

// MARK: Guitar and bass

private let nylonProgram = InstrumentName.nylonGuitar.program

/// REFERENCES: acoustic guitar, A2–G♯3 (4 notes), and its higher notes, partials 1 to 5.
private let guitarRegisters: [(name: String, keys: [Int], partials: [Double])] = [
    ("A2 to G sharp 3", [45, 48, 51, 54], [0, 2, -1, -10, -19]),
    ("A3 to G sharp 4", [57, 60, 63, 66], [0, 2, -2, -12, -19]),
    ("A4 to G sharp 5", [69, 72, 75, 78], [0, -5, -20, -18, -22]),
]

private let guitarChecks: [SoundCheck] =
    guitarRegisters.map { register in
        SoundCheck(
            "nylon-guitar", "\(register.name): maximum deviation of partials 2 to 5 from the acoustic guitar",
            within: 0...6,
            unit: "dB"
        ) {
            let found = try Registers.features(nylonProgram, keys: register.keys, velocity: 80)
            return Registers.farthest(
                Registers.median(found.map { $0.partials() }), from: register.partials, partials: 2...5)
        }
    } + [
        SoundCheck(
            "nylon-guitar", "A2 to G sharp 3: maximum decay deviation of partials 1, 2, 4, 6", within: 0...30,
            unit: "%",
            digits: 0
        ) {
            try farthestDecay(
                nylonProgram, keys: [45, 48, 51, 54], velocity: 80, from: [1: 4, 2: 7, 4: 11, 6: 16])
        },
        SoundCheck("nylon-guitar", "A2 to G sharp 3: attack", within: 4...10, unit: "ms") {
            Registers.median(
                try Registers.features(nylonProgram, keys: [45, 48, 51, 54], velocity: 80, seconds: 1).map(\.attackMs))
        },
    ] + broadband("nylon-guitar", nylonProgram, velocity: 80, decay: 8.9, perOctave: 1.47)

private let bassChecks: [SoundCheck] = [
    // Mean of the acoustic basses of FluidR3 and TimGM6mb at C2 and G2; the two differ by up to 16 dB.
    SoundCheck(
        "upright-bass", "E2: maximum deviation of partials 2 to 5 from sampled double basses", within: 0...10,
        unit: "dB"
    ) {
        let found = try Registers.features(InstrumentName.uprightBass.program, keys: [40], velocity: 90)
        return Registers.farthest(found[0].partials(), from: [0, -9, -18, -22, -32], partials: 2...5)
    },
    // The same basses: 11 to 28 dB/s in the first partial.
    SoundCheck("upright-bass", "E2: overall decay", within: 7...16, unit: "dB/s") {
        try Registers.features(InstrumentName.uprightBass.program, keys: [40], velocity: 90, seconds: 1.8)[0]
            .envelope.decayRate()
    },
]

// MARK: What all share

private let brightnessChecks: [SoundCheck] =
    InstrumentName.allCases.map { name in
        SoundCheck(
            name.rawValue, "growth of the harmonics above 2.5 times the fundamental, velocity 40 to 120",
            within: 1...40,
            unit: "dB"
        ) {
            let key = (name.range.lowerBound + name.range.upperBound) / 2
            let found = try NoteRecording.record(
                [.init(key, 40), .init(key, 120)], program: name.program, seconds: 0.8
            )
            .map { note in
                let spectrum = WholeSpectrum(note.samples)
                return 10 * log10(spectrum.power(2.5 * note.nominalHz..<20000) / spectrum.power(20..<20000))
            }
            return found[1] - found[0]
        }
    }
    + InstrumentName.allCases.map { name in
        SoundCheck(
            name.rawValue, "growth of the centroid, velocity 40 to 120, minimum over the range", within: 1.3...12,
            unit: "times", digits: 2
        ) {
            let keys = [1, 3, 5, 7].map { name.range.lowerBound + $0 * name.range.count / 8 }
            let growth = try keys.map { key in
                let notes = try NoteRecording.record(
                    [.init(key, 40), .init(key, 120)], program: name.program, seconds: 1.2
                )
                .map { WholeSpectrum($0.samples).centroidHz }
                return notes[1] / notes[0]
            }
            return growth.min() ?? 0
        }
    }

/// Repeated notes differ as a player's do. A sub bass and a pad are machines.
private let varietyChecks: [SoundCheck] = InstrumentName.allCases.filter { $0 != .subBass && $0 != .warmPad }
    .map { name in
        SoundCheck(
            name.rawValue, "a note repeated six velocities harder: mean difference of the strongest overtones",
            within: 0.5...12, unit: "dB"
        ) {
            let key = (name.range.lowerBound + name.range.upperBound) / 2
            let pair = try NoteRecording.record([.init(key, 78), .init(key, 84)], program: name.program, seconds: 0.8)
                .map { InstrumentFeatures($0).partials() }
            // Those within 50 dB in both; a bar has only two.
            let heard = zip(pair[0], pair[1]).dropFirst().filter { min($0, $1) > -50 }
            return heard.reduce(0) { $0 + abs($1.0 - $1.1) } / Double(max(1, heard.count))
        }
    }

/// Checks the overall decay at C4 and its growth per octave, C3 to C5. REFERENCES: broadband decay.
private func broadband(
    _ area: String, _ program: Int, velocity: Int, decay: Double, perOctave: Double
) -> [SoundCheck] {
    [
        SoundCheck(area, "C4: overall decay in 0.1 to 1.5 s", within: 0.7 * decay...1.3 * decay, unit: "dB/s") {
            try Registers.features(program, keys: [60], velocity: velocity, seconds: 1.8)[0].envelope.decayRate()
        },
        SoundCheck(
            area, "growth of the decay per octave, C3 to C5", within: perOctave - 0.2...perOctave + 0.2, unit: "times",
            digits: 2
        ) {
            let keys = [48, 54, 60, 66, 72]
            let found = try Registers.features(program, keys: keys, velocity: velocity, seconds: 1.8)
            return pow(
                2, Regression.slope(zip(keys, found).map { SIMD2(Double($0) / 12, log2($1.envelope.decayRate())) }))
        },
    ]
}

private func farthestDecay(
    _ program: Int, keys: [Int], velocity: Int, from reference: [Int: Double]
) throws -> Double {
    let found = try Registers.features(program, keys: keys, velocity: velocity)
    return reference.map { partial, decay in
        100 * abs(Registers.median(found.map { $0.decayRate(partial: partial) }) / decay - 1)
    }.max() ?? 0
}
