import LofiPlatform

/// The resonant two-pole low-pass filter of a voice (R. Bristow-Johnson's cookbook); the gain is reduced by half of the
/// resonance (SoundFont 2.04, section 8.1.2, initialFilterQ).
struct VoiceFilter {
    /// y = b (x + 2 x' + x'') - a1 y' - a2 y''.
    struct Coefficients {
        var b: Float = 0
        var a1: Float = 0
        var a2: Float = 0
    }

    private(set) var now = Coefficients()
    private var target = Coefficients()
    /// Change of the coefficients per frame.
    private(set) var slope = Coefficients()
    /// Filter state for the next output: fed forward, fed back, and from two frames ago.
    var forward: Float = 0
    var back: Float = 0
    var second: Float = 0
    private var setting: (cents: Double, centibels: Double) = (.nan, .nan)

    var isMoving: Bool { slope.b != 0 || slope.a1 != 0 || slope.a2 != 0 }

    /// Sets the target coefficients to reach after a number of frames; they apply at once if the filter has just started.
    /// - Parameters:
    ///   - cents: cutoff in cents above 8.176 Hz.
    ///   - centibels: resonance in centibels.
    mutating func set(cents: Double, centibels: Double, rate: Double, frames: Int) {
        let isNew = setting.cents.isNaN
        if cents == setting.cents && centibels == setting.centibels {
            if isMoving { now = target; slope = Coefficients() }
            return
        }
        if !isNew { now = target }
        setting = (cents, centibels)
        target = Self.coefficients(cents: cents, centibels: centibels, rate: rate)
        if isNew { now = target }
        let count = Float(frames)
        slope = Coefficients(
            b: (target.b - now.b) / count, a1: (target.a1 - now.a1) / count, a2: (target.a2 - now.a2) / count)
    }

    private static func coefficients(cents: Double, centibels: Double, rate: Double) -> Coefficients {
        let hertz = max(5, min(0.45 * rate, 8.176 * exp2(max(1500, min(13500, cents)) / 1200)))
        let resonance = pow(10, max(0, min(960, centibels)) / 200)
        // Zero resonance is a flat response: a Q of -3.01 dB.
        let q = resonance * 0.5.squareRoot()
        let omega = 2 * Double.pi * hertz / rate
        let alpha = sin(omega) / (2 * q)
        let scale = 1 / (1 + alpha)
        return Coefficients(
            b: Float((1 - cos(omega)) / 2 * scale / resonance.squareRoot()), a1: Float(-2 * cos(omega) * scale),
            a2: Float((1 - alpha) * scale))
    }
}
