import LofiScore
import LofiPlugin

/// One sound of a kit, on the keys that play it.
struct KitVoice: Sendable {
    let keys: [Int]
    let sound: DrumSound
    /// Strokes that cut each other off, as a hat's open and closed.
    var exclusive = 0
    var peak = 0.8
    /// Whether strokes alternate between two samples.
    var alternates = false
}

/// Puts the voices of a kit on the keys.
///
/// Below a velocity of 65 a soft stroke sounds. A SoundFont knows no round robin; a drummer's velocities, though, spread by
/// 13 and more from stroke to stroke (measured), so neighbouring bands of velocity play different samples where strokes
/// repeat.
enum DrumKits {
    private static let softVelocities = 0...64
    private static let hardVelocities = 65...127

    /// - Parameter shared: the zones of `shared`, for the keys on which the kit has no sound of its own.
    static func make(
        _ kit: DrumKit, shared: [SoundFontDesign.Zone], into design: inout SoundFontDesign,
        random: inout RandomStream
    ) -> SoundFontDesign.Instrument {
        let own = zones(voices(kit), named: kit.rawValue, into: &design, random: &random)
        let keys = Set(own.map(\.keys.lowerBound))
        return SoundFontDesign.Instrument(
            name: "kit \(kit.rawValue)", zones: own + shared.filter { !keys.contains($0.keys.lowerBound) })
    }

    static func zones(
        _ voices: [KitVoice], named name: String, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> [SoundFontDesign.Zone] {
        voices.flatMap { zones(of: $0, named: "\(name) \($0.keys[0])", into: &design, random: &random) }
    }

    private static func voices(_ kit: DrumKit) -> [KitVoice] {
        switch kit {
        case .dusty: dusty
        case .brushes: brushes
        case .eightOhEight: eightOhEight
        }
    }

    private static func zones(
        of voice: KitVoice, named name: String, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> [SoundFontDesign.Zone] {
        var zones: [SoundFontDesign.Zone] = []
        for (velocities, sound, letter) in [
            (softVelocities, voice.sound.soft, "s"), (hardVelocities, voice.sound, "h"),
        ] {
            var takes = [sound]
            if voice.alternates { takes.append(sound.again(&random)) }
            let samples = takes.enumerated().map { take, sound in
                design.add(sound.sample(name: "\(name)\(letter)\(take)", peak: voice.peak, random: &random))
            }
            for (place, key) in voice.keys.enumerated() {
                // The key that is played most alternates; the others have each its own take.
                for (range, sample) in place == 0
                    ? alternating(velocities, samples) : [(velocities, samples[place % samples.count])]
                {
                    zones.append(zone(voice, key: key, velocities: range, sample: sample))
                }
            }
        }
        return zones
    }

    /// Each zone costs time when the font is loaded, so a band is no narrower than it has to be.
    private static let turnVelocities = 6

    /// One band of velocity after another; what is hardly heard need not alternate.
    private static func alternating(_ velocities: ClosedRange<Int>, _ samples: [Int]) -> [(ClosedRange<Int>, Int)] {
        guard samples.count > 1 else { return [(velocities, samples[0])] }
        let first = max(velocities.lowerBound, 30)
        let quiet = velocities.lowerBound < first ? [(velocities.lowerBound...(first - 1), samples[0])] : []
        let bands = stride(from: first, through: velocities.upperBound, by: turnVelocities).enumerated()
        return quiet
            + bands.map { turn, low in
                (low...min(low + turnVelocities - 1, velocities.upperBound), samples[(turn + 1) % samples.count])
            }
    }

    private static func zone(
        _ voice: KitVoice, key: Int, velocities: ClosedRange<Int>, sample: Int
    ) -> SoundFontDesign.Zone {
        var zone = SoundFontDesign.Zone(keys: key...key, velocities: velocities, sample: sample)
        // scaleTuning 0 with the key as root: the same sound on each key.
        zone.settings = [
            (.rootKey, key), (.scaleTuning, 0), (.sampleModes, 0), (.release, KitMath.timecents(1.2)),
        ]
        if voice.exclusive > 0 { zone.settings.append((.exclusiveClass, voice.exclusive)) }
        // A harder stroke is brighter within its layer too, and stretches the skin.
        zone.modulators = [.init(.softness, to: .filterCutoff, amount: -1800)]
        if !voice.sound.skins.isEmpty { zone.modulators.append(.init(.velocity, to: .fineTune, amount: 25)) }
        return zone
    }
}
