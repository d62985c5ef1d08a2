import LofiCore
import LofiScore

/// Writes a bass line from the harmony, where the song has none.
public struct Bass: ScoreTransform {
    public static let kind = "bass"
    public static let summary = "a bass line from the harmony"
    public static let parameters: [Parameter] = [
        .choice(
            "pattern", ["root", "root-fifth", "syncopated", "octave", "walking"], default: "root-fifth", "how it moves"),
        .choice("when", ["missing", "always", "never"], default: "missing", "missing: where no part is a bass"),
        .choice(
            "instrument", [InstrumentName.uprightBass.rawValue, InstrumentName.subBass.rawValue],
            default: InstrumentName.uprightBass.rawValue, "who plays it"),
        .integer("lowest", 24...40, default: 28, unit: "MIDI key", "lowest note; 28 is E1"),
        .integer("velocity", 1...127, default: 84, "how hard"),
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let own = score.parts.contains { $0.role == .bass }
        let pitched = score.parts.contains { !$0.isDrums }
        guard pitched, settings.text("when") == "always" || (settings.text("when") == "missing" && !own) else {
            return score
        }
        var score = score
        if own { score.parts.removeAll { $0.role == .bass } }
        let harmony = Harmony(score)
        let offset = BeatPhase(score).certainOffset(ticksPerQuarter: score.ticksPerQuarter)
        var notes: [Note] = []
        var previous = settings.integer("lowest") + 5
        for span in harmony.spans {
            // Long chords are played bar by bar.
            for bar in score.meterMap.bars(upTo: span.endTick) where bar.endTick > span.startTick {
                let start = max(bar.startTick, span.startTick)
                let end = min(bar.endTick, span.endTick)
                let next = harmony.chord(at: end) ?? span.chord
                let beats = Beats(start: start, end: end, ticksPerBeat: beatTicks(bar.meter, score))
                notes += line(span.chord, next: next, beats: beats, previous: &previous, random: &random)
            }
        }
        guard !notes.isEmpty else { return score }
        notes = notes.map { note in
            var moved = note
            moved.startTick = max(0, note.startTick + offset)
            return moved
        }
        let program =
            InstrumentName(rawValue: settings.text("instrument"))?.program ?? InstrumentName.uprightBass.program
        score.parts.append(
            Part(name: "Bass", role: .bass, program: program, channel: score.freeChannel, notes: notes.inOrder))
        return score
    }

    private struct Beats {
        let start: Int
        let end: Int
        let ticksPerBeat: Int
        var count: Int { max(1, (end - start) / ticksPerBeat) }
    }

    private func beatTicks(_ meter: MeterMap.Meter, _ score: Score) -> Int {
        max(1, meter.isCompound ? score.ticksPerQuarter * 12 / meter.unit : score.ticksPerQuarter * 4 / meter.unit)
    }

    /// The notes for one chord within one bar.
    private func line(
        _ chord: Chord, next: Chord, beats: Beats, previous: inout Int, random: inout RandomStream
    ) -> [Note] {
        let root = near(chord.root, previous)
        let fifth = inRange(root + chord.fifth)
        let beat = beats.ticksPerBeat
        var notes: [Note] = []
        func add(_ beatPlace: Double, _ length: Double, _ pitch: Int, _ accent: Int = 0) {
            let start = beats.start + Int(beatPlace * Double(beat))
            guard start < beats.end else { return }
            let duration = min(Int(length * Double(beat)), beats.end - start)
            notes.append(
                Note(
                    startTick: start, durationTicks: max(1, duration), pitch: pitch,
                    velocity: (settings.integer("velocity") + accent).clamped(to: 1...127)))
        }
        let count = Double(beats.count)
        let approach = inRange(near(next.root, root) + (random.chance(0.5) ? -1 : 1) * (random.chance(0.6) ? 1 : 2))
        switch settings.text("pattern") {
        case "root": add(0, count - 0.1, root)
        case "octave":
            for place in 0..<beats.count {
                add(Double(place), 0.8, place % 2 == 0 ? root : inRange(root + 12), place == 0 ? 6 : -6)
            }
        case "walking":
            let tones = chord.quality.intervals.map { inRange(root + $0) }
            for place in 0..<beats.count {
                let isLast = place == beats.count - 1 && beats.count > 1 && next != chord
                let pitch =
                    place == 0 ? root : isLast ? approach : tones[(place + (random.chance(0.3) ? 1 : 0)) % tones.count]
                add(Double(place), 0.92, pitch, place == 0 ? 5 : -4)
            }
        case "syncopated":
            add(0, 1.4, root, 6)
            if count >= 2 { add(1.5, 0.45, root, -12) }
            if count >= 4 {
                add(2.5, 0.9, random.chance(0.5) ? fifth : root, -4)
                if random.chance(0.45) { add(3.5, 0.45, next == chord ? inRange(root + 12) : approach, -10) }
            }
        default:
            add(0, min(count, 2) - 0.25, root, 5)
            if count >= 3 { add(2, count - 2.3, random.chance(0.7) ? fifth : root, -6) }
            if count >= 4, next != chord, random.chance(0.35) { add(3.5, 0.45, approach, -14) }
        }
        previous = root
        return notes
    }

    private func inRange(_ pitch: Int) -> Int {
        var pitch = pitch
        let lowest = settings.integer("lowest")
        while pitch < lowest { pitch += 12 }
        while pitch > lowest + 14 { pitch -= 12 }
        return pitch
    }

    /// The nearest note of a pitch class, within the range.
    private func near(_ pitchClass: Int, _ pitch: Int) -> Int {
        let up = ((pitchClass - pitch) % 12 + 12) % 12
        return inRange(pitch + (up > 6 ? up - 12 : up))
    }
}

extension Score {
    /// A channel that no part uses; they matter to MIDI files alone.
    var freeChannel: Int {
        let used = Set(parts.map(\.channel))
        return (0..<16).first { $0 != 9 && !used.contains($0) } ?? 15
    }
}
