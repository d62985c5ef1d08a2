import LofiPlugin
import LofiScore

/// Adds a bass line from the harmony if the song has none: roots on chord changes, notes that answer the kick, approach
/// notes into the next chord.
package struct Bass: ScoreTransform {
    package static let kind = "bass"
    package static let summary = "bass line from the harmony that answers the kick"
    package static let parameters: [Parameter] = [
        .choice(
            "pattern", ["root", "root-fifth", "syncopated", "octave", "walking"], default: "root-fifth", "bass pattern"),
        .choice("when", ["missing", "always", "never"], default: "missing", "missing = when no part is a bass"),
        .choice(
            "instrument", [InstrumentName.uprightBass.rawValue, InstrumentName.subBass.rawValue],
            default: InstrumentName.uprightBass.rawValue, "bass instrument"),
        .number("answers", 0...1, default: 0.7, "share of the bars whose rhythm follows the kick"),
        .number("approach", 0...1, default: 0.4, "probability of an approach note into the next chord"),
        .integer("lowest", 24...40, default: 28, unit: "MIDI key", "lowest note; 28 = E1"),
        .integer("velocity", 1...127, default: 84, "base velocity"),
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let own = score.parts.contains { $0.role == .bass }
        let pitched = score.parts.contains { !$0.isDrums }
        guard pitched, settings.text("when") == "always" || (settings.text("when") == "missing" && !own) else {
            return score
        }
        var score = score
        if own { score.parts.removeAll { $0.role == .bass } }
        let notes = line(under: score, &random)
        guard !notes.isEmpty else { return score }
        let instrument = InstrumentName(rawValue: settings.text("instrument")) ?? .uprightBass
        score.parts.append(
            Part(
                name: "Bass", role: .bass, program: instrument.program, channel: score.freeChannel, notes: notes.inOrder
            ))
        return score
    }

    private func line(under score: Score, _ random: inout RandomStream) -> [Note] {
        let harmony = Harmony(score)
        let inversions = Self.inversions(harmony, score)
        let kicks = score.kickTicks
        let clash = MelodyClash(score)
        let voice = BassVoice(lowest: settings.integer("lowest"))
        var notes: [Note] = []
        var previous = settings.integer("lowest") + 5
        let bar = score.meterMap.barLengthTicks(of: score.meterMap.meter(at: 0))
        for span in harmony.spans(bridgingRestsUpTo: bar) {
            // Long chords are played bar by bar.
            for bar in score.meterMap.bars(from: span.startTick, upTo: span.endTick) {
                let (start, end) = (max(bar.startTick, span.startTick), min(bar.endTick, span.endTick))
                let section = score.section(at: start)
                // Drawn for every bar, so that a silent one does not change the randomness of the rest.
                let answers = random.chance(settings.number("answers"))
                guard section?.kind != .intro, section?.hasLowEnd != false else { continue }
                let beat = bar.meter.beatTicks(ticksPerQuarter: score.ticksPerQuarter)
                let root = voice.nearest(to: previous, pitchClass: span.chord.root)
                let ground = inversions.contains(span.startTick) ? span.chord.bass : span.chord.root
                let next = harmony.chord(at: end) ?? span.chord
                // Music without a pulse has no beats to play on.
                let isHeld = [.bridge, .outro].contains(section?.kind) || !score.keepsPulse
                var rhythm = BassRhythm.pattern(
                    isHeld ? "root" : settings.text("pattern"), from: start, to: end, beatTicks: beat, &random)
                if answers, rhythm.count > 1, settings.text("pattern") != "walking" {
                    rhythm = BassRhythm.answering(kicks, from: start, to: end, beatTicks: beat) ?? rhythm
                }
                let pitches = pitches(
                    for: rhythm, chord: span.chord, root: root,
                    ground: voice.nearest(to: root, pitchClass: ground), next: next, voice: voice,
                    scale: score.settledKey.map { Set($0.scale) }, &random)
                for (onset, pitch) in zip(rhythm, pitches) {
                    let velocity = (settings.integer("velocity") + onset.accent).clamped(to: 1...127)
                    let note = Note(
                        startTick: onset.start, durationTicks: max(1, onset.duration), pitch: pitch,
                        velocity: velocity)
                    if !clash.clashes(note) { notes.append(note) }
                }
                previous = root
            }
        }
        return notes
    }

    /// Returns the start ticks of chords with a bass note other than their root, if that note is low. In a right-hand
    /// voicing the lowest note means nothing to a bassist.
    private static func inversions(_ harmony: Harmony, _ score: Score) -> Set<Int> {
        let low = score.pitchedNotes.filter { $0.pitch < lowestVoicing }
        var next = 0
        return Set(
            harmony.spans.compactMap { span in
                guard span.chord.bass != span.chord.root else { return nil }
                while next < low.count, low[next].startTick < span.startTick { next += 1 }
                let isPlayed = low[next...].prefix { $0.startTick < span.endTick }
                    .contains { $0.pitch % 12 == span.chord.bass }
                return isPlayed ? span.startTick : nil
            })
    }

    /// C3: lower notes belong to the left hand.
    private static let lowestVoicing = 48

    /// Returns a pitch for each onset: the bass note of the chord first, then the pattern, and at the end possibly a
    /// step into the next chord.
    private func pitches(
        for rhythm: [BassRhythm.Onset], chord: Chord, root: Int, ground: Int, next: Chord, voice: BassVoice,
        scale: Set<Int>?, _ random: inout RandomStream
    ) -> [Int] {
        let fifth = voice.inRange(root + chord.fifth)
        let goal = voice.nearest(to: root, pitchClass: next.root)
        let drawn = (random.chance(0.5) ? -1 : 1) * (random.chance(0.6) ? 1 : 2)
        // If the key is settled, the step stays within its scale.
        let step = [drawn, drawn.signum() * 2, -drawn.signum()].first { step in
            scale.map { $0.contains((goal + step + 12) % 12) } ?? true
        }
        let approach = voice.inRange(goal + (step ?? drawn))
        let approaches = next != chord && random.chance(settings.number("approach"))
        return rhythm.indices.map { index in
            if index == 0 { return ground }
            let isLast = index == rhythm.count - 1
            if isLast, approaches, rhythm[index].isShort { return approach }
            switch settings.text("pattern") {
            case "root": return ground
            case "octave": return index % 2 == 0 ? root : voice.inRange(root + 12)
            case "walking":
                if isLast, next != chord { return approach }
                let tones = chord.quality.intervals.map { voice.inRange(root + $0) }
                return tones[(index + (random.chance(0.3) ? 1 : 0)) % tones.count]
            default: return random.chance(0.45) ? fifth : root
            }
        }
    }
}

/// The register of a bass.
struct BassVoice {
    /// Lowest note as a MIDI key.
    let lowest: Int

    /// Returns the pitch shifted by octaves to at most a ninth above the lowest note: lo-fi tracks have the most power
    /// from 50 to 100 Hz.
    func inRange(_ pitch: Int) -> Int {
        var pitch = pitch
        while pitch < lowest { pitch += 12 }
        while pitch > lowest + 14 { pitch -= 12 }
        return pitch
    }

    /// Returns the closest pitch of a pitch class, within the register.
    func nearest(to pitch: Int, pitchClass: Int) -> Int {
        let up = ((pitchClass - pitch) % 12 + 12) % 12
        return inRange(pitch + (up > 6 ? up - 12 : up))
    }
}

extension Score {
    /// A channel that no part uses; channels only matter in MIDI files.
    var freeChannel: Int {
        let used = Set(parts.map(\.channel))
        return (0..<16).first { $0 != 9 && !used.contains($0) } ?? 15
    }

    /// Onsets of the kick drum, in order.
    fileprivate var kickTicks: [Int] {
        parts.filter(\.isDrums).flatMap(\.notes).filter { [35, 36].contains($0.pitch) }.map(\.startTick).sorted()
    }
}
