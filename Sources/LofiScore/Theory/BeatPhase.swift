/// How far a song's beat lies off its own grid.
///
/// Most transcribed and many generated songs sit beside the beat that their file declares; drums laid on the declared one
/// would fight them. Of all offsets within a quarter of a beat either way, the one is taken at which most of the music,
/// weighted by loudness, is struck on the beat, and with half the weight on the off-beat, which may swing.
public struct BeatPhase: Sendable, Equatable {
    /// To add to a grid position, in ticks.
    public let offsetTicks: Int
    /// 0…1: the share of the music that is struck on the beat or half-way between.
    public let concentration: Double

    /// How far from its place a note still counts as on it, in parts of a beat: 30 ms at 80 bpm.
    private static let tolerance = 1.0 / 24

    public init(_ score: Score) {
        let quarter = Double(score.ticksPerQuarter)
        let onsets = score.pitchedNotes.map { note in
            (
                place: (Double(note.startTick) / quarter) - (Double(note.startTick) / quarter).rounded(.down),
                weight: Double(note.velocity)
            )
        }
        let total = onsets.reduce(0) { $0 + $1.weight }
        guard total > 0 else {
            (offsetTicks, concentration) = (0, 0)
            return
        }
        var best = (score: -1.0, offset: 0.0)
        // From the grid outwards: of equals the smaller offset stays.
        for step in 0...24 {
            for offset in step == 0 ? [0.0] : [Double(step) / 96, -Double(step) / 96] {
                let sum = onsets.reduce(0.0) { sum, onset in
                    sum + onset.weight
                        * (Self.nearness(onset.place, offset) + 0.5 * Self.nearness(onset.place, offset + 0.5))
                }
                if sum > best.score * 1.02 { best = (sum, offset) }
            }
        }
        var (shift, weight) = (0.0, 0.0)
        for onset in onsets {
            for target in [best.offset, best.offset + 0.5]
            where abs(Self.distance(onset.place, target)) <= Self.tolerance {
                shift += onset.weight * Self.distance(onset.place, target)
                weight += onset.weight
            }
        }
        concentration = weight / total
        offsetTicks = Int(((best.offset + (weight > 0 ? shift / weight : 0)) * quarter).rounded())
    }

    /// The offset, where the onsets agree on one and it is more than the looseness of a player.
    public func certainOffset(ticksPerQuarter: Int) -> Int {
        concentration > 0.5 && abs(offsetTicks) * 24 > ticksPerQuarter ? offsetTicks : 0
    }

    /// On the circle of a beat, -0.5…0.5.
    private static func distance(_ place: Double, _ target: Double) -> Double {
        let difference = place - target
        return difference - difference.rounded()
    }

    private static func nearness(_ place: Double, _ target: Double) -> Double {
        max(0, 1 - abs(distance(place, target)) / (2 * tolerance))
    }
}
