import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Opens and closes with the song: dull and small in an introduction, bright in a chorus, as a hand on the filter does it.
///
/// Signal flow: second-order low-pass, its cut-off and a gain led by the song's arc, by equal steps of pitch and of dB.
/// The filter is R. Bristow-Johnson's; without a form to follow it stays open.
/// Simplification: coefficients change every 64 frames.
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
    private var filter: Biquad
    private var gain: Float = 1
    private var frame = 0

    public init(settings: Settings, context: AudioContext) {
        arc = context.arc
        sampleRate = context.sampleRate
        closed = settings.number("closed")
        open = settings.number("open")
        level = settings.number("level")
        filter = Biquad(.lowPass(cutoffHz: open, sampleRate: sampleRate))
        tailFrames = ringFrames(cornerHz: min(closed, open), quality: 0.71, sampleRate: sampleRate)
    }

    public func process(_ block: AudioBlock) {
        var start = 0
        while start < block.count {
            if frame % Self.stride == 0 { follow() }
            let count = min(Self.stride - frame % Self.stride, block.count - start)
            let run = AudioBlock(rebasing: block[start..<(start + count)])
            filter.processBounded(run)
            for index in run.indices { run[index] *= gain }
            frame += count
            start += count
        }
    }

    private func follow() {
        let fullness = arc.fullness(at: frame)
        let cutoff = closed * pow(open / closed, fullness)
        filter.coefficients = .lowPass(cutoffHz: cutoff, sampleRate: sampleRate)
        gain = Decibels.amplitude(level * (1 - fullness))
    }
}
