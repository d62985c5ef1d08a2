import LofiScore
import LofiPlugin

/// One sound of a kit with the keys that play it.
struct KitVoice: Sendable {
    /// MIDI keys, the main one first.
    let keys: [Int]
    /// A hard hit.
    let sound: DrumSound
    /// A middling and a ghost hit where they are not just softer.
    var medium: DrumSound?
    var ghost: DrumSound?
    /// Exclusive class: hits that choke each other, like open and closed hats; 0 = none.
    var exclusive = 0
    /// Power over the first 0.3 s in dB re full scale, of every layer.
    var power: Double
    /// How much more powerful a ghost note is than its velocity says, in dB.
    var ghostDecibels = 0.0
    /// Whether hits alternate between two samples; ghosts of a long cymbal do not, as they are masked by its ringing.
    var alternates = false

    /// Whether ghost notes have a layer of their own; without one they share that of ordinary hits.
    var hasGhosts = false

    /// Whether it rings for about a second or more.
    fileprivate var ringsLong: Bool { sound.seconds > 0.9 && !sound.cymbals.isEmpty }

    /// The velocities of each layer with its sound, softest first.
    fileprivate var layers: [(velocities: ClosedRange<Int>, sound: DrumSound, power: Double)] {
        let hard = (90...127, sound, power)
        guard hasGhosts else { return [(1...89, medium ?? sound.softer(0.8), power), hard] }
        return [
            (1...47, ghost ?? sound.softer(1), power + ghostDecibels),
            (48...89, medium ?? sound.softer(0.5), power + 0.4 * ghostDecibels), hard,
        ]
    }
}

/// Maps the voices of a kit to keys and velocities.
///
/// Two or three layers: real drummers' ghost notes have a median velocity of 42, backbeats 127 (Groove MIDI Dataset, hip-hop). SoundFonts
/// have no round robin; but a drummer's velocities vary by 13 and more from hit to hit (measured), so that alternating
/// samples over narrow velocity bands gives repeated hits different samples.
enum DrumKits {
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

    /// One recorded hit: its samples, each with its position in units of the format.
    private typealias Take = [(sample: Int, pan: Int)]

    private static func zones(
        of voice: KitVoice, named name: String, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> [SoundFontDesign.Zone] {
        // A stream of its own, so that a change of one voice leaves the others as they are.
        var random = random.fork(name)
        var zones: [SoundFontDesign.Zone] = []
        for (layer, letter) in zip(voice.layers.reversed(), ["h", "m", "g"]) {
            var sounds = [layer.sound]
            if voice.alternates, letter != "g" || !voice.ringsLong { sounds.append(layer.sound.again(&random)) }
            let takes = sounds.enumerated().map { number, sound in
                take(sound, named: "\(name)\(letter)\(number)", power: layer.power, into: &design, random: &random)
            }
            for (keyIndex, key) in voice.keys.enumerated() {
                // The main key alternates; each other key gets one take.
                for (range, take) in keyIndex == 0
                    ? alternating(layer.velocities, takes) : [(layer.velocities, takes[keyIndex % takes.count])]
                {
                    for (sample, pan) in take {
                        zones.append(zone(voice, key: key, velocities: range, sample: sample, pan: pan))
                    }
                }
            }
        }
        return zones
    }

    private static func take(
        _ sound: DrumSound, named name: String, power decibels: Double, into design: inout SoundFontDesign,
        random: inout RandomStream
    ) -> Take {
        var stereo = sound.rendered(&random)
        stereo.scale(min(KitMath.amplitude(decibels) / stereo.power.squareRoot(), peak / stereo.peak))
        func sample(_ suffix: String, _ samples: [Double]) -> SoundFontDesign.Sample {
            SoundFontDesign.Sample(
                name: name + suffix, samples: samples, sampleRate: sound.sampleRate, rootKey: 60, correctionCents: 0,
                loop: nil)
        }
        guard sound.isStereo, stereo.isWide else { return [(design.add(sample("", stereo.mid)), 0)] }
        // A voice panned hard is 3 dB louder in its channel than one in the middle.
        stereo.scale(0.5.squareRoot())
        let left = design.add(
            left: sample("L", zip(stereo.mid, stereo.side).map(+)),
            right: sample("R", zip(stereo.mid, stereo.side).map(-)))
        return [(left, -500), (left + 1, 500)]
    }

    /// Maximum amplitude of a sound.
    private static let peak = 0.95

    /// Width of the alternating velocity bands. Each zone slows down loading, so bands are no narrower than necessary.
    private static let bandVelocities = 6

    /// Returns the alternating velocity bands; velocities below 30 are too quiet to need it.
    private static func alternating(_ velocities: ClosedRange<Int>, _ takes: [Take]) -> [(ClosedRange<Int>, Take)] {
        guard takes.count > 1 else { return [(velocities, takes[0])] }
        let first = max(velocities.lowerBound, 30)
        let quiet = velocities.lowerBound < first ? [(velocities.lowerBound...(first - 1), takes[0])] : []
        let bands = stride(from: first, through: velocities.upperBound, by: bandVelocities).enumerated()
        return quiet
            + bands.map { band, low in
                (low...min(low + bandVelocities - 1, velocities.upperBound), takes[(band + 1) % takes.count])
            }
    }

    private static func zone(
        _ voice: KitVoice, key: Int, velocities: ClosedRange<Int>, sample: Int, pan: Int
    ) -> SoundFontDesign.Zone {
        var zone = SoundFontDesign.Zone(keys: key...key, velocities: velocities, sample: sample)
        // scaleTuning 0 with the key as root: the same pitch on every key. A drum rings on after note-off.
        zone.settings = [
            (.rootKey, key), (.scaleTuning, 0), (.sampleModes, 0), (.release, KitMath.timecents(8)),
        ]
        if pan != 0 { zone.settings.append((.pan, pan)) }
        if voice.exclusive > 0 { zone.settings.append((.exclusiveClass, voice.exclusive)) }
        // A harder hit is brighter also within a layer, and stretches the head. The long voices of cymbals do without: in the
        // SoundFont player a filter doubles their cost.
        if !voice.ringsLong { zone.modulators = [.init(.inverseVelocity, to: .filterCutoff, amount: -1800)] }
        if !voice.sound.skins.isEmpty { zone.modulators.append(.init(.velocity, to: .fineTune, amount: 25)) }
        return zone
    }
}
