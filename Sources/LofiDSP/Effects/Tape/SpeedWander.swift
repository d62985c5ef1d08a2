import LofiPlatform
import LofiPlugin

/// The place on a tape or record whose speed wanders: by how many frames it lags, frame after frame.
///
/// Wow and flutter are each a tone with two harmonics, scaled so that their sum peaks at the depth that is asked for. The
/// random part is an Ornstein-Uhlenbeck speed held by a spring, so that it always comes back, driven by noise that is
/// low-passed; its depth is exceeded for 5 % of the time, as the 2σ figure of IEC 60386 has it.
/// Place and speed are worked out every 32 frames, with a cubic (Hermite) between: no corner at the joints.
struct SpeedWander {
    struct Depths {
        /// 0.01 is 1 %.
        let wow, flutter, drift: Double
        let wowHz, flutterHz: Double
    }

    private static let stride = 32
    /// Of the fundamental and its harmonics: a warped record lifts the stylus once and, less, twice and thrice a turn.
    private static let wowShape = SIMD3(0.75, 0.2, 0.05)
    /// The capstan with 2f and 3f, as in J. Chowdhury's AnalogTapeModel.
    private static let flutterShape = SIMD3(0.6, 0.25, 0.15)
    /// Where the random speed is strongest; drift lies below 0.5 Hz.
    private static let driftHz = 0.25
    /// Above it the random speed is smooth. Measured 2026-11-24: 22 dB less power above 4 Hz, where flutter begins, than in
    /// all.
    private static let driftSmoothHz = 2.0

    /// The farthest that the place strays, in frames.
    let reachFrames: Double

    /// Of the tones: frames of delay, turning pointers (cos, sin), and their turn in 32 frames.
    private let amplitudes: SIMD8<Double>
    private let speeds: SIMD8<Double>
    private let turnCos, turnSin: SIMD8<Double>
    private var pointerCos, pointerSin: SIMD8<Double>

    private var random: RandomStream
    private let driftReach: Double
    private let stepSeconds: Double
    private let frameRate: Double
    private let force: Double
    private var push = 0.0
    private var driftSpeed = 0.0
    private var driftPlace = 0.0

    /// Place now, and its first, second and third difference.
    private var place = 0.0
    private var first = 0.0
    private var second = 0.0
    private var third = 0.0
    private var count = 0
    private var target: (place: Double, speed: Double) = (0, 0)

    init(_ depths: Depths, sampleRate: Double, random: RandomStream) {
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
                // A speed that deviates by d moves the place by d / ω.
                amplitudes[4 * part + harmonic] = scale * shape[harmonic] / perFrame
                speeds[4 * part + harmonic] = perFrame
                angles[4 * part + harmonic] = start[harmonic]
            }
        }
        (self.amplitudes, self.speeds) = (amplitudes, speeds)
        (turnCos, turnSin) = Self.pointers(speeds * Double(Self.stride))
        (pointerCos, pointerSin) = Self.pointers(angles)
        stepSeconds = Double(Self.stride) / sampleRate
        frameRate = sampleRate
        // White noise → one pole at b → (s + a)⁻²: the variances of place and speed by the integral of a third-order
        // spectrum (H. M. James, N. B. Nichols and R. S. Phillips, "Theory of servomechanisms", 1947).
        let (a, b) = (2 * .pi * Self.driftHz, 2 * .pi * Self.driftSmoothHz)
        let (d0, d1, d2) = (a * a * b, a * a + 2 * a * b, 2 * a + b)
        let speedVariance = b * b / (2 * (d1 * d2 - d0))
        let deviation = depths.drift / 1.96
        force = deviation / speedVariance.squareRoot()
        let placeDeviation = deviation * (d2 / d0).squareRoot()
        driftReach = 4 * placeDeviation * sampleRate
        self.random = random
        reachFrames = amplitudes.sum() + driftReach
        driftPlace = placeDeviation * self.random.normal()
        target = next()
    }

    /// How far the place lags behind its middle.
    @inline(__always)
    mutating func nextFrames() -> Double {
        if count == 0 { join() }
        count -= 1
        let now = place
        place += first
        first += second
        second += third
        return now
    }

    /// The cubic from where it is to where it will be in 32 frames, as forward differences.
    private mutating func join() {
        let from = target
        target = next()
        let frames = Double(Self.stride)
        let chord = (target.place - from.place) / frames
        let c2 = (3 * chord - 2 * from.speed - target.speed) / frames
        let c3 = (from.speed + target.speed - 2 * chord) / (frames * frames)
        place = from.place
        first = from.speed + c2 + c3
        second = 2 * c2 + 6 * c3
        third = 6 * c3
        count = Self.stride
    }

    /// Place and speed (frames per frame) 32 frames on.
    private mutating func next() -> (place: Double, speed: Double) {
        let (c, s) = (pointerCos, pointerSin)
        let turned = c * turnCos - s * turnSin
        let raised = c * turnSin + s * turnCos
        // Rounding lets a pointer's length creep; a Newton step puts it right.
        let length = 1.5 - 0.5 * (turned * turned + raised * raised)
        (pointerCos, pointerSin) = (turned * length, raised * length)
        let tones = (amplitudes * pointerSin).sum()
        let speed = (amplitudes * speeds * pointerCos).sum()
        guard force > 0 else { return (tones, speed) }
        let (a, b) = (2 * Double.pi * Self.driftHz, 2 * Double.pi * Self.driftSmoothHz)
        push += b * (force * random.normal() * stepSeconds.squareRoot() - push * stepSeconds)
        driftSpeed += (push - 2 * a * driftSpeed - a * a * driftPlace) * stepSeconds
        driftPlace += driftSpeed * stepSeconds
        let drift = driftPlace * frameRate
        return (tones + max(-driftReach, min(driftReach, drift)), speed + driftSpeed)
    }

    private static func pointers(_ angles: SIMD8<Double>) -> (SIMD8<Double>, SIMD8<Double>) {
        var (c, s) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for lane in 0..<8 { (c[lane], s[lane]) = (cos(angles[lane]), sin(angles[lane])) }
        return (c, s)
    }

    /// The highest deviation over one turn.
    private static func peak(_ shape: SIMD3<Double>, _ start: SIMD3<Double>) -> Double {
        (0..<1440).reduce(0) { highest, step in
            let turn = 2 * Double.pi * Double(step) / 1440
            let sum = (0..<3).reduce(0.0) { $0 + shape[$1] * cos(turn * Double($1 + 1) + start[$1]) }
            return max(highest, abs(sum))
        }
    }
}
