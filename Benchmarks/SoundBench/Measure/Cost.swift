import LofiCore
import LofiDSP

/// What an effect costs.
enum Cost {
    /// Nanoseconds a stereo frame on this machine, the quickest of seven runs over a second of noise.
    static func nanosecondsPerFrame(_ effect: any AudioEffect) -> Double {
        let noise = Signals.noise(frames: Int(Signals.rate))
        let clock = ContinuousClock()
        return (0..<7).map { _ in
            var block = noise
            let time = clock.measure {
                block.withUnsafeMutableBufferPointer { frames in
                    var start = 0
                    while start < frames.count {
                        let count = min(1000, frames.count - start)
                        effect.process(AudioBlock(rebasing: frames[start..<(start + count)]))
                        start += count
                    }
                }
            }
            return Double(time.components.attoseconds) / 1e9 / Double(noise.count)
        }.min() ?? 0
    }
}

extension SoundCheck {
    /// The cost of an effect, as a check that takes its time.
    static func cost(
        _ kind: String, _ given: [String: ParameterValue] = [:], atMost nanoseconds: Double, outside reason: String? = nil
    ) -> SoundCheck {
        SoundCheck(
            kind, "cost", within: -.infinity...nanoseconds, unit: "ns a frame", isQuick: false, outside: reason
        ) { Cost.nanosecondsPerFrame(try Signals.effect(kind, given)) }
    }
}
