import LofiPlatform
import LofiPlugin

/// What a player makes of specks and scratches: a stock of clicks and of pops, each with a peak of 1.
///
/// A speck lifts the stylus over a Gaussian bump, a scratch drops it by a step: their velocity goes through the cartridge
/// and the replay curve. They are worked out above 176 kHz, so that they are alike at every sample rate.
final class VinylClickShapes {
    /// Even, both: they are made two at a time.
    static let clickCount = 60
    static let popCount = 8

    struct Shape {
        let start: UnsafePointer<Float>
        let count: Int
    }

    /// First the clicks, then the pops.
    private(set) var shapes: [Shape] = []
    private let storage: UnsafeMutablePointer<Float>

    init(sampleRate: Double, highHz: Double?, random: RandomStream) {
        var random = random
        let factor = max(1, Int((176_400 / sampleRate).rounded(.up)))
        let player = Player(sampleRate: sampleRate * Double(factor), factor: factor, highHz: highHz)
        // The filters hear two shapes at once.
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

    /// Σ x² of one shape, in seconds.
    func energy(of index: Int, sampleRate: Double) -> Double {
        let shape = shapes[index]
        return (0..<shape.count).reduce(0) { $0 + Double(shape.start[$1] * shape.start[$1]) } / sampleRate
    }

    /// An unevenness of the groove wall: when it is met, how wide and high it is, whether the wall stays where it went.
    private struct Bump {
        let seconds: Double
        let width: Double
        let height: Double
        let isStep: Bool

        /// In widths: so far away nothing is left of it.
        private static let reach = 6.0

        /// When it is met, seconds.
        var span: ClosedRange<Double> { (seconds - Self.reach * width)...(seconds + Self.reach * width) }

        /// Its velocity, at most 1.
        func velocity(at time: Double) -> Double {
            let x = (time - seconds) / width
            guard abs(x) < Self.reach else { return 0 }
            return height * exp(-x * x / 2) * (isStep ? 1 : -1.6487 * x)
        }
    }

    /// Widths and shares tuned, 2026-11-25, by centroid (3 kHz), bands and length (0.48 ms) of clicks measured on 33
    /// recordings. They go evenly through the stock, so that every seed has the same clicks in the mean.
    private static func click(_ index: Int, _ random: inout RandomStream) -> [Bump] {
        let share = (Double(index) + 0.5) / Double(clickCount)
        // The logistic quantile: near a normal distribution of the logarithm with a deviation of 0.8.
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

    /// A dent that swings the whole arm: 60 to 180 Hz.
    private static func pop(_ random: inout RandomStream) -> [Bump] {
        let width = 1 / (2 * Double.pi * random.uniform(60...180))
        return [Bump(seconds: 4 * width, width: width, height: 1, isStep: false)]
    }

    private struct Player {
        let sampleRate: Double
        /// One sample is taken of so many.
        let factor: Int
        let sections: [Biquad.Coefficients]
        /// Of the filter before they are taken, eight taps at a time: what is missing of the last eight is silence.
        let thinning: [SIMD8<Float>]

        init(sampleRate: Double, factor: Int, highHz: Double?) {
            self.sampleRate = sampleRate
            self.factor = factor
            sections =
                [ReplayCurve.cartridge(sampleRate: sampleRate), ReplayCurve.replay(sampleRate: sampleRate)]
                + (highHz.map { [.lowPass(cutoffHz: $0, sampleRate: sampleRate)] } ?? [])
            let weights = Self.thinningWeights(factor)
            thinning = stride(from: 0, to: weights.count, by: 8).map { first in
                SIMD8((0..<8).map { first + $0 < weights.count ? weights[first + $0] : 0 })
            }
        }

        /// Two shapes, one heard on the left and one on the right.
        func play(_ left: [Bump], _ right: [Bump], seconds: Double) -> [[Float]] {
            let block = AudioBlock.allocate(capacity: Int(seconds * sampleRate))
            defer { block.deallocate() }
            let (left, right) = (velocities(left, count: block.count), velocities(right, count: block.count))
            for index in block.indices {
                block.initializeElement(at: index, to: StereoFrame(left[index], right[index]))
            }
            var filters = sections.map { Biquad($0) }
            Biquad.process(block, through: &filters)
            return [trimmed(thinned(block.map { $0.x })), trimmed(thinned(block.map { $0.y }))]
        }

        private func velocities(_ bumps: [Bump], count: Int) -> [Float] {
            var sums = [Double](repeating: 0, count: count)
            for bump in bumps {
                let met = bump.span
                let frames = max(0, Int(met.lowerBound * sampleRate))...Int(met.upperBound * sampleRate) + 1
                for index in frames.clamped(to: 0...(count - 1)) {
                    sums[index] += bump.velocity(at: Double(index) / sampleRate)
                }
            }
            return sums.map { Float($0) }
        }

        /// At a peak of 1. What lies 80 dB below it at either end is not worth its time.
        private func trimmed(_ sound: [Float]) -> [Float] {
            let peak = sound.reduce(0) { max($0, abs($1)) }
            let first = sound.firstIndex { abs($0) > 1e-4 * peak } ?? 0
            let end = sound.lastIndex { abs($0) > 1e-4 * peak } ?? 0
            return sound[first...end].map { $0 / peak }
        }

        /// Below half of the rate that is left: a Kaiser-windowed sinc of 16 zero crossings.
        private static func thinningWeights(_ factor: Int) -> [Float] {
            let reach = 8 * factor
            return (-reach...reach).map { tap -> Float in
                let place = Double(tap) / Double(factor)
                let sinc = tap == 0 ? 0.92 : sin(.pi * 0.92 * place) / (.pi * place)
                return Float(sinc * KaiserWindow.weight(at: Double(tap) / Double(reach), beta: 6) / Double(factor))
            }
        }

        private func thinned(_ sound: [Float]) -> [Float] {
            guard factor > 1 else { return sound }
            let reach = 8 * factor
            let silence = [Float](repeating: 0, count: reach + 8)
            return (silence[..<reach] + sound + silence).withUnsafeBytes { bytes in
                stride(from: 0, to: sound.count, by: factor).map { middle in
                    var sum = SIMD8<Float>.zero
                    for (index, taps) in thinning.enumerated() {
                        sum +=
                            taps * bytes.loadUnaligned(fromByteOffset: 4 * (middle + 8 * index), as: SIMD8<Float>.self)
                    }
                    return sum.sum()
                }
            }
        }
    }
}
