import LofiScore
import LofiPlugin

/// One sound of a kit with the keys that play it.
struct KitVoice: Sendable {
    /// MIDI keys, the main one first.
    let keys: [Int]
    let sound: DrumSound
    /// Exclusive class: hits that choke each other, like open and closed hats; 0 = none.
    var exclusive = 0
    /// Peak amplitude of the sample.
    var peak = 0.8
    /// Whether hits alternate between two samples.
    var alternates = false
}

/// Maps the voices of a kit to keys and velocities.
///
/// The soft layer plays below a velocity of 65. SoundFonts have no round robin; but a drummer's velocities vary by 13
/// and more from hit to hit (measured), so that alternating samples over narrow velocity bands gives repeated hits
/// different samples.
enum DrumKits {
    private static let softVelocities = 0...64
    private static let hardVelocities = 65...127

    /// Returns a kit's instrument.
    ///
    /// - Parameter shared: the zones of `shared`, for keys on which the kit has no sound of its own.
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
            for (keyIndex, key) in voice.keys.enumerated() {
                // The main key alternates; each other key gets one take.
                for (range, sample) in keyIndex == 0
                    ? alternating(velocities, samples) : [(velocities, samples[keyIndex % samples.count])]
                {
                    zones.append(zone(voice, key: key, velocities: range, sample: sample))
                }
            }
        }
        return zones
    }

    /// Width of the alternating velocity bands. Each zone slows down loading, so bands are no narrower than necessary.
    private static let bandVelocities = 6

    /// Returns the alternating velocity bands; velocities below 30 are too quiet to need it.
    private static func alternating(_ velocities: ClosedRange<Int>, _ samples: [Int]) -> [(ClosedRange<Int>, Int)] {
        guard samples.count > 1 else { return [(velocities, samples[0])] }
        let first = max(velocities.lowerBound, 30)
        let quiet = velocities.lowerBound < first ? [(velocities.lowerBound...(first - 1), samples[0])] : []
        let bands = stride(from: first, through: velocities.upperBound, by: bandVelocities).enumerated()
        return quiet
            + bands.map { band, low in
                (low...min(low + bandVelocities - 1, velocities.upperBound), samples[(band + 1) % samples.count])
            }
    }

    private static func zone(
        _ voice: KitVoice, key: Int, velocities: ClosedRange<Int>, sample: Int
    ) -> SoundFontDesign.Zone {
        var zone = SoundFontDesign.Zone(keys: key...key, velocities: velocities, sample: sample)
        // scaleTuning 0 with the key as root: the same pitch on every key.
        zone.settings = [
            (.rootKey, key), (.scaleTuning, 0), (.sampleModes, 0), (.release, KitMath.timecents(1.2)),
        ]
        if voice.exclusive > 0 { zone.settings.append((.exclusiveClass, voice.exclusive)) }
        // Within a layer, a harder hit is brighter too, and stretches the head.
        zone.modulators = [.init(.inverseVelocity, to: .filterCutoff, amount: -1800)]
        if !voice.sound.skins.isEmpty { zone.modulators.append(.init(.velocity, to: .fineTune, amount: 25)) }
        return zone
    }
}
