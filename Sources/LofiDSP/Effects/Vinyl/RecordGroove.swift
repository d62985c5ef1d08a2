import LofiPlatform
import LofiPlugin

/// Music cut into a record: mono bass, a top end that dulls and sibilants that roughen towards the inner grooves.
///
/// Signal flow: mono (of everything, of the bass) → the era's band → wavelength loss → + d/dt u² (pinch effect, in
/// opposite phase on the two groove walls) + u² (tracking angle), u being the stylus velocity after the recording
/// curve.
/// References: tracing distortion F. V. Hunt, "On stylus wear and surface noise in phonograph playback systems" (JAES 1955)
/// and D. H. Cooper, "Compensation for tracing and tracking error" (JAES 1963); recording curve IEC 60098.
/// Simplification: second-order distortion only, from content below a quarter of the sample rate, where squaring does
/// not alias. Speed belongs to `wow-flutter`, which affects music and noise alike.
package final class RecordGroove: AudioEffect {
    package static let kind = "record-groove"
    package static let summary = "effect of a cut and worn groove on music: inner-groove loss and distortion, mono bass"
    package static let parameters: [Parameter] = [
        .number(
            "wear", 0...100, default: 25, unit: "%", "wear of groove and stylus; more = less top end, more distortion"),
        .number("level", -12...12, default: 0, unit: "dB", "cutting level; distortion grows with it"),
        .number("mono", 0...100, default: 0, unit: "%", "how far the stereo image collapses to mono"),
        .number(
            "mono-below", 0...500, default: 150, unit: "Hz", "frequency below which the cut is mono; 0 = wide bass"),
        .number("from", 0...100, default: 0, unit: "%", "groove position at the start; 0 = outer groove"),
        .number(
            "to", 0...100, default: 100, unit: "%", "groove position at the end of the music (of 20 min if unknown)"),
        .choice("rpm", RecordSpeed.names, default: "33", "record speed in turns per minute: 33 1/3, 45 or 78"),
        .choice("era", VinylEra.names, default: "none", "decade whose bandwidth, mono and stylus are added"),
    ]

    /// Frames between updates of the groove position: half a second moves it by a few micrometres.
    private static let stride = 1024
    /// Length of a side whose end is unknown.
    private static let sideSeconds = 1200.0
    /// Peak velocity in m/s of a full-scale 1 kHz tone: 5 cm/s RMS, the usual reference, is 3 dB below it.
    private static let fullScaleVelocity = 0.1
    /// Vertical tracking angle error in rad of a worn player; 3° is usual (tuned so that wear is audible in the bass
    /// too).
    private static let trackingAngle = 0.05

    package let tailFrames: Int

    private let sampleRate: Double
    private let rpm: String
    private let wear: Double
    private let cutGain: Float
    private let tipMetres: Double
    private let sideGain: Float
    private let startPosition: Double
    private let positionPerFrame: Double
    private let endPosition: Double

    private var sideBass: Biquad?
    private var bandLow: Biquad?
    private var bandHigh: Biquad?
    private var loss: Biquad
    private var recording: Biquad
    private var belowQuarter: (Biquad, Biquad)
    private var replay: Biquad
    private var lastSquare = StereoFrame.zero
    private var mean = StereoFrame.zero
    private let meanStep: Float
    private var tracing: Float = 0
    private var tracking: Float = 0
    private var frame = 0
    private var countdown = 0

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        let era = VinylEra.named(settings.text("era"))
        sampleRate = rate
        rpm = settings.text("rpm")
        wear = settings.number("wear") / 100
        cutGain = Decibels.amplitude(settings.number("level")) * Float(Self.fullScaleVelocity)
        // A line-contact tip traces like 5 µm; a worn groove brings it closer to a spherical tip of 18 µm.
        tipMetres = ((era?.tipMicrometres ?? 5) + 13 * wear) * 1e-6
        sideGain = Float(1 - max(settings.number("mono") / 100, era?.mono ?? 0))
        var (from, to) = (settings.number("from") / 100, settings.number("to") / 100)
        // A loop stays in one groove.
        if context.loopFrames != nil { (from, to) = ((from + to) / 2, (from + to) / 2) }
        startPosition = from
        endPosition = to
        positionPerFrame = (to - from) / max(1, context.arc.endFrame.map(Double.init) ?? Self.sideSeconds * rate)
        let monoBelow = settings.number("mono-below")
        sideBass = monoBelow > 0 ? Biquad(.highPass(cutoffHz: monoBelow, sampleRate: rate)) : nil
        bandLow = era.map { Biquad(.highPass(cutoffHz: $0.lowHz, sampleRate: rate)) }
        bandHigh = era.map { Biquad(.lowPass(cutoffHz: $0.highHz, sampleRate: rate)) }
        loss = Biquad(.lowPass(cutoffHz: 20000, sampleRate: rate))
        recording = Biquad(ReplayCurve.recording(sampleRate: rate))
        replay = Biquad(ReplayCurve.replay(sampleRate: rate))
        // Fourth-order Butterworth in two sections.
        belowQuarter = (
            Biquad(.lowPass(cutoffHz: 0.2 * rate, q: 0.5412, sampleRate: rate)),
            Biquad(.lowPass(cutoffHz: 0.2 * rate, q: 1.3066, sampleRate: rate))
        )
        meanStep = Float(1 - exp(-2 * Double.pi * 5 / rate))
        // The mean of the squares and the era's low end ring longest.
        tailFrames = Int(0.5 * rate)
    }

    package func process(_ block: AudioBlock) {
        var index = 0
        while index < block.count {
            if countdown == 0 { updatePosition() }
            let count = min(countdown, block.count - index)
            let run = AudioBlock(rebasing: block[index..<(index + count)])
            narrow(run)
            bandLow?.process(run)
            bandHigh?.process(run)
            loss.process(run)
            trace(run)
            index += count
            countdown -= count
            frame += count
        }
    }

    /// Updates the filters and gains for the current stylus position.
    private func updatePosition() {
        countdown = Self.stride
        let travelled = startPosition + positionPerFrame * Double(frame)
        let position = positionPerFrame < 0 ? max(endPosition, travelled) : min(endPosition, travelled)
        let speed = Self.grooveSpeed(rpm, position: position)
        // The tip presses a dent of about a quarter of its radius into the vinyl and averages over it (estimated).
        let cutoff = min(speed / (2 * Double.pi * tipMetres / 4), 22000)
        loss.coefficients = .lowPass(cutoffHz: cutoff, sampleRate: sampleRate)
        tracing = Float(tipMetres / (2 * speed * speed) * sampleRate) * cutGain
        tracking = Float(Self.trackingAngle * wear / speed) * cutGain
    }

    /// Returns the groove speed in m/s, from the outer (0) to the inner groove (1): a 12-inch LP, a 45 rpm single, a
    /// 10-inch shellac record.
    static func grooveSpeed(_ rpm: String, position: Double) -> Double {
        let (outer, inner) =
            switch rpm {
            case "45": (0.084, 0.054)
            case "78": (0.120, 0.050)
            default: (0.146, 0.0603)
            }
        return 2 * Double.pi * (outer + (inner - outer) * position) / RecordSpeed.turnSeconds(rpm)
    }

    private func narrow(_ run: AudioBlock) {
        guard sideGain < 1 || sideBass != nil else {
            for index in run.indices { run[index] = run[index].bounded }
            return
        }
        var bass = sideBass
        for index in run.indices {
            let input = run[index].bounded
            let middle = StereoFrame(repeating: (input.x + input.y) * 0.5)
            var side = (input - middle) * sideGain
            side = bass?.next(side) ?? side
            run[index] = middle + side
        }
        sideBass = bass
    }

    private func trace(_ run: AudioBlock) {
        var (recording, quarter, replay) = (recording, belowQuarter, replay)
        var (last, mean) = (lastSquare, mean)
        let (tracing, tracking, meanStep) = (tracing, tracking, meanStep)
        // A lateral signal moves the two walls in opposite directions, so their distortion has opposite signs.
        let walls = StereoFrame(tracing, -tracing)
        for index in run.indices {
            let velocity = quarter.1.next(quarter.0.next(recording.next(run[index])))
            let square = velocity * velocity
            mean += (square - mean) * meanStep
            let distortion = (square - last) * walls + (square - mean) * tracking
            last = square
            run[index] += replay.next(distortion)
        }
        (self.recording, belowQuarter, self.replay) = (recording, quarter, replay)
        (lastSquare, self.mean) = (last, mean)
    }
}
