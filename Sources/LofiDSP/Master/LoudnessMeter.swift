import LofiPlatform
import LofiPlugin

/// Programme loudness in LUFS by ITU-R BS.1770-4.
///
/// K-weighting → mean square per 100 ms → 400 ms blocks that overlap by 75 % → gates at -70 LUFS and 10 LU below the
/// mean. Loudness range by EBU Tech 3342. Memory: eight bytes per 100 ms, 288 kB per hour.
public final class LoudnessMeter {
    private var weighting: KWeighting
    private let framesPerSegment: Double
    /// Mean squares, left plus right, of each complete 100 ms segment.
    private var segments: [Double] = []
    private var sum = 0.0
    private var segmentFrames = 0
    private var framesLeft: Int

    /// Creates a meter for frames at `sampleRate` (Hz).
    public init(sampleRate: Double) {
        weighting = KWeighting(sampleRate: sampleRate)
        framesPerSegment = sampleRate / 10
        framesLeft = Int(framesPerSegment.rounded())
        segmentFrames = framesLeft
    }

    /// Measures the next frames; block boundaries make no difference.
    public func add(_ block: UnsafeBufferPointer<StereoFrame>) {
        var position = 0
        while position < block.count {
            let end = min(block.count, position + framesLeft)
            var filter = weighting
            var total = SIMD2<Double>.zero
            // The sum is carried from block to block, so that it is always added up in the same order.
            total.x = sum
            for index in position..<end {
                let weighted = filter.next(block[index])
                total.x += (weighted * weighted).sum()
            }
            weighting = filter
            sum = total.x
            framesLeft -= end - position
            position = end
            if framesLeft == 0 { closeSegment() }
        }
    }

    /// Measures the next frames; block boundaries make no difference.
    public func add(_ block: AudioBlock) { add(UnsafeBufferPointer(block)) }

    /// Gated loudness so far in LUFS; -infinity for silence and for less than 400 ms.
    public var integrated: Double {
        let blocks = blockPowers(segmentsPerBlock: 4)
        let absolute = mean(of: blocks, from: Self.power(-70))
        return Self.loudness(mean(of: blocks, from: max(Self.power(-70), absolute / 10)))
    }

    /// Maximum momentary loudness (400 ms) in LUFS; -infinity for less than 400 ms.
    public var momentaryMaximum: Double { Self.loudness(blockPowers(segmentsPerBlock: 4).max() ?? 0) }

    /// Maximum short-term loudness (3 s) in LUFS; -infinity for less than 3 s.
    public var shortTermMaximum: Double { Self.loudness(blockPowers(segmentsPerBlock: 30).max() ?? 0) }

    /// Loudness range, from the 10th to the 95th percentile of the 3 s loudness, in LU; 0 for less than 3 s.
    public var loudnessRange: Double {
        let audible = blockPowers(segmentsPerBlock: 30).filter { $0 >= Self.power(-70) }
        guard !audible.isEmpty else { return 0 }
        let gate = audible.reduce(0, +) / Double(audible.count) / 100
        let gated = audible.filter { $0 >= gate }.sorted()
        func percentile(_ share: Double) -> Double {
            Self.loudness(gated[Int((share * Double(gated.count - 1)).rounded())])
        }
        return percentile(0.95) - percentile(0.10)
    }

    private func closeSegment() {
        segments.append(sum / Double(segmentFrames))
        sum = 0
        // At rates such as 11025 Hz a segment is not a whole number of frames: round the edges, not the lengths.
        let edge = (Double(segments.count) * framesPerSegment).rounded()
        segmentFrames = Int((Double(segments.count + 1) * framesPerSegment).rounded() - edge)
        framesLeft = segmentFrames
    }

    private func blockPowers(segmentsPerBlock length: Int) -> [Double] {
        guard segments.count >= length else { return [] }
        return (0...(segments.count - length)).map { start in
            segments[start..<(start + length)].reduce(0, +) / Double(length)
        }
    }

    private func mean(of powers: [Double], from gate: Double) -> Double {
        var total = 0.0
        var count = 0
        for power in powers where power >= gate {
            total += power
            count += 1
        }
        return count == 0 ? 0 : total / Double(count)
    }

    private static func loudness(_ power: Double) -> Double { -0.691 + 10 * log10(power) }
    private static func power(_ loudness: Double) -> Double { pow(10, (loudness + 0.691) / 10) }
}
