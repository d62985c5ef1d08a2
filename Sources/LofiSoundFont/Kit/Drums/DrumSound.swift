import LofiPlugin

/// A synthesised drum sound: heads with falling pitch, a beater or stick, bands of noise, cymbals, and the room around it.
struct DrumSound: Sendable {
    var skins: [Skin] = []
    var noises: [Noise] = []
    /// Level of the beater or stick in dB relative to a head's peak; nil for none.
    var click: Double?
    var metal: Metal?
    var cymbals: [Cymbal] = []
    var room: Room?
    /// -1 = left … 1 = right, as seen by a listener. The bass stays in the middle.
    var position = 0.0
    /// Length of the sample.
    var seconds: Double
    var sampleRate = 32000

    /// Whether the channels differ.
    var isStereo: Bool {
        room != nil || position != 0 || noises.contains { $0.width > 0 || $0.position != 0 }
            || cymbals.contains { $0.width > 0 } || (metal?.width ?? 0) > 0
    }

    /// Returns the same drum hit softer: a duller stick, a less stretched head, less and darker noise, and more of the
    /// room, which a recording's compressor lifts; dull enough for a lower sample rate.
    ///
    /// - Parameter softness: 0 = as written, 1 = a ghost note.
    func softer(_ softness: Double) -> DrumSound {
        var soft = self
        soft.sampleRate = sampleRate * 7 / 10
        soft.room?.decibels += 8 * softness
        soft.click = click.map { $0 - 14 * softness }
        for index in skins.indices {
            soft.skins[index].startHz =
                skins[index].endHz
                + (1 - 0.6 * softness) * (skins[index].startHz - skins[index].endHz)
            // High modes lose most.
            soft.skins[index].decibels += (skins[index].decibels - (skins.first?.decibels ?? 0)) * 0.4 * softness
            soft.skins[index].decaySeconds *= 1 - 0.15 * softness
            soft.skins[index].riseSeconds *= 1 + 0.8 * softness
        }
        for index in noises.indices {
            soft.noises[index].highHz *= 1 - 0.4 * softness
            soft.noises[index].ceilingHz *= 1 - 0.3 * softness
            soft.noises[index].lowHz *= 1 - 0.25 * softness
            soft.noises[index].decaySeconds *= 1 - 0.2 * softness
            if !skins.isEmpty { soft.noises[index].decibels += noises[index].softDecibels * softness }
        }
        for index in cymbals.indices {
            soft.cymbals[index].tilt -= 5 * softness
            soft.cymbals[index].buildSeconds *= 1 + softness
        }
        return soft
    }

    /// Returns another hit by the same hand, with slightly different parameters.
    func again(_ random: inout RandomStream) -> DrumSound {
        var other = self
        let stretch = random.uniform(0.992...1.008)
        for index in other.skins.indices {
            other.skins[index].startHz *= stretch * random.uniform(0.97...1.03)
            other.skins[index].endHz *= stretch
            other.skins[index].decibels += random.uniform(-1...1)
            other.skins[index].decaySeconds *= random.uniform(0.95...1.05)
        }
        for index in other.noises.indices {
            other.noises[index].decibels += random.uniform(-1...1)
            other.noises[index].highHz *= random.uniform(0.95...1.05)
            other.noises[index].decaySeconds *= random.uniform(0.93...1.07)
        }
        return other
    }

    /// Renders the sound.
    func rendered(_ random: inout RandomStream) -> StereoSound {
        var sound = StereoSound(frames: Int(seconds * Double(sampleRate)), rate: sampleRate)
        for skin in skins { skin.add(to: &sound) }
        for noise in noises { noise.add(to: &sound, &random) }
        metal?.add(to: &sound, &random)
        for cymbal in cymbals { cymbal.add(to: &sound, &random) }
        if let click { addClick(click, to: &sound, &random) }
        let middle = sound.mid
        if position != 0 { for frame in middle.indices { sound.side[frame] -= position * middle[frame] } }
        room?.add(middle, to: &sound, &random)
        sound.makeBassMono()
        sound.dropInaudibleTail()
        sound.fadeEnds()
        return sound
    }

    private func addClick(_ decibels: Double, to sound: inout StereoSound, _ random: inout RandomStream) {
        var previous = 0.0
        let keep = KitMath.exponential(-1 / (0.0015 * sound.rate))
        var level = KitMath.amplitude(decibels)
        for frame in 0..<min(sound.mid.count, Int(0.006 * sound.rate)) {
            let white = random.uniform(-1...1)
            // The difference of neighbouring samples is bright.
            sound.mid[frame] += (white - previous) * level
            previous = white
            level *= keep
        }
    }
}
