import LofiPlatform

/// The course of a voice from 0 to 1 and back: delay, attack, hold, decay, sustain, release (SoundFont 2.04, section 9.1.7).
struct VoiceEnvelope {
    private let delay: Double
    private let attack: Double
    private let hold: Double
    private let decayPerFrame: Double
    private let sustain: Double
    private var releasePerFrame: Double
    private let isAmplitude: Bool
    /// As an amplitude: having risen, it is over where it falls below.
    var inaudible = 0.0 { didSet { overLevel = max(0, 1 + log2(inaudible) / Self.octaves) } }
    private var overLevel = 0.0
    private var last = (level: 1.0, amplitude: 1.0)
    private var releaseFrame = Int.max
    private var releaseLevel = 0.0

    /// - Parameters:
    ///   - times: delay, attack, hold, decay, release, timecents.
    ///   - sustain: by how much of the whole it falls, 0…1.
    init(
        times: (delay: Double, attack: Double, hold: Double, decay: Double, release: Double), sustain: Double,
        rate: Double,
        isAmplitude: Bool
    ) {
        self.isAmplitude = isAmplitude
        func frames(_ timecents: Double, shortest: Double = 0) -> Double {
            timecents <= -12000 ? shortest : exp2(min(timecents, 8000) / 1200) * rate
        }
        delay = frames(times.delay)
        // -12000 timecents are 1 ms, and mean as short as can be without a click.
        attack = frames(times.attack, shortest: 0.001 * rate)
        hold = frames(times.hold)
        decayPerFrame = 1 / max(1, frames(times.decay, shortest: 0.001 * rate))
        self.sustain = 1 - max(0, min(1, sustain))
        releasePerFrame = 1 / max(1, frames(times.release, shortest: 0.001 * rate))
    }

    /// Where it stands so many frames after the stroke, if nothing releases it; and whether it is still rising.
    private func struck(_ frame: Int) -> (level: Double, isRising: Bool) {
        var time = Double(frame) - delay
        if time < 0 { return (0, true) }
        if time < attack { return (time / attack, true) }
        time -= attack + hold
        return (time <= 0 ? 1 : max(sustain, 1 - time * decayPerFrame), false)
    }

    /// As a level for pitch and filter: linear throughout.
    func level(_ frame: Int) -> Double {
        frame < releaseFrame
            ? struck(frame).level : max(0, releaseLevel - Double(frame - releaseFrame) * releasePerFrame)
    }

    /// As an amplitude: rising in a line, falling in decibels, 96 of them to the end.
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
        // It holds for as long as a note is sustained.
        if level != last.level {
            last = (level, level >= 1 ? 1 : level <= 0 ? 0 : exp2(Self.octaves * (level - 1)))
        }
        return last.amplitude
    }

    func isOver(_ frame: Int) -> Bool {
        // Where it was heard later, it is heard now.
        guard last.amplitude <= inaudible else { return false }
        if frame >= releaseFrame { return level(frame) <= overLevel }
        let (level, isRising) = struck(frame)
        return !isRising && level <= overLevel
    }

    /// Lets go. A second time only where it has to end sooner than by itself.
    /// - Parameter quick: in place of its own release, frames.
    mutating func letGo(_ frame: Int, release quick: Double? = nil) {
        guard frame < releaseFrame || quick != nil else { return }
        // From where it stands, as it will be read: in decibels of the rising amplitude, or the level itself.
        let (level, isRising) = struck(frame)
        let risen = isAmplitude && isRising ? max(0, 1 + 20 / 96 * log10(level)) : level
        releaseLevel = frame < releaseFrame ? risen : self.level(frame)
        releaseFrame = frame
        if let quick { releasePerFrame = max(releasePerFrame, 1 / quick) }
    }
}
