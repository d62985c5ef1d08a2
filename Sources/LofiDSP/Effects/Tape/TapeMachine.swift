import LofiPlatform

/// A tape machine's transport, head and tape: the treble loss on replay.
///
/// Spacing, thickness and gap losses after R. L. Wallace, "The reproduction of magnetically recorded signals" (Bell
/// System Technical Journal, 1951); replay time constants of IEC 60094-1. The replay equaliser undoes the thickness
/// loss almost exactly where the coating is as thick as speed × time constant (5.7 µm on a cassette, 13.3 µm on reels),
/// which explains the standards and the usual coatings.
struct TapeMachine {
    let speedMetresPerSecond: Double
    let spacingMicrometres: Double
    let thicknessMicrometres: Double
    let gapMicrometres: Double
    let azimuthMinutes: Double
    /// Time constant of the replay equaliser.
    let timeConstantMicroseconds: Double
    /// Standard time constant of the tape speed in µs, whatever the tape.
    private let speedTimeConstant: Double
    /// Width of one track.
    let trackMillimetres: Double
    /// Distance between the centres of the left and right tracks.
    let trackDistanceMillimetres: Double

    static let names = ["reel-15", "reel-7.5", "cassette", "cassette-type-2", "worn-cassette"]

    /// Gaps of common heads; spacings tuned, 2026-11-24, by where a tone of -40 dBFS is 3 dB down against 400 Hz: 19
    /// kHz on the reels, 15 kHz on a cassette, 5.8 kHz on a worn one.
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
    ///   - thickness: coating thickness relative to speed × time constant.
    ///   - azimuth: in minutes of arc.
    ///   - timeConstant: in µs; nil for the standard one of the speed.
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

    /// Returns the replay gain at this frequency, relative to the deep bass.
    func replay(atHz hertz: Double) -> Double {
        let depth = waveNumber(hertz) * thicknessMicrometres * 1e-6
        let thickness = depth > 1e-6 ? (1 - exp(-depth)) / depth : 1
        // The record equaliser compensates what a shorter time constant removes.
        return thickness * head(atHz: hertz, timeConstantMicroseconds: speedTimeConstant)
    }

    /// Returns the amplitude of the tape's own noise, relative to the deep bass.
    func noise(atHz hertz: Double) -> Double {
        // √(k (1 - e^(-2kδ))) from the particles, times 1/k from an equaliser that turns constant flux into constant
        // voltage.
        let depth = waveNumber(hertz) * thicknessMicrometres * 1e-6
        let particles = depth > 1e-6 ? ((1 - exp(-2 * depth)) / (2 * depth)).squareRoot() : 1
        return particles * head(atHz: hertz, timeConstantMicroseconds: timeConstantMicroseconds)
    }

    /// Spacing, gap and azimuth losses, the replay equaliser, and the trap that keeps the bias out of the amplifier (3
    /// dB down at 21 kHz, chosen to be inaudible).
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

    /// Head-bump frequency: where a wavelength is as long as the head, whose edges then add to its gap (J. G. McKnight,
    /// "The frequency response of magnetic recorders for audio", JAES 1960): 63 Hz at 15 ips. Heads are about 6 mm
    /// long, a cassette's 1.2 mm.
    var bumpHz: Double { speedMetresPerSecond / (trackMillimetres < 1 ? 1.2e-3 : 6e-3) }

    /// How far the left track is ahead of the right one, in seconds.
    var azimuthDelaySeconds: Double { trackDistanceMillimetres * 1e-3 * tan(azimuthRadians) / speedMetresPerSecond }

    private var azimuthRadians: Double { azimuthMinutes / 60 * .pi / 180 }

    private func sinc(_ x: Double) -> Double { x < 1e-9 ? 1 : sin(.pi * x) / (.pi * x) }
}
