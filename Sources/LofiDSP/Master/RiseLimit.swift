import LofiPlugin

/// An upper bound of a waveform's inter-sample peaks, computed from the samples alone.
///
/// Much cheaper than oversampling, and never too low, so that anything below a threshold needs no closer look. An
/// interpolated value is the straight line between two samples plus a weighted sum of the second differences around it
/// (summation by parts, twice). Music with little treble has small second differences, so the bound is only a few per
/// cent above the largest sample.
struct RiseLimit: Sendable {
    /// Factors for the largest sample and for the largest second difference.
    private let ofSample: Float
    private let ofBend: Float
    /// Factor for the largest sample where the second differences say nothing: the sum of the taps' magnitudes.
    private let ofSampleAlone: Float

    /// For the interpolation of `InterSamplePeaks`: FIR phases 1/4, 1/2 and 3/4, then a parabola through three
    /// neighbours on that grid.
    init(taps: UnsafePointer<Float>, tapsPerPhase: Int) {
        // Each value of the grid as weights of the frames from -tapsPerPhase / 2 on: the last of the previous interval,
        // the four of this one, the first of the next.
        let middle = tapsPerPhase / 2
        func phase(_ number: Int, from first: Int) -> [Double] {
            var weights = [Double](repeating: 0, count: tapsPerPhase + 1)
            for tap in 0..<tapsPerPhase { weights[first + tap] = Double(taps[(number - 1) * tapsPerPhase + tap]) }
            return weights
        }
        func sample(_ index: Int) -> [Double] { (0...tapsPerPhase).map { $0 == index ? 1 : 0 } }
        let grid = [
            phase(3, from: 0), sample(middle), phase(1, from: 1), phase(2, from: 1), phase(3, from: 1),
            sample(middle + 1),
        ]
        var offLine = (ofSample: 0.0, ofBend: 0.0)
        var vertex = offLine
        for index in 1...4 {
            let fraction = Double(index - 1) / 4
            var weights = grid[index]
            weights[middle] -= 1 - fraction
            weights[middle + 1] -= fraction
            offLine = Self.maximum(offLine, Self.parts(weights, middle: middle))
            // A vertex is at most an eighth of the grid's own second difference above its middle value.
            let bend = weights.indices.map { (grid[index - 1][$0] - 2 * grid[index][$0] + grid[index + 1][$0]) / 8 }
            vertex = Self.maximum(vertex, Self.parts(bend, middle: middle))
        }
        // 0.1 % for the rounding of all sums.
        ofSample = Float((1 + offLine.ofSample + vertex.ofSample) * 1.001)
        ofBend = Float((offLine.ofBend + vertex.ofBend) * 1.001)
        let alone = grid.map { weights in weights.reduce(0) { $0 + abs($1) } }.max() ?? 1
        // The vertex adds at most half of the largest of its three values.
        ofSampleAlone = Float(alone * 1.5 * 1.001)
    }

    /// Returns a bound that no value between the frames exceeds; the interpolation must not reach beyond them.
    func limit(of frames: UnsafeBufferPointer<StereoFrame>) -> Float {
        guard let base = frames.baseAddress, frames.count >= 3 else { return .infinity }
        let samples = UnsafeRawPointer(base).assumingMemoryBound(to: Float.self)
        // Compare magnitudes as integers, which the compiler can vectorise.
        var largest: Int32 = 0
        for index in 0..<2 * frames.count { largest = max(largest, magnitudeBits(samples[index])) }
        var sharpest: Int32 = 0
        for index in 2..<2 * frames.count - 2 {
            let bend = samples[index - 2] + samples[index + 2] - (samples[index] + samples[index])
            sharpest = max(sharpest, magnitudeBits(bend))
        }
        let sample = Float(bitPattern: UInt32(bitPattern: largest))
        return min(
            sample * ofSample + Float(bitPattern: UInt32(bitPattern: sharpest)) * ofBend, sample * ofSampleAlone)
    }

    /// Bounds Σ w x, where Σ w = 0, by the largest |x| and the largest second difference of x: summation by parts,
    /// twice.
    private static func parts(_ weights: [Double], middle: Int) -> (ofSample: Double, ofBend: Double) {
        var ofDifferences = sums(weights)
        // The remaining first moment is attributed to the middle difference, which is at most twice a sample.
        let moment = ofDifferences.reduce(0, +)
        ofDifferences[middle] -= moment
        return (2 * abs(moment), sums(ofDifferences).reduce(0) { $0 + abs($1) })
    }

    private static func sums(_ values: [Double]) -> [Double] {
        var sum = 0.0
        return values.map { value in
            sum += value
            return sum
        }
    }

    private static func maximum(
        _ a: (ofSample: Double, ofBend: Double), _ b: (ofSample: Double, ofBend: Double)
    ) -> (ofSample: Double, ofBend: Double) {
        (max(a.ofSample, b.ofSample), max(a.ofBend, b.ofBend))
    }
}

/// Returns the bits of |value|, which increase with it.
@inline(__always)
private func magnitudeBits(_ value: Float) -> Int32 { Int32(bitPattern: value.bitPattern & 0x7FFF_FFFF) }
