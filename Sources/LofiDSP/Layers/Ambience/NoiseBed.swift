import LofiPlatform
import LofiPlugin

/// Noise whose octaves have the levels, the likeness of left and right and the unrest of a recording.
///
/// Signal flow: white noise, common and of each side → eight octave band-passes, two-sided → gain of each on the control
/// grid (wandering, swells) → sum → low and high cut. Neighbouring octaves hear different noise, so that their skirts add
/// as powers; the gains that give the levels are found from the filters' own responses.
struct NoiseBed: AmbientSource {
    /// What is measured on a recording.
    struct Colour {
        enum Cut {
            case below(Double)
            case above(Double)
        }

        /// dB of the octaves about 63, 125 … 8000 Hz.
        var octaves: [Double]
        /// Correlation of left and right below 200 Hz, 200–800 Hz, 0.8–3 kHz, above; or of each octave.
        var likeness: [Double]
        /// Where the skirts of an octave filter fall too slowly.
        var cut: Cut?

        /// RMS of what lies above 2 kHz, where drops and crackles are heard, that of the whole being 1.
        var treble: Float {
            let powers = octaves.map { pow(10, $0 / 10) }
            return Float(((powers[5] / 2 + powers[6] + powers[7]) / powers.reduce(0, +)).squareRoot())
        }
    }

    /// Frames worked on together: a kilobyte, which is taken from the stack.
    private static let chunk = 32
    /// Of a decibel.
    private static let nepers = 0.115129

    static let centresHz: [Double] = (0..<8).map { 62.5 * pow(2, Double($0)) }

    /// Four neighbouring octaves, left and right.
    private struct Bands {
        var side = SIMD8<Float>.zero
        var common = SIMD8<Float>.zero
        var a1 = SIMD8<Float>.zero
        var a2 = SIMD8<Float>.zero
        var s1 = SIMD8<Float>.zero
        var s2 = SIMD8<Float>.zero
        var level = SIMD8<Float>.zero
        var gain = SIMD8<Float>.zero
        var slope = SIMD8<Float>.zero

        @inline(__always)
        mutating func next(_ own: SIMD4<Float>, _ both: SIMD4<Float>) -> SIMD8<Float> {
            let input = SIMD8(lowHalf: own, highHalf: own) * side + SIMD8(lowHalf: both, highHalf: both) * common
            let output = input + s1
            s1 = s2 - output * a1
            s2 = -input - output * a2
            let sum = output * gain
            gain += slope
            return sum
        }
    }

    private var noise: WideNoise
    private var low: Bands
    private var high: Bands
    private var cut: Biquad?

    private var modulation: SlowModulation?
    /// By how much each octave follows the wandering and the swells; 1 is as given.
    private let depths: [Double]
    private var swells: Swells?
    private let gridFrames: Int
    private var framesLeft = 0

    /// - Parameters:
    ///   - modulation: the modulation spectrum, see `SlowModulation`.
    ///   - depths: by how much each octave follows it; 1 is as given.
    init(
        _ colour: Colour, modulation: [Double]? = nil, depths: [Double]? = nil, swells: Swells? = nil,
        sampleRate: Double, random: RandomStream
    ) {
        var random = random
        noise = WideNoise(random: random.fork("noise"))
        self.modulation = modulation.map { SlowModulation(decibels: $0, random: random.fork("modulation")) }
        self.depths = depths ?? [Double](repeating: 1, count: 8)
        self.swells = swells
        gridFrames = ControlGrid.frames(sampleRate)
        cut = colour.cut.map {
            switch $0 {
            case .below(let hertz): Biquad(.highPass(cutoffHz: hertz, sampleRate: sampleRate))
            case .above(let hertz): Biquad(.lowPass(cutoffHz: hertz, sampleRate: sampleRate))
            }
        }
        let filters = Self.centresHz.map {
            Biquad.Coefficients.bandPass(
                centreHz: min($0, 0.4 * sampleRate), q: 2.0.squareRoot(), sampleRate: sampleRate)
        }
        let shares = Self.shares(of: filters, cut: cut?.coefficients, sampleRate: sampleRate)
        let powers = Self.powers(shares, octaves: colour.octaves)
        let likenesses = Self.likenesses(
            shares, powers: powers, wanted: (0..<8).map { colour.likeness[$0 * colour.likeness.count / 8] })
        func bands(_ first: Int) -> Bands {
            var bands = Bands()
            for lane in 0..<8 {
                let band = first + lane / 2
                let likeness = likenesses[band]
                // Where the sides are to be contrary, one of them gets the common noise upside down.
                let sign: Float = likeness < 0 && lane % 2 == 1 ? -1 : 1
                bands.side[lane] = Float(filters[band].b0) * Float((1 - abs(likeness)).squareRoot())
                bands.common[lane] = Float(filters[band].b0) * Float(abs(likeness).squareRoot()) * sign
                bands.a1[lane] = Float(filters[band].a1)
                bands.a2[lane] = Float(filters[band].a2)
                bands.level[lane] = Float(powers[band].squareRoot())
            }
            bands.gain = bands.level
            return bands
        }
        (low, high) = (bands(0), bands(4))
    }

    mutating func add(to block: AudioBlock) {
        var index = 0
        while index < block.count {
            if framesLeft == 0 { steer() }
            let count = min(framesLeft, block.count - index, Self.chunk)
            let part = AudioBlock(rebasing: block[index..<(index + count)])
            sound(part)
            framesLeft -= count
            index += count
        }
    }

    private mutating func sound(_ block: AudioBlock) {
        // One thing after the other: in one loop the compiler takes the lanes to pieces.
        withUnsafeTemporaryAllocation(of: SIMD8<Float>.self, capacity: Self.chunk) { frames in
            for index in block.indices {
                let (own, other) = noise.next()
                frames[index] = SIMD8(lowHalf: own, highHalf: SIMD4(other.x, other.x, other.y, other.y))
            }
            var (low, high) = (low, high)
            for index in block.indices {
                let (own, both) = (frames[index].lowHalf, frames[index].highHalf)
                frames[index] = low.next(own, both) + high.next(own, both)
            }
            (self.low, self.high) = (low, high)
            func frame(_ index: Int) -> StereoFrame {
                let four = frames[index].lowHalf + frames[index].highHalf
                return four.lowHalf + four.highHalf
            }
            if var cut {
                for index in block.indices { block[index] += cut.next(frame(index)) }
                self.cut = cut
            } else {
                for index in block.indices { block[index] += frame(index) }
            }
        }
    }

    /// Where the gains go until the grid's next point.
    private mutating func steer() {
        framesLeft = gridFrames
        guard modulation != nil || swells != nil else { return }
        let variance = modulation?.variance ?? 0
        let spread = variance.squareRoot()
        // Beyond, a lognormal gust is louder than any that was measured (crest of wind and trains).
        let wander = max(-3 * spread, min(2.2 * spread, modulation?.next() ?? 0))
        let swell = swells?.next() ?? Swells.Level(decibels: 0, pan: StereoFrame(1, 1))
        func gain(_ band: Int) -> Float {
            let depth = depths[band]
            return Float(exp(depth * wander - depth * depth * variance + depth * swell.decibels * Self.nepers))
        }
        func steer(_ bands: inout Bands, _ first: Int) {
            var target = SIMD8<Float>.zero
            for band in 0..<4 {
                let sides = swell.pan * gain(first + band)
                (target[2 * band], target[2 * band + 1]) = (sides.x, sides.y)
            }
            bands.slope = (bands.level * target - bands.gain) / Float(gridFrames)
        }
        steer(&low, 0)
        steer(&high, 4)
    }

    /// How much of white noise each filter lets into each octave.
    private static func shares(
        of filters: [Biquad.Coefficients], cut: Biquad.Coefficients?, sampleRate: Double
    ) -> [[Double]] {
        let steps = 24
        return centresHz.map { centre in
            filters.map { filter in
                (0..<steps).reduce(0.0) { sum, step in
                    let hertz = centre * pow(2, (Double(step) + 0.5) / Double(steps) - 0.5)
                    guard hertz < sampleRate / 2 else { return sum }
                    let width = hertz * log(2) / Double(steps) / (sampleRate / 2)
                    return sum + width
                        * filter.power(at: hertz, sampleRate: sampleRate)
                        * (cut?.power(at: hertz, sampleRate: sampleRate) ?? 1)
                }
            }
        }
    }

    /// The power gains of the octave filters that bring the octaves to their levels, the sum being 1: Richardson and
    /// Lucy's iteration (1972, 1974), which keeps them positive.
    private static func powers(_ shares: [[Double]], octaves: [Double]) -> [Double] {
        let wanted = octaves.map { pow(10, $0 / 10) }
        let total = wanted.reduce(0, +)
        let relative = zip(shares, wanted).map { row, power in row.map { $0 * total / power } }
        // Where a loud octave's skirts reach over a soft one, the loud one counts for more.
        let weights = wanted.map { ($0 / total).squareRoot() }
        var powers = [Double](repeating: 1, count: 8)
        for _ in 0..<200 {
            let reached = relative.map { row in zip(row, powers).reduce(0) { $0 + $1.0 * $1.1 } }
            for band in 0..<8 {
                let missing = (0..<8).reduce(0) { $0 + weights[$1] * relative[$1][band] / reached[$1] }
                powers[band] *= missing / (0..<8).reduce(0) { $0 + weights[$1] * relative[$1][band] }
            }
        }
        return powers
    }

    /// The correlations to give the filters, so that the octaves, into which their neighbours reach, have the wanted ones.
    private static func likenesses(_ shares: [[Double]], powers: [Double], wanted: [Double]) -> [Double] {
        var likenesses = wanted
        for _ in 0..<20 {
            for octave in 0..<8 {
                let parts = (0..<8).map { shares[octave][$0] * powers[$0] }
                let reached = (0..<8).reduce(0) { $0 + parts[$1] * likenesses[$1] } / parts.reduce(0, +)
                likenesses[octave] = min(1, max(-1, likenesses[octave] + wanted[octave] - reached))
            }
        }
        return likenesses
    }
}

extension Biquad.Coefficients {
    /// The square of the gain at a frequency.
    func power(at hertz: Double, sampleRate: Double) -> Double {
        let omega = 2 * Double.pi * hertz / sampleRate
        func square(_ c0: Double, _ c1: Double, _ c2: Double) -> Double {
            let re = c0 + c1 * cos(omega) + c2 * cos(2 * omega)
            let im = c1 * sin(omega) + c2 * sin(2 * omega)
            return re * re + im * im
        }
        return square(b0, b1, b2) / square(1, a1, a2)
    }
}
