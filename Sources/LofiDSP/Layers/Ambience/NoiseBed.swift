import LofiPlatform
import LofiPlugin

/// Noise with the octave levels, left/right correlation and modulation of a recording.
///
/// Signal flow: white noise, common to both sides and separate → eight octave band-passes in stereo → gain of each at
/// the control rate (slow modulation, swells) → sum → low and high cut. Neighbouring octaves use different noise, so
/// that their skirts add as powers; the gains that produce the levels are computed from the filters' own responses.
struct NoiseBed: SteppedSource {
    /// What was measured on a recording.
    struct Colour {
        /// An additional filter with its cutoff in Hz.
        enum Cut {
            /// Second-order high-pass.
            case below(Double)
            /// Second-order low-pass.
            case above(Double)
        }

        /// Levels in dB of the octaves around 63, 125 … 8000 Hz.
        var octaves: [Double]
        /// Correlation of left and right below 200 Hz, at 200–800 Hz, at 0.8–3 kHz and above; or of each octave.
        var correlation: [Double]
        /// Additional filter where the skirts of an octave filter fall off too slowly.
        var cut: Cut?

        /// RMS above 2 kHz, where drops and crackles are heard, relative to the whole.
        var treble: Float {
            let powers = octaves.map { pow(10, $0 / 10) }
            return Float(((powers[5] / 2 + powers[6] + powers[7]) / powers.reduce(0, +)).squareRoot())
        }
    }

    /// Frames processed together: a kilobyte of stack.
    static let chunk = 32
    /// Nepers per decibel.
    private static let nepers = 0.115129

    /// Centre frequencies of the octaves in Hz.
    static let centresHz: [Double] = (0..<8).map { 62.5 * pow(2, Double($0)) }

    /// The filters of four neighbouring octaves, left and right.
    private struct Bands {
        var side = SIMD8<Float>.zero
        var common = SIMD8<Float>.zero
        var a1 = SIMD8<Float>.zero
        var a2 = SIMD8<Float>.zero
        // The first state in two parts, as in `Biquad`.
        var forward = SIMD8<Float>.zero
        var back = SIMD8<Float>.zero
        var second = SIMD8<Float>.zero
        var level = SIMD8<Float>.zero
        var gain = SIMD8<Float>.zero
        var slope = SIMD8<Float>.zero

        @inline(__always)
        mutating func next(_ own: SIMD4<Float>, _ both: SIMD4<Float>) -> SIMD8<Float> {
            let input = SIMD8(lowHalf: own, highHalf: own) * side + SIMD8(lowHalf: both, highHalf: both) * common
            let output = (input + forward) - back
            forward = second
            back = output * a1
            second = -(input + output * a2)
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
    /// How strongly each octave follows the modulation and the swells; 1 = as given.
    private let depths: [Double]
    private var swells: Swells?
    let gridFrames: Int
    var framesLeft = 0

    /// - Parameters:
    ///   - modulation: modulation spectrum, see `SlowModulation`.
    ///   - depths: how strongly each octave follows it; 1 = as given.
    ///   - gusts: a modulation shared with other sources, instead.
    init(
        _ colour: Colour, modulation: [Double]? = nil, depths: [Double]? = nil, swells: Swells? = nil,
        gusts: SlowModulation? = nil, sampleRate: Double, random: RandomStream
    ) {
        var random = random
        noise = WideNoise(random: random.fork("noise"))
        self.modulation = gusts ?? modulation.map { SlowModulation(decibels: $0, random: random.fork("modulation")) }
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
        let correlations = Self.correlations(
            shares, powers: powers, wanted: (0..<8).map { colour.correlation[$0 * colour.correlation.count / 8] })
        func bands(_ first: Int) -> Bands {
            var bands = Bands()
            for lane in 0..<8 {
                let band = first + lane / 2
                let correlation = correlations[band]
                // For a negative correlation, one side gets the common noise inverted.
                let sign: Float = correlation < 0 && lane % 2 == 1 ? -1 : 1
                bands.side[lane] = Float(filters[band].b0) * Float((1 - abs(correlation)).squareRoot())
                bands.common[lane] = Float(filters[band].b0) * Float(abs(correlation).squareRoot()) * sign
                bands.a1[lane] = Float(filters[band].a1)
                bands.a2[lane] = Float(filters[band].a2)
                bands.level[lane] = Float(powers[band].squareRoot())
            }
            bands.gain = bands.level
            return bands
        }
        (low, high) = (bands(0), bands(4))
    }

    mutating func pass(_ frames: Int) {
        low.gain += low.slope * Float(frames)
        high.gain += high.slope * Float(frames)
    }

    mutating func sound(_ block: AudioBlock) {
        // Separate loops: in a single one the compiler breaks the vectors up into lanes.
        withUnsafeTemporaryAllocation(of: SIMD8<Float>.self, capacity: Self.chunk) { frames in
            for index in block.indices {
                frames[index] = noise.next()
            }
            var (low, high) = (low, high)
            for index in block.indices {
                let (own, other) = (frames[index].lowHalf, frames[index].highHalf)
                let both = SIMD4(other.x, other.x, other.y, other.y)
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

    /// Sets the gain slopes up to the next control step.
    mutating func step() {
        guard modulation != nil || swells != nil else { return }
        let variance = modulation?.variance ?? 0
        let spread = variance.squareRoot()
        // Any further, and a lognormal gust would be louder than any that was measured (crest factor of wind and
        // trains).
        let modulationLevel = max(-3 * spread, min(2.2 * spread, modulation?.next() ?? 0))
        let swell = swells?.next() ?? Swells.Level(decibels: 0, pan: StereoFrame(1, 1))
        func gain(_ band: Int) -> Float {
            let depth = depths[band]
            return Float(exp(depth * modulationLevel - depth * depth * variance + depth * swell.decibels * Self.nepers))
        }
        func updateGains(_ bands: inout Bands, _ first: Int) {
            var target = SIMD8<Float>.zero
            for band in 0..<4 {
                let sides = swell.pan * gain(first + band)
                (target[2 * band], target[2 * band + 1]) = (sides.x, sides.y)
            }
            bands.slope = (bands.level * target - bands.gain) / Float(gridFrames)
        }
        updateGains(&low, 0)
        updateGains(&high, 4)
    }

    /// Returns the share of white noise that each filter passes into each octave.
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

    /// Returns the power gains of the octave filters that bring the octaves to their levels, normalised to a sum of 1:
    /// Richardson-Lucy iteration (1972, 1974), which keeps them positive.
    private static func powers(_ shares: [[Double]], octaves: [Double]) -> [Double] {
        let wanted = octaves.map { pow(10, $0 / 10) }
        let total = wanted.reduce(0, +)
        let relative = zip(shares, wanted).map { row, power in row.map { $0 * total / power } }
        // Where a loud octave's skirts dominate a quiet octave, the loud one counts for more; one beyond half the sample rate
        // counts for nothing.
        let weights = zip(shares, wanted).map { row, power in
            row.contains { $0 > 0 } ? (power / total).squareRoot() : 0
        }
        var powers = [Double](repeating: 1, count: 8)
        for _ in 0..<200 {
            let reached = relative.map { row in zip(row, powers).reduce(0) { $0 + $1.0 * $1.1 } }
            for band in 0..<8 {
                let missing = (0..<8).reduce(0) { sum, octave in
                    weights[octave] == 0 ? sum : sum + weights[octave] * relative[octave][band] / reached[octave]
                }
                powers[band] *= missing / (0..<8).reduce(0) { $0 + weights[$1] * relative[$1][band] }
            }
        }
        return powers
    }

    /// Returns the correlations to set in the filters so that the octaves, which include their neighbours' skirts, have
    /// the target ones.
    private static func correlations(_ shares: [[Double]], powers: [Double], wanted: [Double]) -> [Double] {
        var correlations = wanted
        for _ in 0..<20 {
            for octave in 0..<8 {
                let parts = (0..<8).map { shares[octave][$0] * powers[$0] }
                guard parts.contains(where: { $0 > 0 }) else { continue }
                let reached = (0..<8).reduce(0) { $0 + parts[$1] * correlations[$1] } / parts.reduce(0, +)
                correlations[octave] = min(1, max(-1, correlations[octave] + wanted[octave] - reached))
            }
        }
        return correlations
    }
}

extension Biquad.Coefficients {
    /// Returns the power gain at a frequency in Hz.
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
