import LofiPlatform
import LofiPlugin

/// Opens and closes with the song: dull and small in an introduction, bright in a chorus, as a hand on the filter does
/// it.
///
/// Signal flow: second-order low-pass, its cut-off and a gain led by the song's arc, by equal steps of pitch and of dB.
/// The filter is a state-variable one (see `StateVariableFilter`); without a form to follow it stays open.
/// Simplification: the arc is read every 64 frames, cut-off and gain go straight in between.
public final class Sweep: AudioEffect {
    public static let kind = "sweep"
    public static let summary = "a low-pass and a level that follow the song's sections"
    public static let parameters: [Parameter] = [
        .number("closed", 100...20000, default: 1100, unit: "Hz", "cut-off where the song is at its barest"),
        .number("open", 100...20000, default: 18000, unit: "Hz", "cut-off where all play"),
        .number("level", -24...0, default: -3, unit: "dB", "level where the song is at its barest"),
    ]

    private static let stride = 64

    public let tailFrames: Int
    private let arc: SongArc
    private let sampleRate: Double
    private let closed: Double
    private let open: Double
    private let level: Double
    private var filter = StateVariableFilter()
    /// Warped cut-off and gain.
    private var place: SIMD2<Float>
    private var step = SIMD2<Float>.zero
    private var count = 0
    private var frame = 0

    public init(settings: Settings, context: AudioContext) {
        arc = context.arc
        sampleRate = context.sampleRate
        closed = settings.number("closed")
        open = settings.number("open")
        level = settings.number("level")
        tailFrames = ringFrames(cornerHz: min(closed, open), quality: 0.71, sampleRate: sampleRate)
        place = .zero
        place = place(at: 0)
    }

    public func process(_ block: AudioBlock) {
        var (filter, place, step, count) = (filter, place, step, count)
        for index in block.indices {
            if count == 0 {
                frame += Self.stride
                step = (self.place(at: frame) - place) / Float(Self.stride)
                count = Self.stride
            }
            let outputs = filter.next(block[index].bounded, warped: place.x, damping: Float(2).squareRoot())
            block[index] = outputs.low * place.y
            place += step
            count -= 1
        }
        (self.filter, self.place, self.step, self.count) = (filter, place, step, count)
    }

    private func place(at frame: Int) -> SIMD2<Float> {
        let fullness = arc.fullness(at: frame)
        let cutoff = closed * pow(open / closed, fullness)
        return SIMD2(
            StateVariableFilter.warped(cutoff, sampleRate: sampleRate), Decibels.amplitude(level * (1 - fullness)))
    }
}
