import LofiPlatform
import LofiPlugin

/// Music that was cut into a record: the bass in the middle, a top that dulls and sibilants that roughen as the stylus comes
/// to the inner grooves.
///
/// Signal flow: mono (of all, of the bass) → the era's band → wavelength loss → + d/dt u² (pinch effect, each wall of the
/// groove against the other) + u² (tracking angle), u being the velocity of the stylus behind the recording curve.
/// References: tracing distortion F. V. Hunt, "On stylus wear and surface noise in phonograph playback systems" (JAES 1955)
/// and D. H. Cooper, "Compensation for tracing and tracking error" (JAES 1963); recording curve IEC 60098.
/// Simplification: distortion of second order only, from what lies below a quarter of the sample rate, where a square
/// makes no aliases. Speed belongs to `wow-flutter`, which warps music and noise alike.
public final class RecordGroove: AudioEffect {
    public static let kind = "record-groove"
    public static let summary = "what a cut and worn groove does to music: inner-groove loss and distortion, mono bass"
    public static let parameters: [Parameter] = [
        .number("wear", 0...100, default: 25, unit: "%", "of groove and stylus: less top, more distortion"),
        .number("level", -12...12, default: 0, unit: "dB", "how loud the record was cut: distortion grows with it"),
        .number("mono", 0...100, default: 0, unit: "%", "how far the sides collapse into the middle"),
        .number("mono-below", 0...500, default: 150, unit: "Hz", "below which the cut is mono; 0 leaves the bass wide"),
        .number("from", 0...100, default: 0, unit: "%", "place on the side at the start: 0 is the outer groove"),
        .number("to", 0...100, default: 100, unit: "%", "place at the end of the music (of 20 min, if unknown)"),
        .choice("rpm", RecordSpeed.names, default: "33", "turns per minute: 33 1/3, 45 or 78"),
        .choice("era", VinylEra.names, default: "none", "decade whose band, mono and stylus come on top"),
    ]

    /// So often, in frames, the place on the side is looked at: half a second moves it by a few micrometres.
    private static let stride = 1024
    /// Of a side that nobody knows the end of.
    private static let sideSeconds = 1200.0
    /// Peak velocity in m/s of a full-scale 1 kHz tone: 5 cm/s RMS, the usual reference, 3 dB below it.
    private static let fullScaleVelocity = 0.1
    /// Vertical error of the tracking angle in rad of a worn player; 3° is usual (tuned so that wear shows in the bass too).
    private static let trackingAngle = 0.05

    public let tailFrames: Int

    private let sampleRate: Double
    private let rpm: String
    private let wear: Double
    private let cutGain: Float
    private let tipMetres: Double
    private let sideGain: Float
    private let placeAtStart: Double
    private let placePerFrame: Double
    private let lastPlace: Double

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

    public init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        let era = VinylEra.named(settings.text("era"))
        sampleRate = rate
        rpm = settings.text("rpm")
        wear = settings.number("wear") / 100
        cutGain = Decibels.amplitude(settings.number("level")) * Float(Self.fullScaleVelocity)
        // A line contact traces like 5 µm; what a worn groove leaves of it like a spherical tip of 18 µm.
        tipMetres = ((era?.tipMicrometres ?? 5) + 13 * wear) * 1e-6
        sideGain = Float(1 - max(settings.number("mono") / 100, era?.mono ?? 0))
        let (from, to) = (settings.number("from") / 100, settings.number("to") / 100)
        placeAtStart = from
        lastPlace = to
        placePerFrame = (to - from) / max(1, context.arc.endFrame.map(Double.init) ?? Self.sideSeconds * rate)
        let monoBelow = settings.number("mono-below")
        sideBass = monoBelow > 0 ? Biquad(.highPass(cutoffHz: monoBelow, sampleRate: rate)) : nil
        bandLow = era.map { Biquad(.highPass(cutoffHz: $0.lowHz, sampleRate: rate)) }
        bandHigh = era.map { Biquad(.lowPass(cutoffHz: $0.highHz, sampleRate: rate)) }
        loss = Biquad(.lowPass(cutoffHz: 20000, sampleRate: rate))
        recording = Biquad(ReplayCurve.recording(sampleRate: rate))
        replay = Biquad(ReplayCurve.replay(sampleRate: rate))
        // A Butterworth filter of fourth order in two sections.
        belowQuarter = (
            Biquad(.lowPass(cutoffHz: 0.2 * rate, q: 0.5412, sampleRate: rate)),
            Biquad(.lowPass(cutoffHz: 0.2 * rate, q: 1.3066, sampleRate: rate))
        )
        meanStep = Float(1 - exp(-2 * Double.pi * 5 / rate))
        // The mean of the squares and the era's low end ring longest.
        tailFrames = Int(0.5 * rate)
    }

    public func process(_ block: AudioBlock) {
        var index = 0
        while index < block.count {
            if countdown == 0 { move() }
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

    /// To where the stylus is by now.
    private func move() {
        countdown = Self.stride
        let way = placeAtStart + placePerFrame * Double(frame)
        let place = placePerFrame < 0 ? max(lastPlace, way) : min(lastPlace, way)
        let speed = Self.grooveSpeed(rpm, place: place)
        // The tip presses a dent of about a quarter of its radius into the vinyl, and averages over it (estimated).
        let cutoff = min(speed / (2 * Double.pi * tipMetres / 4), 22000)
        loss.coefficients = .lowPass(cutoffHz: cutoff, sampleRate: sampleRate)
        tracing = Float(tipMetres / (2 * speed * speed) * sampleRate) * cutGain
        tracking = Float(Self.trackingAngle * wear / speed) * cutGain
    }

    /// m/s under the stylus, from the outer (0) to the inner groove (1): a 12-inch LP, a single, a 10-inch shellac record.
    static func grooveSpeed(_ rpm: String, place: Double) -> Double {
        let (outer, inner) =
            switch rpm {
            case "45": (0.084, 0.054)
            case "78": (0.120, 0.050)
            default: (0.146, 0.0603)
            }
        return 2 * Double.pi * (outer + (inner - outer) * place) / RecordSpeed.turnSeconds(rpm)
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
        // A wall that goes outwards left goes inwards right: what is alike in both is distorted against each other.
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
