import LofiPlugin
import SoundBench
import Testing
@testable import LofiDSP

@Suite("Peaks between samples")
struct InterSamplePeaksTests {
    /// Peaks of each interval, once with everything oversampled and once with what the limit lets pass.
    private func peaks(_ signal: [StereoFrame], threshold: Float) -> [Float] {
        let margin = 64
        let silence = [StereoFrame](repeating: .zero, count: margin)
        let padded = silence + signal + silence
        var result = [Float](repeating: 0, count: signal.count)
        padded.withUnsafeBufferPointer { frames in
            InterSamplePeaks().find(
                frames.baseAddress! + margin, count: signal.count, threshold: threshold, into: &result)
        }
        return result
    }

    @Test("Skipping what cannot reach the threshold changes no peak above it", arguments: [0, 1, 2, 3, 4])
    func skipping(kind: Int) {
        let signal: [StereoFrame] =
            switch kind {
            case 0: Signals.noise(frames: 20000, decibels: -12)
            case 1: Signals.sine(10900, frames: 20000, decibels: -3)
            case 2: Signals.sine(180, frames: 20000, decibels: -1)
            // The worst case for interpolation: signs as of the taps themselves.
            case 3: (0..<20000).map { StereoFrame(repeating: $0 / 700 % 2 == 0 ? ($0 % 2 == 0 ? 0.5 : -0.5) : 0.5) }
            default: (0..<20000).map { StereoFrame(repeating: $0 % 997 == 0 ? 0.9 : 0.3) }
            }
        let all = peaks(signal, threshold: -1)
        for threshold in [Float(0.2), 0.4, 0.5, 0.7, 0.9] {
            let some = peaks(signal, threshold: threshold)
            let wrong = zip(all, some).count { $0 > threshold && $1 != $0 }
            #expect(wrong == 0, "threshold \(threshold)")
        }
        #expect(all.contains { $0 > 0.2 })
    }

    @Test("Bass is passed over up to 1 dB below the threshold")
    func bassIsCheap() {
        let signal = Signals.sine(180, frames: 4000, decibels: -2)
        // Its end, cut off, is a step, and may rise.
        #expect(peaks(signal, threshold: 0.891).dropLast(64).allSatisfy { $0 == 0 })
    }
}
