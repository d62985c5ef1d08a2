import LofiPlatform
import LofiPlugin

/// A stock of click and pop waveforms, each with a peak of 1.
///
/// A speck lifts the stylus over a Gaussian bump, a scratch drops it by a step: the resulting velocity passes the
/// cartridge and the replay curve. They are computed at 176 kHz or above, so that they are alike at every sample rate.
final class VinylClickShapes {
    /// Both counts are even, because shapes are made two at a time.
    static let clickCount = 60
    static let popCount = 8

    /// Samples of one waveform.
    struct Shape {
        let start: UnsafePointer<Float>
        let count: Int
    }

    /// The clicks, followed by the pops.
    private(set) var shapes: [Shape] = []
    private let storage: UnsafeMutablePointer<Float>

    init(sampleRate: Double, highHz: Double?, random: RandomStream) {
        var random = random
        let factor = max(1, Int((176_400 / sampleRate).rounded(.up)))
        let player = Player(sampleRate: sampleRate * Double(factor), factor: factor, highHz: highHz)
        // The filters process two shapes at once, one per channel.
        var made: [[Float]] = []
        for index in stride(from: 0, to: Self.clickCount, by: 2) {
            let (left, right) = (Self.click(index, &random), Self.click(index + 1, &random))
            made += player.play(left, right, seconds: 0.012)
        }
        for _ in 0..<(Self.popCount / 2) {
            let (left, right) = (Self.pop(&random), Self.pop(&random))
            made += player.play(left, right, seconds: 0.06)
        }
        storage = .allocate(capacity: made.reduce(0) { $0 + $1.count })
        var end = storage
        for shape in made {
            end.initialize(from: shape, count: shape.count)
            shapes.append(Shape(start: UnsafePointer(end), count: shape.count))
            end += shape.count
        }
    }

    deinit { storage.deallocate() }

    /// Returns Σ x² of one shape, in seconds.
    func energy(of index: Int, sampleRate: Double) -> Double {
        let shape = shapes[index]
        return (0..<shape.count).reduce(0) { $0 + Double(shape.start[$1] * shape.start[$1]) } / sampleRate
    }

    /// A bump of the groove wall: when the stylus meets it, its width and height, and whether it is a step.
    private struct Bump {
        let seconds: Double
        let width: Double
        let height: Double
        let isStep: Bool

        /// Extent in widths, beyond which the bump is negligible.
        private static let reach = 6.0

        /// Time during which the stylus meets it, in seconds.
        var span: ClosedRange<Double> { (seconds - Self.reach * width)...(seconds + Self.reach * width) }

        /// Returns the stylus velocity, at most 1 times `height`.
        func velocity(at time: Double) -> Double {
            let x = (time - seconds) / width
            guard abs(x) < Self.reach else { return 0 }
            return height * exp(-x * x / 2) * (isStep ? 1 : -1.6487 * x)
        }
    }

    /// Returns the bumps of one click. Widths and shares tuned, 2026-11-25, by centroid (3 kHz), bands and length (0.48
    /// ms) of clicks measured on 33 recordings. They are spread evenly over the stock, so that every seed has the same
    /// clicks on average.
    private static func click(_ index: Int, _ random: inout RandomStream) -> [Bump] {
        let share = (Double(index) + 0.5) / Double(clickCount)
        // Logistic quantile: close to a normal distribution of the logarithm with a standard deviation of 0.8.
        let width = 42.5e-6 * exp(0.46 * log(share / (1 - share)))
        var bumps = [Bump(seconds: 0.0015, width: width, height: 1, isStep: index % 7 == 2)]
        // One in three shakes the stylus, or has a neighbour.
        for _ in 0..<(index % 3 == 1 ? 1 + index % 4 : 0) {
            let last = bumps[bumps.count - 1]
            bumps.append(
                Bump(
                    seconds: last.seconds + random.uniform(1e-4...6e-4), width: width,
                    height: random.uniform(0.3...0.9) * (random.chance(0.5) ? 1 : -1), isStep: random.chance(0.2)))
        }
        return bumps
    }

    /// Returns a dent that moves the whole arm, at 60 to 180 Hz.
    private static func pop(_ random: inout RandomStream) -> [Bump] {
        let width = 1 / (2 * Double.pi * random.uniform(60...180))
        return [Bump(seconds: 4 * width, width: width, height: 1, isStep: false)]
    }

    /// Cartridge, replay curve and decimation.
    private struct Player {
        let sampleRate: Double
        /// Decimation factor.
        let factor: Int
        let sections: [Biquad.Coefficients]
        /// Anti-aliasing taps of the decimation, eight at a time, the last group padded with zeros.
        let decimationTaps: [SIMD8<Float>]

        init(sampleRate: Double, factor: Int, highHz: Double?) {
            self.sampleRate = sampleRate
            self.factor = factor
            sections =
                [ReplayCurve.cartridge(sampleRate: sampleRate), ReplayCurve.replay(sampleRate: sampleRate)]
                + (highHz.map { [.lowPass(cutoffHz: $0, sampleRate: sampleRate)] } ?? [])
            let weights = Self.decimationWeights(factor)
            decimationTaps = stride(from: 0, to: weights.count, by: 8).map { first in
                SIMD8((0..<8).map { first + $0 < weights.count ? weights[first + $0] : 0 })
            }
        }

        /// Plays two shapes at once, one per channel.
        func play(_ left: [Bump], _ right: [Bump], seconds: Double) -> [[Float]] {
            let block = AudioBlock.allocate(capacity: Int(seconds * sampleRate))
            defer { block.deallocate() }
            let (left, right) = (velocities(left, count: block.count), velocities(right, count: block.count))
            for index in block.indices {
                block.initializeElement(at: index, to: StereoFrame(left[index], right[index]))
            }
            var filters = sections.map { Biquad($0) }
            Biquad.process(block, through: &filters)
            return [trimmed(decimated(block.map { $0.x })), trimmed(decimated(block.map { $0.y }))]
        }

        private func velocities(_ bumps: [Bump], count: Int) -> [Float] {
            var sums = [Double](repeating: 0, count: count)
            for bump in bumps {
                let span = bump.span
                let frames = max(0, Int(span.lowerBound * sampleRate))...Int(span.upperBound * sampleRate) + 1
                for index in frames.clamped(to: 0...(count - 1)) {
                    sums[index] += bump.velocity(at: Double(index) / sampleRate)
                }
            }
            return sums.map { Float($0) }
        }

        /// Normalises to a peak of 1 and trims both ends at -80 dB.
        private func trimmed(_ sound: [Float]) -> [Float] {
            let peak = sound.reduce(0) { max($0, abs($1)) }
            let first = sound.firstIndex { abs($0) > 1e-4 * peak } ?? 0
            let end = sound.lastIndex { abs($0) > 1e-4 * peak } ?? 0
            return sound[first...end].map { $0 / peak }
        }

        /// Returns a Kaiser-windowed sinc of 16 zero crossings, with its cutoff below half of the decimated rate.
        private static func decimationWeights(_ factor: Int) -> [Float] {
            let reach = 8 * factor
            return (-reach...reach).map { tap -> Float in
                let distance = Double(tap) / Double(factor)
                let sinc = tap == 0 ? 0.92 : sin(.pi * 0.92 * distance) / (.pi * distance)
                return Float(sinc * KaiserWindow.weight(at: Double(tap) / Double(reach), beta: 6) / Double(factor))
            }
        }

        private func decimated(_ sound: [Float]) -> [Float] {
            guard factor > 1 else { return sound }
            let reach = 8 * factor
            let silence = [Float](repeating: 0, count: reach + 8)
            return (silence[..<reach] + sound + silence).withUnsafeBytes { bytes in
                stride(from: 0, to: sound.count, by: factor).map { middle in
                    var sum = SIMD8<Float>.zero
                    for (index, taps) in decimationTaps.enumerated() {
                        sum +=
                            taps * bytes.loadUnaligned(fromByteOffset: 4 * (middle + 8 * index), as: SIMD8<Float>.self)
                    }
                    return sum.sum()
                }
            }
        }
    }
}
