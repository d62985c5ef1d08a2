import LofiPlugin

/// How unevenly a drummer strikes.
///
/// Fitted to the hip-hop drummers of the Groove MIDI Dataset: about the median of its place a velocity varies by 13
/// (kick) to 24 (snare, hat) of 127, and by 14 to 29 at one kind of place. What a limb did at a place of the beat
/// lingers: 0.45 of the deviation returns at the same place of the next beat, nothing at the places between.
struct DrummerStrength {
    /// 1 is as uneven as those drummers.
    let looseness: Double

    private var random: RandomStream
    private var lingering: [DrumVoice: [Int: Double]] = [:]

    init(looseness: Double, random: inout RandomStream) {
        self.looseness = looseness
        self.random = random.fork("strength")
    }

    /// To add to a velocity.
    mutating func deviation(of stroke: Groove.Stroke) -> Double {
        let place = stroke.place % Groove.placesPerQuarter
        let before = lingering[stroke.voice]?[place] ?? random.normal()
        let now = Self.kept * before + (1 - Self.kept * Self.kept).squareRoot() * random.normal()
        lingering[stroke.voice, default: [:]][place] = now
        return looseness * Self.spread(stroke) * now.clamped(to: -2.5...2.5)
    }

    private static let kept = 0.45

    private static func spread(_ stroke: Groove.Stroke) -> Double {
        let isOnBeat = stroke.place % Groove.placesPerQuarter == 0
        return switch stroke.voice {
        case .kick: isOnBeat ? 16 : 10
        // Half of the backbeats are as hard as can be: the other half keeps 14 of these.
        case .snare where stroke.velocity > 120: 24
        case .snare: 29
        case .hat where stroke.isGhost: 17
        case .hat: isOnBeat ? 26 : 24
        // Unmeasured: sticks on wood and metal are evener than a snare.
        case .rim, .clap, .tom: 14
        case .open, .ride, .shaker, .crash: 18
        }
    }
}
