import LofiPlatform
import LofiPlugin

/// Rumble of a turntable: bearing and motor noise that excites the tonearm at its resonance.
///
/// White noise → arm resonance at 22 Hz + low-pass at 40 Hz → high-pass at 20 Hz, computed about 2756 times per second
/// with linear interpolation, whose images the steep roll-off of both parts keeps low (estimated, not measured).
struct Rumble {
    /// Mean square of one channel.
    private(set) var meanSquare = 0.0

    /// Mean square per Hz of the arm's and the bearing's noise source, fitted together with the hiss to the measured
    /// bed (`VinylBed`).
    private static let armDensity = 0.0912
    private static let bearingDensity = 2.83e-3
    /// Crossfeed of the arm's motion: it is more vertical than lateral, so the correlation of its channels is -0.6.
    private static let crossfeed: Float = -0.33

    private var noise: WhiteNoise
    private var arm: Biquad
    private var subsonic: Biquad
    private let armGain: Float
    private let bearingGain: Float
    private let bearingStep: Float
    private let mono: Float
    private var bearing = StereoFrame.zero
    private var now = StereoFrame.zero
    private var step = StereoFrame.zero
    private var target = StereoFrame.zero
    private let stride: Int
    private var count = 0

    init(gain: Float, mono: Float, sampleRate: Double, random: RandomStream) {
        noise = WhiteNoise(random: random)
        stride = max(1, Int((sampleRate / 2756).rounded()))
        let rate = sampleRate / Double(stride)
        arm = Biquad(.lowPass(cutoffHz: 22, q: 1.4, sampleRate: rate))
        // The amplifier's subsonic filter removes the slow motion of a warped record (IEC 98, 20 Hz).
        subsonic = Biquad(.highPass(cutoffHz: 20, sampleRate: rate))
        bearingStep = Float(1 - exp(-2 * Double.pi * 40 / rate))
        armGain = gain * Float((Self.armDensity * rate / 2).squareRoot())
        bearingGain = gain * Float((Self.bearingDensity * rate / 2).squareRoot())
        self.mono = mono
        // The power of filtered noise is the energy of the impulse response.
        var silent = self
        meanSquare = (0..<Int(0.5 * rate)).reduce(0.0) { sum, index in
            let answer = silent.filtered(StereoFrame(index == 0 ? 1 : 0, 0))
            return sum + Double((answer * answer).sum())
        }
    }

    @inline(__always)
    mutating func next() -> StereoFrame {
        if count == 0 {
            now = target
            target = filtered(noise.next())
            step = (target - now) / Float(stride)
            count = stride
        }
        count -= 1
        now += step
        return now
    }

    private mutating func filtered(_ noise: StereoFrame) -> StereoFrame {
        // The same noise in quadrature, so that the two parts are uncorrelated in either channel and in the mid signal.
        bearing += (StereoFrame(-noise.y, noise.x) * bearingGain - bearing) * bearingStep
        let swing = arm.next(noise * armGain)
        let sum = subsonic.next(bearing + swing + StereoFrame(swing.y, swing.x) * Self.crossfeed)
        // A stylus that only senses lateral motion yields the sum, scaled to keep the power.
        return sum + (StereoFrame(repeating: sum.sum() * 0.70711) - sum) * mono
    }
}
