#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How far a song's beat lies off its own grid.
///
/// Most transcribed and many generated songs sit beside the beat that their file declares; drums laid on the declared one
/// would fight them. The onsets, weighted by loudness, are taken as pointers on a circle of half a beat: their sum's
/// direction is the offset, its length the certainty.
public struct BeatPhase: Sendable, Equatable {
    /// To add to a grid position, in ticks: within a quarter of a beat either way.
    public let offsetTicks: Int
    /// 0…1: 1 where all onsets lie at one place within the beat.
    public let concentration: Double

    public init(_ score: Score) {
        let circle = Double(score.ticksPerQuarter) / 2
        var (x, y, weight) = (0.0, 0.0, 0.0)
        for note in score.pitchedNotes {
            let angle = 2 * Double.pi * Double(note.startTick).truncatingRemainder(dividingBy: circle) / circle
            let loudness = Double(note.velocity)
            x += loudness * cos(angle)
            y += loudness * sin(angle)
            weight += loudness
        }
        guard weight > 0 else {
            (offsetTicks, concentration) = (0, 0)
            return
        }
        concentration = (x * x + y * y).squareRoot() / weight
        offsetTicks = Int((atan2(y, x) / (2 * .pi) * circle).rounded())
    }

    /// The offset, where the onsets agree on one and it is more than the looseness of a player.
    public func certainOffset(ticksPerQuarter: Int) -> Int {
        concentration > 0.5 && abs(offsetTicks) * 24 > ticksPerQuarter ? offsetTicks : 0
    }
}
