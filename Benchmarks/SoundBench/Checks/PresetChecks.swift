import LofiDSP
import LofiEngine

/// Every preset's finished mix against real tracks; a style that is extreme on purpose is exempt from the spectrum.
let presetChecks: [SoundCheck] =
    presetNames.flatMap(checks) + [
        SoundCheck(
            "presets", "third-octave bands like real tracks, median preset", within: 25...29, unit: "of 29",
            digits: 0,
            isQuick: false
        ) {
            let counts = try presetNames.map { try PresetRender.of($0) }.filter { $0.style.extreme == nil }
                .map(\.features.bandsLikeTracks).sorted()
            return Double(counts[counts.count / 2])
        }
    ]

let presetNames = StyleLibrary(userFolder: nil).entries().map(\.name)

private func checks(_ name: String) -> [SoundCheck] {
    let extreme = (try? StyleLibrary(userFolder: nil).style(name))?.extreme
    func check(
        _ what: String, _ range: ClosedRange<Double>, _ unit: String, digits: Int = 1, like: Bool = false,
        _ value: @escaping @Sendable (PresetRender) -> Double
    ) -> SoundCheck {
        SoundCheck(
            name, what, within: range, unit: unit, digits: digits, isQuick: false, outside: like ? extreme : nil
        ) { try value(PresetRender.of(name)) }
    }
    return [
        check("third-octave bands like real tracks", 20...29, "of 29", digits: 0, like: true) {
            Double($0.features.bandsLikeTracks)
        },
        check("centroid", 150...650, "Hz", digits: 0, like: true) { $0.features.centroidHz },
        check("loudness range", LofiTracks.loudnessRange, "LU") { $0.features.loudnessRange },
        check("onsets", LofiTracks.onsetsPerSecond, "a second") { $0.features.onsetsPerSecond },
        check("crest", 12 ... .infinity, "dB") { $0.features.crestDecibels },
        check("mean limiting", -3 ... .infinity, "dB", digits: 2) { $0.report.limiting },
    ]
        + zip(["below 150 Hz", "to 800 Hz", "to 4 kHz", "above"], LofiTracks.width).enumerated().map { index, band in
            check("side relative to mid \(band.0)", band.1, "dB", like: true) { $0.features.width[index] }
        }
}
