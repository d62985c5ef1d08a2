import LofiPlatform

/// The envelope for pitch and filter (SoundFont 2.04, section 9.1.7), in FluidSynth's steps of 64 frames.
///
/// Presets that begin with a sweep of pitch depend on the steps: copies of a sample that were swept differently keep their
/// distance for the rest of the note, and with it the colour of their sum.
struct ModulationEnvelope {
    private enum Section: Int { case delay, attack, hold, decay, sustain, release }

    /// Length of each section in steps.
    private let counts: [Int]
    private let sustain: Double
    private var section = Section.delay
    /// Steps taken in the section.
    private var count = 0
    private var level = 0.0

    /// - Parameters:
    ///   - times: delay, attack, hold, decay and release in timecents.
    ///   - sustain: drop from full level to the sustain level, 0…1.
    ///   - rate: sample rate in Hz.
    init(
        times: (delay: Double, attack: Double, hold: Double, decay: Double, release: Double), sustain: Double,
        rate: Double
    ) {
        func steps(_ timecents: Double, atMost: Double) -> Double {
            exp2(max(-12000, min(atMost, timecents)) / 1200) * rate / Double(SampleVoice.stepFrames)
        }
        counts = [
            times.delay <= -12000 ? 0 : Int(steps(times.delay, atMost: 5000)),
            1 + Int(steps(times.attack, atMost: 8000)), Int(steps(times.hold, atMost: 5000) + 0.5),
            Int(steps(times.decay, atMost: 8000) + 0.5), .max, 1 + Int(steps(times.release, atMost: 8000)),
        ]
        self.sustain = 1 - max(0, min(1, sustain))
    }

    /// The level of the next step, 0…1: a convex rise, then linear.
    mutating func next() -> Double {
        while count >= counts[section.rawValue], let following = Section(rawValue: section.rawValue + 1),
            following != .release
        {
            if section == .decay { level = sustain }
            (section, count) = (following, 0)
        }
        count += 1
        switch section {
        case .attack:
            level = min(1, level + 1 / Double(counts[section.rawValue]))
            return Self.convex(level)
        case .decay: level = max(sustain, level - 1 / Double(max(1, counts[section.rawValue])))
        case .release: level = max(0, level - 1 / Double(counts[section.rawValue]))
        case .delay, .hold, .sustain: break
        }
        return level
    }

    /// Starts the release from the current level.
    mutating func letGo() { (section, count) = (.release, 0) }

    /// Section 9.5: 40 log10 over 96 dB.
    private static func convex(_ level: Double) -> Double { level <= 0 ? 0 : max(0, 1 + 400 / 960 * log10(level)) }
}
