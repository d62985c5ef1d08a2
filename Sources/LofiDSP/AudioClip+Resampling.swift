import LofiPlugin

extension AudioClip {
    /// Returns the clip resampled to `rate` (Hz) with a Kaiser-windowed sinc of 32 zero crossings, accurate to -85 dB
    /// up to 0.4 of the lower of the two rates.
    public func resampled(to rate: Double) -> AudioClip {
        guard rate != sampleRate, !frames.isEmpty else { return self }
        let ratio = rate / sampleRate
        // When downsampling, the cutoff drops with the rate, so the kernel grows longer and needs fewer phases.
        let band = min(1, ratio) * 0.96
        let taps = (Int((32 / band).rounded(.up)) + 3) / 4 * 4
        let kernel = SamplingKernel(
            taps: taps, cutoff: band / 2, beta: 9, phases: max(1, Int((Self.phases * band).rounded(.up))),
            readsBetween: true)
        let silence = [StereoFrame](repeating: .zero, count: taps / 2 + 1)
        let padded = silence[2...] + frames + silence
        let count = Int((Double(frames.count) * ratio).rounded(.up))
        return AudioClip(
            frames: padded.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return [] }
                return (0..<count).map { index in
                    let position = Double(index) / ratio
                    let first = min(frames.count, Int(position))
                    return kernel.read(base + first, fraction: Float(position - Double(first)))
                }
            }, sampleRate: rate)
    }

    /// Kernel phases per frame at the lower rate. Linear interpolation between 512 phases misses a sine of ω by (ω /
    /// 512)² / 8, which is -107 dB at half the rate.
    private static let phases = 512.0
}
