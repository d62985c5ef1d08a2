import LofiPlatform

/// The envelope of the amplitude: delay, attack, hold, decay, sustain, release (SoundFont 2.04, section 9.1.7).
struct VoiceEnvelope {
    /// Frames before the attack, in whole steps.
    let delayFrames: Int
    private let attack: Double
    private let hold: Double
    private let decayPerFrame: Double
    private let sustain: Double
    private var releasePerFrame: Double
    /// Amplitude below which the envelope has ended, once past its attack.
    var inaudible = 0.0 { didSet { overLevel = max(0, 1 + log2(inaudible) / Self.octaves) } }
    private var overLevel = 0.0
    private var last = (level: 1.0, amplitude: 1.0)
    private var releaseFrame = Int.max
    private var releaseLevel = 0.0

    /// - Parameters:
    ///   - times: delay, attack, hold, decay and release in timecents.
    ///   - sustain: drop from full level to the sustain level, 0…1.
    init(
        times: (delay: Double, attack: Double, hold: Double, decay: Double, release: Double), sustain: Double,
        rate: Double
    ) {
        func frames(_ timecents: Double, shortest: Double = 0) -> Double {
            timecents <= -12000 ? shortest : exp2(min(timecents, 8000) / 1200) * rate
        }
        delayFrames = Int(frames(times.delay)) / SampleVoice.stepFrames * SampleVoice.stepFrames
        // -12000 timecents are 1 ms: as short as possible without a click.
        attack = frames(times.attack, shortest: 0.001 * rate)
        hold = frames(times.hold)
        decayPerFrame = 1 / max(1, frames(times.decay, shortest: 0.001 * rate))
        self.sustain = 1 - max(0, min(1, sustain))
        releasePerFrame = 1 / max(1, frames(times.release, shortest: 0.001 * rate))
    }

    /// The level at a number of frames after note-on without a release, and whether it is in the attack.
    private func struck(_ frame: Int) -> (level: Double, isRising: Bool) {
        var time = Double(frame - delayFrames)
        if time < 0 { return (0, true) }
        if time < attack { return (time / attack, true) }
        time -= attack + hold
        return (time <= 0 ? 1 : max(sustain, 1 - time * decayPerFrame), false)
    }

    /// The level, linear throughout.
    private func level(_ frame: Int) -> Double {
        frame < releaseFrame
            ? struck(frame).level : max(0, releaseLevel - Double(frame - releaseFrame) * releasePerFrame)
    }

    /// The amplitude: linear attack, then a decay linear in decibels over 96 dB.
    mutating func amplitude(_ frame: Int) -> Double {
        if frame < releaseFrame {
            let (level, isRising) = struck(frame)
            return isRising ? level : amplitude(level: level)
        }
        return amplitude(level: level(frame))
    }

    /// 96 dB.
    private static let octaves = 96 / 20 * log2(10.0)

    private mutating func amplitude(level: Double) -> Double {
        // The level is constant while a note is sustained, so the last amplitude can be reused.
        if level != last.level {
            last = (level, level >= 1 ? 1 : level <= 0 ? 0 : exp2(Self.octaves * (level - 1)))
        }
        return last.amplitude
    }

    func isOver(_ frame: Int) -> Bool {
        // An envelope audible later is audible now.
        guard last.amplitude <= inaudible else { return false }
        if frame >= releaseFrame { return level(frame) <= overLevel }
        let (level, isRising) = struck(frame)
        return !isRising && level <= overLevel
    }

    /// Starts the release; a second call has an effect only if it ends the envelope sooner.
    /// - Parameter quick: release time in frames that replaces its own.
    mutating func letGo(_ frame: Int, release quick: Double? = nil) {
        guard frame < releaseFrame || quick != nil else { return }
        // Start from the current level: during the attack in decibels of the amplitude, otherwise the level itself.
        let (level, isRising) = struck(frame)
        let risen = isRising ? max(0, 1 + 20 / 96 * log10(level)) : level
        releaseLevel = frame < releaseFrame ? risen : self.level(frame)
        releaseFrame = frame
        if let quick { releasePerFrame = max(releasePerFrame, 1 / quick) }
    }
}
