/// A sound as the sum and the difference of its channels: left = mid + side, right = mid - side.
struct StereoSound {
    var mid: [Double]
    var side: [Double]
    /// Frames per second.
    let rate: Double

    init(frames: Int, rate: Int) {
        mid = [Double](repeating: 0, count: frames)
        side = mid
        self.rate = Double(rate)
    }

    /// Mean square of left plus right at half amplitude, over the first 0.3 s; a sample that plays in the middle
    /// has the same power.
    var power: Double {
        let heard = min(mid.count, Int(0.3 * rate))
        return (0..<heard).reduce(0) { $0 + mid[$1] * mid[$1] + side[$1] * side[$1] } / (0.3 * rate)
    }

    /// Whether the channels differ by as much as can be heard in a mix: the difference has 1 % of the power of the sum.
    var isWide: Bool {
        func power(_ samples: [Double]) -> Double { samples.reduce(0) { $0 + $1 * $1 } }
        return power(side) > 0.01 * power(mid)
    }

    /// Largest absolute value of either channel.
    var peak: Double { mid.indices.reduce(0) { max($0, abs(mid[$1]) + abs(side[$1])) } }

    mutating func scale(_ factor: Double) {
        for frame in mid.indices {
            mid[frame] *= factor
            side[frame] *= factor
        }
    }

    /// Ends the sound where what follows stays more than 45 dB below its loudest 10 ms: a synthesizer plays a sample to its end,
    /// heard or not.
    mutating func dropInaudibleTail() {
        let window = max(1, Int(rate / 100))
        let powers = stride(from: 0, to: mid.count, by: window).map { start in
            (start..<min(start + window, mid.count)).reduce(0.0) { $0 + mid[$1] * mid[$1] + side[$1] * side[$1] }
        }
        let loudest = powers.max() ?? 0
        guard let last = powers.lastIndex(where: { $0 > loudest * 3e-5 }) else { return }
        // The final ramp takes the windows after it.
        let kept = min(mid.count, (last + 3) * window)
        mid.removeLast(mid.count - kept)
        side.removeLast(side.count - kept)
    }

    /// Ramps the first 8 frames in and the last 40 ms out, so that neither end clicks.
    mutating func fadeEnds() {
        let count = mid.count
        for frame in 0..<min(8, count) {
            mid[frame] *= Double(frame) / 8
            side[frame] *= Double(frame) / 8
        }
        let end = min(count, Int(rate / 25))
        for frame in 0..<end {
            mid[count - 1 - frame] *= Double(frame) / Double(end)
            side[count - 1 - frame] *= Double(frame) / Double(end)
        }
    }

    /// Removes the difference of the channels in the bass: 24 dB down at 100 Hz, 3 dB at 400.
    mutating func makeBassMono() { Self.highPass(&side, hertz: 400, poles: 4, rate: rate) }

    /// Filters with equal poles; the whole is 3 dB down near `hertz`.
    static func highPass(_ samples: inout [Double], hertz: Double, poles: Int, rate: Double) {
        let keep = onePole(hertz * corner(poles), rate)
        for _ in 0..<poles {
            var low = 0.0
            for frame in samples.indices {
                low += (samples[frame] - low) * (1 - keep)
                samples[frame] -= low
            }
        }
    }

    /// Filters with equal poles; the whole is 3 dB down near `hertz`.
    static func lowPass(_ samples: inout [Double], hertz: Double, poles: Int, rate: Double) {
        let keep = onePole(min(hertz / corner(poles), 0.5 * rate), rate)
        for _ in 0..<poles {
            var low = 0.0
            for frame in samples.indices {
                low += (samples[frame] - low) * (1 - keep)
                samples[frame] = low
            }
        }
    }

    /// A Butterworth low-pass of order 4, flat up to its corner and 24 dB per octave above.
    static func steepLowPass(_ samples: inout [Double], hertz: Double, rate: Double) {
        guard hertz < 0.45 * rate else { return }
        // Bilinear transform of the two sections, whose poles lie at 22.5° and 67.5° (Q 0.541 and 1.307).
        let turns = hertz / rate
        let (c, s) = (KitMath.cosine(turns), KitMath.sine(turns))
        for q in [0.5412, 1.3066] {
            let alpha = s / (2 * q)
            let (a0, a1, a2) = (1 + alpha, -2 * c, 1 - alpha)
            let b = (1 - c) / 2 / a0
            var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)
            for frame in samples.indices {
                let x = samples[frame]
                let y = b * (x + 2 * x1 + x2) - (a1 * y1 + a2 * y2) / a0
                (x2, x1, y2, y1) = (x1, x, y1, y)
                samples[frame] = y
            }
        }
    }

    private static func onePole(_ hertz: Double, _ rate: Double) -> Double {
        KitMath.exponential(-6.283185307179586 * hertz / rate)
    }

    /// √(2^(1/n) - 1): where one of `n` poles has its corner if all of them together have theirs at 1.
    private static func corner(_ poles: Int) -> Double {
        switch poles {
        case 1: 1
        case 2: 0.644
        default: 0.435
        }
    }
}
