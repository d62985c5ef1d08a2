import LofiPlatform

/// A triangle LFO that starts at 0 and rises, after a delay (SoundFont 2.04, section 9.1.8).
struct VoiceOscillator {
    private let delayFrames: Double
    private let perFrame: Double

    /// - Parameters:
    ///   - delay: timecents.
    ///   - frequency: cents above 8.176 Hz.
    init(delay: Double, frequency: Double, rate: Double) {
        delayFrames = delay <= -12000 ? 0 : exp2(min(delay, 5000) / 1200) * rate
        perFrame = 8.176 * exp2(max(-16000, min(4500, frequency)) / 1200) / rate
    }

    /// The value, -1…1, at a number of frames after note-on.
    func level(_ frame: Int) -> Double {
        let turns = (Double(frame) - delayFrames) * perFrame
        guard turns > 0 else { return 0 }
        let phase = turns - turns.rounded(.down)
        return phase < 0.25 ? 4 * phase : phase < 0.75 ? 2 - 4 * phase : 4 * phase - 4
    }
}
