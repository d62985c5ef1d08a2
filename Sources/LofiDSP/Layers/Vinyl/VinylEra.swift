/// Typical records and players of a decade: how they changed the music, and how much dirt they left.
///
/// Typical figures, not taken from a source (2026-11-24): electrical shellac with 100 Hz to 5 kHz and a 2.5 mil stylus,
/// the first LPs with 1 mil, stereo from 1958 with 0.7 mil, elliptical tips in the seventies, line contacts later. The
/// amounts of noise are tuned, 2026-11-24, so that each decade lies between its neighbours.
struct VinylEra {
    /// Factor for the clicks and pops per minute.
    let clickFactor: Double
    /// Additional level of the surface hiss in dB.
    let hissGain: Double
    /// Additional level of the whole layer in dB.
    let levelGain: Double
    /// Bandwidth of music and noise.
    let lowHz: Double
    let highHz: Double
    /// How far the stylus only senses lateral motion: 1 is mono.
    let mono: Double
    /// Radius of the stylus tip.
    let tipMicrometres: Double

    static let names = ["none", "1930", "1950", "1960", "1970", "1980", "2000"]

    /// Returns nil for "none", which leaves everything to the other settings.
    static func named(_ name: String) -> VinylEra? {
        switch name {
        case "1930":
            VinylEra(
                clickFactor: 3, hissGain: 14, levelGain: 8, lowHz: 100, highHz: 5000, mono: 1, tipMicrometres: 63)
        case "1950":
            VinylEra(
                clickFactor: 1.6, hissGain: 7, levelGain: 4, lowHz: 50, highHz: 9000, mono: 1, tipMicrometres: 25)
        case "1960":
            VinylEra(
                clickFactor: 1.25, hissGain: 3, levelGain: 2, lowHz: 40, highHz: 12000, mono: 0.4, tipMicrometres: 18)
        case "1970":
            VinylEra(
                clickFactor: 1, hissGain: 0, levelGain: 0, lowHz: 30, highHz: 15000, mono: 0.15, tipMicrometres: 15)
        case "1980":
            VinylEra(
                clickFactor: 0.7, hissGain: -2, levelGain: -3, lowHz: 25, highHz: 17000, mono: 0.05, tipMicrometres: 10)
        case "2000":
            VinylEra(
                clickFactor: 0.4, hissGain: -4, levelGain: -6, lowHz: 20, highHz: 20000, mono: 0, tipMicrometres: 7)
        default: nil
        }
    }
}

/// Record speeds.
enum RecordSpeed {
    static let names = ["33", "45", "78"]

    /// Returns the duration of one turn: 33 1/3, 45 or 78 rpm.
    static func turnSeconds(_ name: String) -> Double {
        switch name {
        case "45": 60.0 / 45
        case "78": 60.0 / 78
        default: 1.8
        }
    }
}
