import LofiPlatform
import LofiPlugin

/// The whistling and howling of wind at two edges, wires or gaps.
///
/// Vortices leave an edge of diameter d at the rate 0.2 U / d (V. Strouhal, 1878), so that the pitch follows the wind
/// speed U; the sound's amplitude grows with its cube (N. Curle, 1955). Turbulence makes each tone a narrow band of
/// noise.
struct AeolianTones: SteppedSource {
    private struct Edge {
        var hertz: Double
        /// The wind at this edge about the gust as a whole.
        var eddies: SlowModulation
    }

    /// The band-pass of `StateVariableFilter`, its corner held for a control step: left and right of one edge, then of
    /// the other.
    private struct Bands {
        var first = SIMD4<Float>.zero
        var second = SIMD4<Float>.zero
        /// 2 / (1 + g (g + k)), times 1, g and g²; the last less 1 for the state itself.
        private var factors = (SIMD4<Float>.zero, SIMD4<Float>.zero, SIMD4<Float>.zero)

        mutating func tune(_ warped: SIMD4<Float>, damping: Float) {
            let whole = 2 / (1 + warped * (warped + damping))
            factors = (whole - 1, whole * warped, whole * warped * warped)
        }

        @inline(__always)
        mutating func next(_ input: SIMD4<Float>) -> SIMD4<Float> {
            let difference = input - second
            let nextFirst = first * factors.0 + difference * factors.1
            second = (first * factors.1 + second) + difference * factors.2
            let band = (first + nextFirst) * 0.5
            first = nextFirst
            return band
        }
    }

    private static let damping: Float = 1 / 9

    private var gusts: SlowModulation
    private var noise: WhiteNoise
    private var dull = (StereoFrame.zero, StereoFrame.zero)
    private let dullness: Float
    private var edges: [Edge] = []
    private var bands = Bands()
    private var gains = SIMD4<Float>.zero
    private var level = SIMD4<Float>.zero
    private var levelStep = SIMD4<Float>.zero
    private let sampleRate: Double
    let gridFrames: Int
    var framesLeft = 0

    /// - Parameters:
    ///   - gusts: the modulation that the wind's other sounds follow too.
    ///   - hertz: pitches of the edges at the mean wind.
    init(gusts: SlowModulation, hertz: SIMD2<Double>, amplitude: Float, sampleRate: Double, random: RandomStream) {
        var random = random
        self.gusts = gusts
        self.sampleRate = sampleRate
        gridFrames = ControlGrid.frames(sampleRate)
        noise = WhiteNoise(random: random.fork("eddies"))
        dullness = Float(1 - exp(-2 * Double.pi * min(900, 0.4 * sampleRate) / sampleRate))
        for edge in 0..<2 {
            let side = Float(random.uniform(-0.7...0.7))
            let gain = amplitude * Decibels.amplitude(random.uniform(-4...0))
            gains[2 * edge] = (1 - side).squareRoot() * gain
            gains[2 * edge + 1] = (1 + side).squareRoot() * gain
            edges.append(
                Edge(
                    hertz: hertz[edge],
                    eddies: SlowModulation(
                        decibels: [-20, -18, -16, -16, -18, -22, -26, -30], random: random.fork("edge"))))
        }
    }

    mutating func pass(_ frames: Int) { level += levelStep * Float(frames) }

    mutating func step() {
        let gust = gusts.next()
        var (warped, target) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
        for edge in edges.indices {
            // Speed of the wind relative to its mean.
            let speed = exp(max(-1, min(0.8, 0.5 * gust + 0.5 * edges[edge].eddies.next())))
            let corner = StateVariableFilter.warped(edges[edge].hertz * speed, sampleRate: sampleRate)
            let level = Float(speed * speed * speed) * (corner / 0.05).squareRoot()
            for lane in (2 * edge)...(2 * edge + 1) { (warped[lane], target[lane]) = (corner, level * gains[lane]) }
        }
        bands.tune(warped, damping: Self.damping)
        levelStep = (target - level) / Float(gridFrames)
    }

    mutating func sound(_ block: AudioBlock) {
        let (dullness, clarity, levelStep) = (dullness, 1 - dullness, levelStep)
        var (noise, dull, bands, level) = (noise, dull, bands, level)
        for index in block.indices {
            // Steeper skirts above the tones than those of their own filters.
            dull.0 = dull.0 * clarity + noise.next() * dullness
            dull.1 = dull.1 * clarity + dull.0 * dullness
            let tones = bands.next(SIMD4(lowHalf: dull.1, highHalf: dull.1)) * level
            block[index] += tones.lowHalf + tones.highHalf
            level += levelStep
        }
        (self.noise, self.dull, self.bands, self.level) = (noise, dull, bands, level)
    }
}
