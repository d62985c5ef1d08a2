import LofiPlugin

/// True-peak meter: the highest point of the waveform, between samples too, in dBTP.
///
/// ITU-R BS.1770-4 annex 2, by `InterSamplePeaks`. Once a loud passage has been measured, quieter ones cost little.
public final class TruePeakMeter {
    private static let runFrames = 1024
    private static let before = 2 * InterSamplePeaks.reachFrames
    private static let after = InterSamplePeaks.reachFrames

    private let detector = InterSamplePeaks()
    /// The last frames of the input so far, followed by the current run.
    private let frames: UnsafeMutablePointer<StereoFrame>
    private let peaks: UnsafeMutablePointer<Float>
    private var maximum: Float

    /// - Parameter known: a peak (full scale 1) known to be reached; anything that cannot exceed it is skipped quickly.
    public init(known: Double = 0) {
        maximum = Float(known)
        let count = Self.before + Self.after + Self.runFrames
        frames = .allocate(capacity: count)
        frames.initialize(repeating: .zero, count: count)
        peaks = .allocate(capacity: Self.runFrames)
        peaks.initialize(repeating: 0, count: Self.runFrames)
    }

    deinit {
        frames.deallocate()
        peaks.deallocate()
    }

    /// Measures the next frames.
    public func add(_ block: UnsafeBufferPointer<StereoFrame>) {
        guard let base = block.baseAddress else { return }
        let kept = Self.before + Self.after
        var position = 0
        while position < block.count {
            let count = min(Self.runFrames, block.count - position)
            (frames + kept).update(from: base + position, count: count)
            detector.find(frames + Self.before, count: count, threshold: maximum, into: peaks)
            for index in 0..<count { maximum = max(maximum, peaks[index], abs(block[position + index]).max()) }
            frames.update(from: frames + count, count: kept)
            position += count
        }
    }

    /// Measures the next frames.
    public func add(_ block: AudioBlock) { add(UnsafeBufferPointer(block)) }

    /// Highest peak so far, full scale being 1; the last 12 frames count as samples only.
    public var peak: Double { Double(maximum) }

    /// Highest peak so far in dBTP; -infinity for silence.
    public var peakDecibels: Double { Decibels.level(peak) }
}

@inline(__always)
private func abs(_ frame: StereoFrame) -> StereoFrame {
    frame.replacing(with: -frame, where: frame .< 0)
}
