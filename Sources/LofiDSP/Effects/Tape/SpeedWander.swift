import LofiPlatform
import LofiPlugin

/// Wow and flutter as a timing deviation: how many frames playback lags, frame after frame.
///
/// Wow and flutter are each a sine with two harmonics, scaled so that their sum peaks at the requested depth. The
/// random part is an Ornstein-Uhlenbeck speed held by a spring, so that it always returns, driven by low-passed noise;
/// its depth is exceeded 5 % of the time, like the 2σ figure of IEC 60386.
/// Position and speed are computed every 32 frames, with cubic (Hermite) interpolation in between, so the slope is
/// continuous.
struct SpeedWander {
    /// Depths and rates of the modulation.
    struct Depths {
        /// Peak (wow, flutter) and 2σ (drift) speed deviations as ratios: 0.01 is 1 %.
        let wow, flutter, drift: Double
        /// Fundamental frequencies in Hz.
        let wowHz, flutterHz: Double
    }

    private static let stride = 32
    /// Amplitudes of the fundamental and its harmonics: a warped record lifts the stylus once per turn and, less, twice
    /// and three times.
    private static let wowShape = SIMD3(0.75, 0.2, 0.05)
    /// The capstan with 2f and 3f, as in J. Chowdhury's AnalogTapeModel.
    private static let flutterShape = SIMD3(0.6, 0.25, 0.15)
    /// Frequency in Hz where the random speed is strongest; drift lies below 0.5 Hz.
    private static let driftHz = 0.25
    /// Corner in Hz above which the random speed is smoothed. Measured 2026-11-24: 22 dB less power above 4 Hz, where
    /// flutter begins, than in total.
    private static let driftSmoothHz = 2.0

    /// Maximum timing deviation, in frames.
    let reachFrames: Double

    /// Amplitudes of the harmonics in frames of delay.
    private let amplitudes: SIMD8<Double>
    /// Angular speeds of the harmonics in radians per frame.
    private let speeds: SIMD8<Double>
    /// Rotation of each phasor per 32 frames.
    private let rotationCos, rotationSin: SIMD8<Double>
    /// Phasors of the harmonics (cosine, sine).
    private var phasorCos, phasorSin: SIMD8<Double>

    private var random: RandomStream
    private let driftReach: Double
    private let stepSeconds: Double
    private let frameRate: Double
    private let force: Double
    private var push = 0.0
    private var driftSpeed = 0.0
    private var driftPosition = 0.0

    /// Current position and its first, second and third forward differences.
    private var position = 0.0
    private var first = 0.0
    private var second = 0.0
    private var third = 0.0
    private var count = 0
    private var target: (position: Double, speed: Double) = (0, 0)
    /// Leads the drift back to where it began by the end of a loop.
    private var homing: Homing?
    private var steps = 0

    /// A smooth correction over the last part of a loop.
    private struct Homing {
        let startFrame, endFrame: Double
        /// Position in seconds and speed that the drift has at the end, less those at the beginning.
        let position, speed: Double

        /// The correction at a frame: position in seconds and speed.
        func correction(at frame: Double, sampleRate: Double) -> (position: Double, speed: Double) {
            let length = endFrame - startFrame
            guard frame > startFrame, length > 0 else { return (0, 0) }
            let x = min(1, (frame - startFrame) / length)
            // Hermite: nothing at the start, the differences at the end.
            let seconds = length / sampleRate
            let (a, b) = (position, speed * seconds)
            let value = x * x * (3 - 2 * x) * a + x * x * (x - 1) * b
            let slope = (6 * x * (1 - x) * a + (3 * x * x - 2 * x) * b) / seconds
            return (-value, -slope)
        }
    }

    /// - Parameter loopFrames: length of a loop at the end of which the drift is as at its beginning; nil for none.
    init(_ depths: Depths, sampleRate: Double, random: RandomStream, loopFrames: Int? = nil) {
        var random = random
        var phases = random.fork("phases")
        var (amplitudes, speeds) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        var angles = SIMD8<Double>.zero
        let parts = [(depths.wow, depths.wowHz, Self.wowShape), (depths.flutter, depths.flutterHz, Self.flutterShape)]
        for (part, (depth, hertz, shape)) in parts.enumerated() {
            let start = SIMD3(phases.unit(), phases.unit(), phases.unit()) * (2 * .pi)
            let scale = depth / Self.peak(shape, start)
            for harmonic in 0..<3 {
                let perFrame = 2 * .pi * hertz * Double(harmonic + 1) / sampleRate
                // A speed deviation d at the angular speed ω moves the position by d / ω.
                amplitudes[4 * part + harmonic] = scale * shape[harmonic] / perFrame
                speeds[4 * part + harmonic] = perFrame
                angles[4 * part + harmonic] = start[harmonic]
            }
        }
        (self.amplitudes, self.speeds) = (amplitudes, speeds)
        (rotationCos, rotationSin) = Self.phasors(speeds * Double(Self.stride))
        (phasorCos, phasorSin) = Self.phasors(angles)
        stepSeconds = Double(Self.stride) / sampleRate
        frameRate = sampleRate
        // White noise → one pole at b → (s + a)⁻²: the variances of position and speed from the integral of a
        // third-order spectrum (H. M. James, N. B. Nichols and R. S. Phillips, "Theory of servomechanisms", 1947).
        let (a, b) = (2 * .pi * Self.driftHz, 2 * .pi * Self.driftSmoothHz)
        let (d0, d1, d2) = (a * a * b, a * a + 2 * a * b, 2 * a + b)
        let speedVariance = b * b / (2 * (d1 * d2 - d0))
        let deviation = depths.drift / 1.96
        force = deviation / speedVariance.squareRoot()
        let positionDeviation = deviation * (d2 / d0).squareRoot()
        driftReach = 4 * positionDeviation * sampleRate
        self.random = random
        reachFrames = amplitudes.sum() + driftReach
        driftPosition = positionDeviation * self.random.normal()
        if let loopFrames, force > 0 { homing = home(loopFrames) }
        target = next()
    }

    /// Longest time in seconds over which the drift is led back.
    private static let homingSeconds = 4.0

    /// Runs the drift through a loop to see where it ends.
    private func home(_ loopFrames: Int) -> Homing {
        var ahead = self
        // The first frame is one step from here.
        _ = ahead.next()
        let (position, speed) = (ahead.driftPosition, ahead.driftSpeed)
        let count = loopFrames / Self.stride
        for _ in 0..<count { _ = ahead.next() }
        let end = Double((count + 1) * Self.stride)
        return Homing(
            startFrame: max(Double(Self.stride), end - Self.homingSeconds * frameRate), endFrame: end,
            position: ahead.driftPosition - position, speed: ahead.driftSpeed - speed)
    }

    /// Returns the lag behind the mean position, in frames.
    @inline(__always)
    mutating func nextFrames() -> Double {
        if count == 0 { startSegment() }
        count -= 1
        let now = position
        position += first
        first += second
        second += third
        return now
    }

    /// Sets up the cubic from the current state to the one in 32 frames, as forward differences.
    private mutating func startSegment() {
        let from = target
        target = next()
        let frames = Double(Self.stride)
        let chord = (target.position - from.position) / frames
        let c2 = (3 * chord - 2 * from.speed - target.speed) / frames
        let c3 = (from.speed + target.speed - 2 * chord) / (frames * frames)
        position = from.position
        first = from.speed + c2 + c3
        second = 2 * c2 + 6 * c3
        third = 6 * c3
        count = Self.stride
    }

    /// Returns position (frames) and speed (frames per frame) 32 frames ahead.
    private mutating func next() -> (position: Double, speed: Double) {
        let (c, s) = (phasorCos, phasorSin)
        let turned = c * rotationCos - s * rotationSin
        let raised = c * rotationSin + s * rotationCos
        // Rounding lets a phasor's length drift; one Newton step corrects it.
        let length = 1.5 - 0.5 * (turned * turned + raised * raised)
        (phasorCos, phasorSin) = (turned * length, raised * length)
        let tones = (amplitudes * phasorSin).sum()
        let speed = (amplitudes * speeds * phasorCos).sum()
        guard force > 0 else { return (tones, speed) }
        let (a, b) = (2 * Double.pi * Self.driftHz, 2 * Double.pi * Self.driftSmoothHz)
        push += b * (force * random.normal() * stepSeconds.squareRoot() - push * stepSeconds)
        driftSpeed += (push - 2 * a * driftSpeed - a * a * driftPosition) * stepSeconds
        driftPosition += driftSpeed * stepSeconds
        steps += 1
        let led =
            homing?.correction(at: Double(steps * Self.stride), sampleRate: frameRate) ?? (position: 0, speed: 0)
        let drift = (driftPosition + led.position) * frameRate
        return (tones + max(-driftReach, min(driftReach, drift)), speed + driftSpeed + led.speed)
    }

    private static func phasors(_ angles: SIMD8<Double>) -> (SIMD8<Double>, SIMD8<Double>) {
        var (c, s) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for lane in 0..<8 { (c[lane], s[lane]) = (cos(angles[lane]), sin(angles[lane])) }
        return (c, s)
    }

    /// Returns the peak deviation over one period.
    private static func peak(_ shape: SIMD3<Double>, _ start: SIMD3<Double>) -> Double {
        (0..<1440).reduce(0) { highest, step in
            let turn = 2 * Double.pi * Double(step) / 1440
            let sum = (0..<3).reduce(0.0) { $0 + shape[$1] * cos(turn * Double($1 + 1) + start[$1]) }
            return max(highest, abs(sum))
        }
    }
}
