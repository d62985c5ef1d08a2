import LofiPlatform
import LofiPlugin

/// A low-pass that opens and closes with the song: dull and small in the intro, bright in the chorus, like a hand on
/// the filter knob.
///
/// Signal flow: second-order low-pass; the song's arc moves its cutoff (evenly in octaves) and its gain (evenly in dB).
/// The filter is a state-variable one (see `StateVariableFilter`); without a song form it stays open.
/// Simplification: the arc is read every 64 frames, with cutoff and gain interpolated linearly in between.
package final class Sweep: AudioEffect {
    package static let kind = "sweep"
    package static let summary = "low-pass and level that follow the song's sections"
    package static let parameters: [Parameter] = [
        .number("closed", 100...20000, default: 1100, unit: "Hz", "cutoff in the sparsest section"),
        .number("open", 100...20000, default: 18000, unit: "Hz", "cutoff in the fullest section"),
        .number("level", -24...0, default: -12, unit: "dB", "level in the sparsest section"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    private static let stride = 64

    package let tailFrames: Int
    private let arc: SongArc
    private let sampleRate: Double
    private let closed: Double
    private let open: Double
    private let level: Double
    private var filter = StateVariableFilter()
    /// Warped cutoff, and gain as an amplitude ratio.
    private var state: SIMD2<Float>
    private var step = SIMD2<Float>.zero
    private var count = 0
    private var frame = 0

    package init(settings: Settings, context: AudioContext) {
        arc = context.arc
        sampleRate = context.sampleRate
        closed = settings.number("closed")
        open = settings.number("open")
        level = settings.number("level")
        tailFrames = ringFrames(cornerHz: min(closed, open), quality: 0.71, sampleRate: sampleRate)
        state = .zero
        state = state(at: 0)
    }

    package func process(_ block: AudioBlock) {
        var (filter, state, step, count) = (filter, state, step, count)
        for index in block.indices {
            if count == 0 {
                frame += Self.stride
                step = (self.state(at: frame) - state) / Float(Self.stride)
                count = Self.stride
            }
            let outputs = filter.next(block[index].bounded, warped: state.x, damping: Float(2).squareRoot())
            block[index] = outputs.low * state.y
            state += step
            count -= 1
        }
        (self.filter, self.state, self.step, self.count) = (filter, state, step, count)
    }

    private func state(at frame: Int) -> SIMD2<Float> {
        let fullness = arc.fullness(at: frame)
        let cutoff = closed * pow(open / closed, fullness)
        return SIMD2(
            StateVariableFilter.warped(cutoff, sampleRate: sampleRate), Decibels.amplitude(level * (1 - fullness)))
    }
}
