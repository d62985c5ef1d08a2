#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A piece of recorded sound in memory, for plugins that play one: an impulse response, somebody's own ambience.
public struct AudioClip: Sendable, Equatable {
    public let frames: [StereoFrame]
    /// Frames per second.
    public let sampleRate: Double

    public init(frames: [StereoFrame], sampleRate: Double) {
        self.frames = frames
        self.sampleRate = sampleRate
    }
}

extension AudioClip {
    /// The same sound at another rate: a Kaiser-windowed sinc of 32 zero crossings, -90 dB beyond the lower of both
    /// rates' halves.
    public func resampled(to rate: Double) -> AudioClip {
        guard rate != sampleRate, !frames.isEmpty else { return self }
        let ratio = rate / sampleRate
        // Where the rate falls the filter closes with it.
        let band = min(1, ratio) * 0.96
        let reach = 16 / band
        let count = Int((Double(frames.count) * ratio).rounded(.up))
        let output = (0..<count).map { index -> StereoFrame in
            let place = Double(index) / ratio
            let first = max(0, Int((place - reach).rounded(.up)))
            let last = min(frames.count - 1, Int((place + reach).rounded(.down)))
            guard first <= last else { return .zero }
            return (first...last).reduce(into: StereoFrame.zero) { sum, tap in
                let distance = Double(tap) - place
                let angle = .pi * band * distance
                let sinc = abs(angle) < 1e-9 ? 1 : sin(angle) / angle
                sum += frames[tap] * Float(band * sinc * KaiserWindow.weight(at: distance / reach, beta: 9))
            }
        }
        return AudioClip(frames: output, sampleRate: rate)
    }
}
