import LofiPlatform
import LofiPlugin

/// Tape dropouts: short dips, dull before they are quiet, and stretches of chewed tape.
///
/// Signal flow: lift of each track off the head over time → loss of level and, more so, of treble.
/// A lift of d costs 54.6 d / λ dB (R. L. Wallace, "The reproduction of magnetically recorded signals", 1951): the
/// treble goes first. Dips arrive at random (Poisson) with log-normal lengths. On chewed tape they follow one another
/// with hardly a gap, independently on each track.
/// Simplification: the exponential loss is one pole and a gain.
package final class TapeDropout: AudioEffect {
    package static let kind = "tape-dropout"
    package static let summary = "tape dropouts and chewed tape"
    package static let parameters: [Parameter] = [
        .number("rate", 0...120, default: 6, unit: "per minute", "rate of dips"),
        .number("length", 5...1000, default: 60, unit: "ms", "median length of a dip"),
        .number("depth", 0...40, default: 9, unit: "dB", "maximum loss of level in a dip"),
        .number("treble", 200...20000, default: 2500, unit: "Hz", "minimum treble cutoff in a dip"),
        .number("chew", 0...1, default: 0, "share of the time on chewed tape"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    private static let stride = 16
    /// Mean length of a chewed stretch, and of each dip in it: chosen 2026-11-24 from spectrograms, for lack of a
    /// recording.
    private static let stretchSeconds = 1.6
    private static let crinkleSeconds = 0.035

    private struct Track {
        var frames = 0
        var length = 1
        var peak = 0.0
        var lift = 0.0

        /// Advances the dip, a raised cosine.
        mutating func step(_ frames: Int) {
            self.frames = min(length, self.frames + frames)
            lift = peak * (0.5 - 0.5 * cos(2 * .pi * Double(self.frames) / Double(length)))
        }

        var isOver: Bool { frames >= length }
    }

    private var random: RandomStream
    private let rate: Double
    private let gapFrames: Double
    private let lengthFrames: Double
    private let chew: Double
    private let depth: Double
    private let treble: Double

    private var tracks = (Track(), Track())
    private var untilDip = 0.0
    private var untilChange = 0.0
    private var isChewed = false
    private var count = 0
    private var gain = StereoFrame(repeating: 1)
    private var gainStep = StereoFrame.zero
    /// Smoothing coefficient of the one-pole low-pass; 1 = no filtering.
    private var share = StereoFrame(repeating: 1)
    private var shareStep = StereoFrame.zero
    private var low = StereoFrame.zero

    package init(settings: Settings, context: AudioContext) {
        random = context.random
        rate = context.sampleRate
        let perMinute = settings.number("rate")
        gapFrames = perMinute > 0 ? 60 / perMinute * rate : .infinity
        lengthFrames = settings.number("length") / 1000 * rate
        depth = settings.number("depth")
        treble = min(settings.number("treble"), 0.45 * rate)
        chew = settings.number("chew")
        tracks.0.frames = 1
        tracks.1.frames = 1
        untilDip = exponential(gapFrames)
        untilChange = chew >= 1 ? 0 : exponential(Self.stretchSeconds * rate * (1 - chew) / max(chew, 1e-9))
    }

    package func process(_ block: AudioBlock) {
        var (count, gain, share, low) = (count, gain, share, low)
        for index in block.indices {
            if count == 0 {
                count = Self.stride
                step(from: gain, share)
            }
            count -= 1
            low += (block[index].bounded - low) * share
            block[index] = low * gain
            gain += gainStep
            share += shareStep
        }
        (self.count, self.gain, self.share, self.low) = (count, gain, share, low)
    }

    /// Sets gain and pole to reach their values 16 frames ahead.
    private func step(from gain: StereoFrame, _ share: StereoFrame) {
        untilDip -= Double(Self.stride)
        untilChange -= Double(Self.stride)
        if untilDip <= 0 {
            // Which track is hit harder varies; debris is rarely as wide as both tracks.
            let other = random.uniform(0.2...1)
            let length = lengthFrames * exp(0.5 * random.normal())
            let (left, right) = random.chance(0.5) ? (1, other) : (other, 1)
            start(&tracks.0, length, left)
            start(&tracks.1, length, right)
            untilDip = exponential(gapFrames)
        }
        if chew > 0, untilChange <= 0 {
            isChewed.toggle()
            let mean = Self.stretchSeconds * rate * (isChewed ? 1 : (1 - chew) / chew)
            untilChange = chew >= 1 ? .infinity : exponential(mean)
            if chew >= 1 { isChewed = true }
        }
        if isChewed {
            if tracks.0.isOver { crinkle(&tracks.0) }
            if tracks.1.isOver { crinkle(&tracks.1) }
        }
        tracks.0.step(Self.stride)
        tracks.1.step(Self.stride)
        let (left, right) = (loss(tracks.0.lift), loss(tracks.1.lift))
        gainStep = (StereoFrame(left.gain, right.gain) - gain) / Float(Self.stride)
        shareStep = (StereoFrame(left.share, right.share) - share) / Float(Self.stride)
    }

    private func start(_ track: inout Track, _ length: Double, _ peak: Double) {
        guard track.isOver || track.lift < peak else { return }
        track = Track(frames: 0, length: max(2 * Self.stride, Int(length)), peak: peak, lift: 0)
    }

    private func crinkle(_ track: inout Track) {
        let length = Self.crinkleSeconds * rate * exp(0.6 * random.normal())
        start(&track, length, random.uniform(0.1...1))
    }

    /// Returns the gain (an amplitude ratio) and the one-pole coefficient.
    ///
    /// - Parameter lift: 0 on the head, 1 in the middle of a dip.
    private func loss(_ lift: Double) -> (gain: Float, share: Float) {
        guard lift > 1e-4 else { return (1, 1) }
        // The loss in dB is proportional to the lift; the cutoff falls from beyond hearing, evenly in octaves.
        let cutoff = treble * pow(20000 / treble, 1 - lift)
        let share = 1 - exp(-2 * .pi * cutoff / rate)
        // Ease the filter in while the tape has only just left the head.
        let eased = min(1, lift * 4)
        return (Decibels.amplitude(-depth * lift), Float(1 + (share - 1) * eased))
    }

    private func exponential(_ mean: Double) -> Double {
        mean.isFinite ? -mean * log(1 - random.unit()) : .infinity
    }
}
