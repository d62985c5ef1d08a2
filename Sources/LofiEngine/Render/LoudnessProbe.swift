import LofiDSP
import LofiPlugin
import LofiScore

/// Measures the loudness of parts before mixing, so that any song with any SoundFont gives a balanced mix.
///
/// Renders the busiest six seconds of one strip's parts at a quarter of the usual sample rate, which costs a fraction of a
/// percent of the render.
struct LoudnessProbe {
    /// A bar and a half at 60 bpm; EBU R128's short-term window is 3 s.
    private static let windowSeconds = 6
    static let sampleRate = 11025
    private static let blockFrames = 1024

    let use: SynthesizerUse
    let common: SynthesisCommon

    /// Gain in dB for a second measurement of quiet parts, to lift them above BS.1770's absolute gate at -70 LUFS.
    private static let boost = 60.0

    /// Integrated loudness of the parts' busiest six seconds, in LUFS; nil if they are silent.
    /// - Parameters:
    ///   - parts: parts with events in frames at `sampleRate`.
    ///   - name: name of the strip, for its random stream.
    func loudness(of parts: [Performance.Part], name: String) throws(SynthesisError) -> Double? {
        let synthesizer = try use.make(parts, sampleRate: Self.sampleRate, place: "probe/\(name)", common: common)
        let start = Self.busiestFrame(of: parts)
        for gain in [0, Self.boost] {
            try synthesizer.seek(to: start)
            let stems = use.type.stemCount(forParts: parts.count)
            let loudness = try measure(synthesizer, stems: stems, gain: Decibels.amplitude(gain))
            if loudness.isFinite { return loudness - gain }
        }
        return nil
    }

    private func measure(_ synthesizer: any Synthesizer, stems: Int, gain: Float) throws(SynthesisError) -> Double {
        let stems = StemBlock(stemCount: stems, capacityFrames: Self.blockFrames)
        let meter = LoudnessMeter(sampleRate: Double(Self.sampleRate))
        let mix = AudioBlock.allocate(capacity: Self.blockFrames)
        defer { mix.deallocate() }
        var remaining = Self.windowSeconds * Self.sampleRate
        while remaining > 0 {
            stems.frameCount = min(remaining, Self.blockFrames)
            try synthesizer.render(into: stems)
            mix.initialize(repeating: .zero)
            for stem in 0..<stems.stemCount {
                let (left, right) = (stems.left(stem), stems.right(stem))
                for index in 0..<stems.frameCount { mix[index] += gain * StereoFrame(left[index], right[index]) }
            }
            meter.add(AudioBlock(rebasing: mix[..<stems.frameCount]))
            remaining -= stems.frameCount
        }
        return meter.integrated
    }

    /// The first frame of the window with the greatest sum of squared onset velocities.
    private static func busiestFrame(of parts: [Performance.Part]) -> Int {
        let onsets = parts.flatMap { part in
            part.events.compactMap { event -> (frame: Int, weight: Int)? in
                guard case .noteOn(_, let velocity) = event.kind else { return nil }
                return (event.frame, velocity * velocity)
            }
        }.sorted { $0.frame < $1.frame }
        var best = (frame: 0, weight: 0)
        var first = 0
        var weight = 0
        for onset in onsets {
            weight += onset.weight
            // Leave the last second of the window for the last notes to sound.
            while onset.frame - onsets[first].frame > (windowSeconds - 1) * sampleRate {
                weight -= onsets[first].weight
                first += 1
            }
            if weight > best.weight { best = (onsets[first].frame, weight) }
        }
        return best.frame
    }
}
