import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The pitch that drifts as a warped record or a tired capstan lets it.
///
/// Signal flow: delay line read at a moving place. Wow: the turn of the record with its second harmonic and a slow random
/// part (an Ornstein-Uhlenbeck process); flutter: the capstan with two harmonics.
/// The parts after J. Chowdhury's AnalogTapeModel; depths as a wow meter reads them (IEC 60386): 0.1 % is 1.7 cents.
/// Simplification: the place is worked out every 16 frames and moves straight in between.
public final class WowFlutter: AudioEffect {
    public static let kind = "wow-flutter"
    public static let summary = "pitch that drifts as on a warped record or a worn tape"
    public static let parameters: [Parameter] = [
        .number("wow", 0...2, default: 0.2, unit: "%", "peak speed deviation of the slow part"),
        .number("flutter", 0...0.5, default: 0.04, unit: "%", "peak speed deviation of the fast part"),
        .choice("rpm", ["33", "45", "78"], default: "33", "turns per minute: 33 1/3, 45 or 78"),
        .number("drift", 0...1, default: 0.4, "share of the wow that is random"),
        .number("flutter-rate", 4...30, default: 9, unit: "Hz", "turns of the capstan per second"),
    ]

    private static let stride = 16

    public let latencyFrames: Int
    public var tailFrames: Int { 2 * latencyFrames }

    private let reader = SincReader()
    /// Twice as long as the ring needs, each frame written twice, so that every reading lies in one piece.
    private let ring: UnsafeMutablePointer<StereoFrame>
    private let ringFrames: Int
    private var write = 0
    private var random: RandomStream

    private var place: Double
    private var step = 0.0
    private var count = 0
    private var time = 0
    private let rate: Double
    /// Amplitudes in frames of delay, and their angular rates per frame.
    private let tones: [(amplitude: Double, perFrame: Double, phase: Double)]
    private let driftAmplitude: Double
    private var drift = 0.0
    private var driftSmooth = 0.0

    public init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        self.rate = rate
        random = context.random
        let turns = ["33": 100.0 / 180, "45": 0.75, "78": 1.3][settings.text("rpm")] ?? 100.0 / 180
        let capstan = settings.number("flutter-rate")
        let wow = settings.number("wow") / 100
        let flutter = settings.number("flutter") / 100
        let share = settings.number("drift")
        // A speed that deviates by d at f Hz moves the place by d / (2π f) seconds.
        func tone(_ deviation: Double, _ hertz: Double, _ phase: Double) -> (Double, Double, Double) {
            (deviation * rate / (2 * .pi * hertz), 2 * .pi * hertz / rate, phase)
        }
        var stream = random.fork("phases")
        func phase() -> Double { stream.uniform(0...(2 * .pi)) }
        tones = [
            tone(wow * (1 - share) * 0.8, turns, phase()), tone(wow * (1 - share) * 0.2, 2 * turns, phase()),
            tone(flutter * 0.6, capstan, phase()), tone(flutter * 0.25, 2 * capstan, phase()),
            tone(flutter * 0.15, 3 * capstan, phase()),
        ]
        // The random part wanders about as far as a tone of its share at half a turn would.
        driftAmplitude = wow * share * rate / (2 * .pi * turns)
        let reach = tones.reduce(0) { $0 + $1.amplitude } + driftAmplitude * 1.5
        let centre = Int(reach.rounded(.up)) + SincReader.taps
        latencyFrames = centre
        place = 0
        ringFrames = 2 * centre + 2 * SincReader.taps
        ring = .allocate(capacity: 2 * ringFrames)
        ring.initialize(repeating: .zero, count: 2 * ringFrames)
        place = delay(at: 0)
    }

    deinit { ring.deallocate() }

    public func process(_ block: AudioBlock) {
        var (write, place, step, count) = (write, place, step, count)
        for index in block.indices {
            if count == 0 {
                let target = delay(at: time + Self.stride)
                step = (target - place) / Double(Self.stride)
                time += Self.stride
                count = Self.stride
            }
            let frame = block[index].bounded
            ring[write] = frame
            ring[write + ringFrames] = frame
            // The frame `place` frames ago; reading needs eight frames that are newer.
            let whole = place.rounded(.down)
            let fraction = Float(1 - (place - whole))
            let oldest = write + ringFrames - Int(whole) - SincReader.taps / 2
            let from = oldest >= ringFrames ? oldest - ringFrames : oldest
            block[index] = reader.read(ring + from, fraction: fraction)
            place += step
            write += 1
            if write == ringFrames { write = 0 }
            count -= 1
        }
        (self.write, self.place, self.step, self.count) = (write, place, step, count)
    }

    private func delay(at frame: Int) -> Double {
        var delay = Double(latencyFrames)
        for tone in tones where tone.amplitude > 0 {
            delay += tone.amplitude * sin(tone.perFrame * Double(frame) + tone.phase)
        }
        guard driftAmplitude > 0 else { return delay }
        // An Ornstein-Uhlenbeck process of 2 s, low-passed at 0.5 Hz, so that the speed is steady within a note.
        let seconds = Double(Self.stride) / rate
        drift += -drift * seconds / 2 + random.normal() * seconds.squareRoot() * 0.7
        driftSmooth += (drift - driftSmooth) * min(1, seconds * 2 * .pi * 0.5)
        return delay + max(-1.5, min(1.5, driftSmooth)) * driftAmplitude
    }
}
