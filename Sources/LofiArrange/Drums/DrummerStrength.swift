import LofiPlugin

/// Random velocity deviations of a drummer.
///
/// Fitted to the hip-hop drummers of the Groove MIDI Dataset: around the median of its grid position a velocity varies
/// by 13 (kick) to 24 (snare, hat) of 127, and by 14 to 29 at one kind of position. A limb's deviation persists per
/// beat position: 0.45 of it recurs at the same position of the next beat, none at the positions in between.
struct DrummerStrength {
    /// Scale of the deviations; 1 = like those drummers.
    let looseness: Double

    private var random: RandomStream
    private var lingering: [DrumVoice: [Int: Double]] = [:]

    init(looseness: Double, random: inout RandomStream) {
        self.looseness = looseness
        self.random = random.fork("strength")
    }

    /// Returns the deviation to add to a velocity.
    mutating func deviation(of stroke: Groove.Stroke) -> Double {
        let position = stroke.position % Groove.positionsPerQuarter
        let before = lingering[stroke.voice]?[position] ?? random.normal()
        let now = Self.persistence * before + (1 - Self.persistence * Self.persistence).squareRoot() * random.normal()
        lingering[stroke.voice, default: [:]][position] = now
        return looseness * Self.spread(stroke) * now.clamped(to: -2.5...2.5)
    }

    private static let persistence = 0.45

    private static func spread(_ stroke: Groove.Stroke) -> Double {
        let isOnBeat = stroke.position % Groove.positionsPerQuarter == 0
        return switch stroke.voice {
        case .kick: isOnBeat ? 16 : 10
        // Half of these backbeats clip at the maximum velocity, which leaves 14 of the 24.
        case .snare where stroke.velocity > 120: 24
        case .snare: 29
        case .hat where stroke.isGhost: 17
        case .hat: isOnBeat ? 26 : 24
        // Not measured: sticks on wood and metal are more even than a snare.
        case .rim, .clap, .tom: 14
        case .open, .ride, .shaker, .crash: 18
        }
    }
}
