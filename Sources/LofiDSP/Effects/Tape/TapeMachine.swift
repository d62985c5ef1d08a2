import LofiPlatform

/// A transport with its head and tape: what the replay head loses of the treble.
///
/// Spacing, thickness and gap losses after R. L. Wallace, "The reproduction of magnetically recorded signals" (Bell System
/// Technical Journal, 1951); replay time constants of IEC 60094-1. The replay equaliser undoes the thickness loss almost
/// exactly where the coating is as thick as speed × time constant (5.7 µm on a cassette, 13.3 µm on reels), which is why
/// standards and coatings are as they are.
struct TapeMachine {
    let speedMetresPerSecond: Double
    let spacingMicrometres: Double
    let thicknessMicrometres: Double
    let gapMicrometres: Double
    let azimuthMinutes: Double
    /// Of the replay equaliser.
    let timeConstantMicroseconds: Double
    /// In µs, that of the speed, whatever the tape.
    private let speedTimeConstant: Double
    /// Of one track, and from the middle of the left to the middle of the right one.
    let trackMillimetres: Double
    let trackDistanceMillimetres: Double

    static let names = ["reel-15", "reel-7.5", "cassette", "cassette-type-2", "worn-cassette"]

    /// Gaps of common heads; spacings tuned, 2026-11-24, by where a tone of -40 dBFS is 3 dB down against 400 Hz: 19 kHz on
    /// the reels, 15 kHz on a cassette, 5.8 kHz on a worn one.
    init?(name: String) {
        switch name {
        case "reel-15": self.init(inchesPerSecond: 15, spacing: 0.5, thickness: 1, gap: 5, azimuth: 0)
        case "reel-7.5": self.init(inchesPerSecond: 7.5, spacing: 0.3, thickness: 1, gap: 3, azimuth: 1)
        case "cassette": self.init(inchesPerSecond: 1.875, spacing: 0.1, thickness: 1, gap: 1.2, azimuth: 2)
        case "cassette-type-2":
            self.init(inchesPerSecond: 1.875, spacing: 0.1, thickness: 1, gap: 1, azimuth: 2, timeConstant: 70)
        case "worn-cassette": self.init(inchesPerSecond: 1.875, spacing: 0.4, thickness: 1.1, gap: 1.8, azimuth: 8)
        default: return nil
        }
    }

    /// - Parameters:
    ///   - spacing, gap: in µm.
    ///   - thickness: of the coating against speed × time constant.
    ///   - azimuth: in minutes of arc.
    ///   - timeConstant: in µs; nil for the speed's own.
    init(
        inchesPerSecond: Double, spacing: Double, thickness: Double, gap: Double, azimuth: Double,
        timeConstant: Double? = nil
    ) {
        speedMetresPerSecond = inchesPerSecond * 0.0254
        (spacingMicrometres, gapMicrometres, azimuthMinutes) = (spacing, gap, azimuth)
        speedTimeConstant = Self.timeConstant(inchesPerSecond)
        timeConstantMicroseconds = timeConstant ?? speedTimeConstant
        thicknessMicrometres = thickness * speedMetresPerSecond * speedTimeConstant
        // IEC 60094-7: stereo cassette tracks; two tracks on quarter-inch tape.
        (trackMillimetres, trackDistanceMillimetres) = inchesPerSecond < 3 ? (0.6, 0.9) : (2, 4)
    }

    private static func timeConstant(_ inchesPerSecond: Double) -> Double {
        switch inchesPerSecond {
        case ..<3: 120
        case ..<7: 90
        case ..<15: 70
        case ..<30: 35
        default: 17.5
        }
    }

    /// What is left of a sine of this frequency, the deep bass being 1.
    func replay(atHz hertz: Double) -> Double {
        let depth = waveNumber(hertz) * thicknessMicrometres * 1e-6
        let thickness = depth > 1e-6 ? (1 - exp(-depth)) / depth : 1
        // The record equaliser makes good what a shorter time constant takes.
        return thickness * head(atHz: hertz, timeConstantMicroseconds: speedTimeConstant)
    }

    /// The amplitude of the tape's own noise, the deep bass being 1.
    func noise(atHz hertz: Double) -> Double {
        // √(k (1 - e^(-2kδ))) of the particles, by the 1/k of an equaliser that makes a constant flux a constant voltage.
        let depth = waveNumber(hertz) * thicknessMicrometres * 1e-6
        let particles = depth > 1e-6 ? ((1 - exp(-2 * depth)) / (2 * depth)).squareRoot() : 1
        return particles * head(atHz: hertz, timeConstantMicroseconds: timeConstantMicroseconds)
    }

    /// Spacing, gap and azimuth losses, the replay equaliser and the trap that keeps the bias out of the amplifier (3 dB
    /// down at 21 kHz, chosen: above what is heard).
    private func head(atHz hertz: Double, timeConstantMicroseconds: Double) -> Double {
        let perMetre = hertz / speedMetresPerSecond
        let spacing = exp(-waveNumber(hertz) * spacingMicrometres * 1e-6)
        let gap = sinc(gapMicrometres * 1e-6 * perMetre)
        let azimuth = sinc(trackMillimetres * 1e-3 * tan(azimuthRadians) * perMetre)
        let equaliser = (1 + pow(2 * .pi * hertz * timeConstantMicroseconds * 1e-6, 2)).squareRoot()
        let trap = 1 / (1 + pow(hertz / 21000, 16)).squareRoot()
        return spacing * abs(gap * azimuth) * equaliser * trap
    }

    /// k = 2π / λ, per metre.
    private func waveNumber(_ hertz: Double) -> Double { 2 * .pi * hertz / speedMetresPerSecond }

    /// Where a wavelength is as long as the head, whose edges then add to its gap (J. G. McKnight, "The frequency response
    /// of magnetic recorders for audio", JAES 1960): 63 Hz at 15 ips. Heads are about 6 mm long, a cassette's 1.2 mm.
    var bumpHz: Double { speedMetresPerSecond / (trackMillimetres < 1 ? 1.2e-3 : 6e-3) }

    /// By how much the left track lies ahead of the right one.
    var azimuthDelaySeconds: Double { trackDistanceMillimetres * 1e-3 * tan(azimuthRadians) / speedMetresPerSecond }

    private var azimuthRadians: Double { azimuthMinutes / 60 * .pi / 180 }

    private func sinc(_ x: Double) -> Double { x < 1e-9 ? 1 : sin(.pi * x) / (.pi * x) }
}
