import Foundation
import LofiScore

/// The drum kits against one-shots of real drums.
///
/// The dusty kit should match drums from lo-fi sample packs, so it must be within the range of three of them. The brush
/// kit's kick, hats and toms should sound natural, so they must be within the quartiles of everything measured. A
/// brushed snare and a TR-808 were not among the recordings: the 808 is checked for the known properties of its
/// circuit.
let drumsChecks: [SoundCheck] = references.flatMap(\.checks) + [layers, colour] + cymbals + stereo

private let references: [DrumReference] = [
    // REFERENCES: kicks, snares and hats of three lo-fi sample packs, minimum and maximum.
    DrumReference(
        .dusty, "kick", key: 36, of: "lo-fi kicks",
        [
            (.t20, 92, 292), (.t60, 136, 681), (.attack, 15, 44.4), (.crest, 6.2, 8.9), (.peak, 49.8, 74),
            (.centroid, 70, 116), (.rollOff, 109, 254), (.sweepStart, 234, 355), (.sweepEnd, 53.2, 67),
            (.sweepTime, 7, 16), (.click, -23.3, -0.9), (.band0, -16.8, -1.1), (.band1, -6.9, -0.9),
            (.band2, -24.6, -7.9), (.band3, -36, -21.4), (.band4, -37, -28.1), (.band5, -43.9, -25),
            (.band6, -56.7, -29.1), (.band7, -72.8, -42),
        ]),
    DrumReference(
        .dusty, "snare", key: 38, of: "lo-fi snares",
        [
            (.t20, 65, 93), (.t60, 127, 334), (.attack, 7.5, 21.5), (.crest, 9.3, 14.5), (.peak, 153, 342),
            (.centroid, 512, 1404), (.rollOff, 2860, 4389), (.band1, -25.7, -7.2), (.band2, -6, -1.7),
            (.band3, -13.7, -5.4), (.band4, -15.4, -5.5), (.band5, -13.5, -7.9), (.band6, -31.9, -19),
            (.band7, -48.3, -29.4),
        ]),
    DrumReference(
        .dusty, "closed hat", key: 42, of: "lo-fi hats",
        [
            (.t20, 43, 103), (.attack, 1, 15), (.crest, 14, 20.5), (.peak, 4203, 10374), (.centroid, 4617, 10082),
            (.rollOff, 5685, 13838), (.band4, -22.3, -16.6), (.band5, -12, -0.1), (.band6, -16.6, -1.5),
            (.band7, -63.2, -6.6),
        ]),
    // REFERENCES: the quartiles of 18 kicks, 17 closed hats, 7 open hats and cymbals, 3 toms.
    DrumReference(
        .brushes, "kick", key: 36, of: "natural kicks",
        [
            (.t20, 105, 319), (.t60, 161, 557), (.attack, 9.6, 43), (.crest, 6.8, 10.6), (.peak, 45, 62),
            (.centroid, 63, 105), (.rollOff, 109, 195), (.sweepStart, 131, 330), (.sweepEnd, 47, 62),
            (.sweepTime, 7, 16), (.click, -26.4, -5.7), (.band0, -4, -1), (.band1, -6, -2), (.band2, -23, -11),
            (.band3, -36, -23), (.band4, -38, -29), (.band5, -54, -27), (.band6, -60, -31), (.band7, -71, -45),
        ]),
    DrumReference(
        .brushes, "closed hat", key: 42, of: "natural hats",
        [
            (.t20, 70, 103), (.t60, 130, 250), (.attack, 1, 14), (.crest, 14, 18), (.peak, 4872, 11772),
            (.centroid, 7794, 12856), (.rollOff, 13838, 20413), (.band4, -26, -17), (.band5, -11, -8),
            (.band6, -6, -3), (.band7, -9, -4),
        ]),
    DrumReference(
        .brushes, "open hat", key: 46, of: "natural cymbals",
        [
            (.t20, 243, 769), (.t60, 502, 1292), (.attack, 7, 12), (.crest, 16, 21.2), (.peak, 1350, 6782),
            (.centroid, 5976, 8238), (.rollOff, 11920, 14734), (.band3, -27, -18), (.band4, -20, -14),
            (.band5, -10, -5), (.band6, -5, -1), (.band7, -16, -9),
        ]),
    DrumReference(
        .brushes, "middle tom", key: 45, of: "natural toms",
        [
            (.t20, 348, 461), (.t60, 635, 764), (.crest, 14.4, 15.6), (.peak, 116, 150), (.centroid, 144, 184),
            (.rollOff, 174, 209),
        ]),
    // The bass drum's bridged-T rings at 49.5 Hz (Werner, Abel and Smith, DAFx 2014).
    DrumReference(.eightOhEight, "kick", key: 36, of: "the circuit", [(.sweepEnd, 48, 51), (.t20, 400, 900)]),
]

private struct DrumReference: Sendable {
    let kit: DrumKit
    let drum: String
    let key: Int
    let whom: String
    let figures: [(figure: DrumFigure, low: Double, high: Double)]
    let reasonsOutside: [DrumFigure: String]

    init(
        _ kit: DrumKit, _ drum: String, key: Int, of whom: String,
        _ figures: [(figure: DrumFigure, low: Double, high: Double)], outside reasons: [DrumFigure: String] = [:]
    ) {
        (self.kit, self.drum, self.key, self.whom, self.figures) = (kit, drum, key, whom, figures)
        reasonsOutside = reasons
    }

    var checks: [SoundCheck] {
        figures.map { figure, low, high in
            SoundCheck(
                "drums", "\(kit.rawValue), \(drum): \(figure.rawValue) as \(whom) have", within: low...high,
                unit: figure.unit, outside: reasonsOutside[figure]
            ) { figure.of(DrumFeatures(try .drum(kit, key: key))) }
        }
    }
}

private enum DrumFigure: String, Sendable {
    case t20 = "T20"
    case t60 = "T60"
    case attack
    case crest
    case peak = "spectral peak"
    case centroid = "power centroid"
    case rollOff = "95 % roll-off"
    case sweepStart = "start of the sweep"
    case sweepEnd = "end of the sweep"
    case sweepTime = "time constant of the sweep"
    case click = "click above 1.5 kHz"
    case band0 = "20 to 60 Hz"
    case band1 = "60 to 150 Hz"
    case band2 = "150 to 400 Hz"
    case band3 = "400 to 1000 Hz"
    case band4 = "1 to 2.5 kHz"
    case band5 = "2.5 to 6 kHz"
    case band6 = "6 to 12 kHz"
    case band7 = "12 to 20 kHz"

    var unit: String {
        switch self {
        case .t20, .t60, .attack, .sweepTime: "ms"
        case .peak, .centroid, .rollOff, .sweepStart, .sweepEnd: "Hz"
        default: "dB"
        }
    }

    func of(_ features: DrumFeatures) -> Double {
        switch self {
        case .t20: features.t20Ms
        case .t60: features.t60Ms
        case .attack: features.attackMs
        case .crest: features.crestDecibels
        case .peak: features.peakHz
        case .centroid: features.centroidHz
        case .rollOff: features.rollOff95Hz
        case .sweepStart: features.sweep.startHz
        case .sweepEnd: features.sweep.endHz
        case .sweepTime: features.sweep.tauMs
        case .click: features.clickDecibels
        case .band0: features.bandLevels[0]
        case .band1: features.bandLevels[1]
        case .band2: features.bandLevels[2]
        case .band3: features.bandLevels[3]
        case .band4: features.bandLevels[4]
        case .band5: features.bandLevels[5]
        case .band6: features.bandLevels[6]
        case .band7: features.bandLevels[7]
        }
    }
}

/// Every kit has its sounds in two layers, the soft one duller.
private let layers = colourCheck(
    "fourteen sounds of every kit", keys: [36, 38, 37, 39, 42, 46, 41, 45, 48, 51, 49, 70, 54, 56],
    of: DrumKit.allCases, minimum: 1.1)

private let colour = colourCheck(
    "kick, hat, ride and dusty snare", keys: [36, 42, 51, 38], of: [.dusty], minimum: 1.3)

private func colourCheck(_ sounds: String, keys: [Int], of kits: [DrumKit], minimum: Double) -> SoundCheck {
    SoundCheck(
        "drums", "\(sounds): minimum ratio of magnitude centroids, hard to soft", within: minimum...20,
        unit: "times", digits: 2, isQuick: false
    ) {
        try kits.flatMap { kit in
            let noteOns = keys.flatMap { [NoteRecording.NoteOn($0, 40), .init($0, 120)] }
            let centroids = try NoteRecording.record(noteOns, program: kit.program, drums: true, seconds: 1)
                .map { DrumFeatures($0).magnitudeCentroidHz }
            return keys.indices.map { centroids[2 * $0 + 1] / centroids[2 * $0] }
        }.min() ?? 0
    }
}

/// Cymbals have many modes. FluidR3's ride, bell, crash and open hat measure .148, .071, .194 and .195; few modes, as tones
/// have, would measure less than .02.
private let cymbals: [SoundCheck] = [
    ("ride", 51, 0.15), ("bell", 53, 0.075), ("crash", 49, 0.13), ("open hat", 46, 0.2),
]
.map { name, key, minimum in
    SoundCheck(
        "drums", "brushes, \(name): spectral flatness, 1.8 to 10 kHz", within: minimum...0.56, unit: "", digits: 3
    ) { WholeSpectrum(try NoteRecording.drum(.brushes, key: key).samples).flatness(1800..<10000) }
}

/// Width of a kit as heard in front of it. Real tracks have -6.8 dB [-9.4 -3.0] at 4 to 12 kHz (REFERENCES.md).
private let stereo: [SoundCheck] = DrumKit.allCases.flatMap { kit in
    [
        sideCheck(
            kit, "hats, ride, crash: widest side to mid, 4 to 12 kHz", keys: [42, 46, 51, 49], 4000..<12000, -9 ... -3),
        sideCheck(
            kit, "kick, snare, toms: widest side to mid below 120 Hz", keys: [36, 38, 41, 45, 48], 20..<120,
            -400 ... -30),
    ]
}

private func sideCheck(
    _ kit: DrumKit, _ what: String, keys: [Int], _ band: Range<Double>, _ range: ClosedRange<Double>
) -> SoundCheck {
    SoundCheck("drums", "\(kit.rawValue), \(what)", within: range, unit: "dB", isQuick: false) {
        try keys.map { key in
            let hit = try NoteRecording.drum(kit, key: key)
            let ratio = WholeSpectrum(hit.side).power(band) / WholeSpectrum(hit.samples).power(band)
            return 10 * log10(max(1e-40, ratio))
        }.max() ?? 0
    }
}
