/// What is struck together, in order of time: the material of the beat analysis.
///
/// Notes within 25 ms of the first count as one strike; a rolled chord is wider, a sixteenth at 160 bpm is 94 ms away.
struct Strikes {
    /// How strongly a strike marks a beat or a bar, one lane for each kind of accent (see `Accent`).
    typealias Accents = SIMD16<Float>

    struct Strike {
        /// Mean of the notes' onsets, in seconds of the song.
        var seconds: Double
        /// The same in quarters of the file's own grid.
        var quarters: Double
        /// Onset of the first of them, in quarters of the file's own grid.
        var firstQuarters: Double
        /// Weight of each pitch class in what is struck, by how long it is held.
        var chroma = SIMD16<Float>(repeating: 0)
        var accents = Accents(repeating: 0)
        var lowestPitch = 127
        var highestPitch = 0
        var melodyPitch = 0
        var noteCount = 0
        var velocitySum = 0
        var longestSeconds = 0.0
        var hasDrum = false
    }

    /// A note with a pitch, from when to when it sounds.
    struct Sounding {
        let startSeconds, endSeconds: Double
        /// On the file's own grid.
        let startQuarters, endQuarters: Double
        let pitch: Int
    }

    let strikes: [Strike]
    /// In order of start.
    let sounding: [Sounding]

    static let togetherSeconds = 0.025

    private struct Struck {
        let seconds, lengthSeconds, quarters, lengthQuarters: Double
        let note: Note
        let isDrum, isMelody: Bool
    }

    init(_ score: Score) {
        let struck = Self.inOrder(score)
        sounding = struck.lazy.filter { !$0.isDrum }.map {
            Sounding(
                startSeconds: $0.seconds, endSeconds: $0.seconds + $0.lengthSeconds, startQuarters: $0.quarters,
                endQuarters: $0.quarters + $0.lengthQuarters, pitch: $0.note.pitch)
        }
        var strikes: [Strike] = []
        var first = 0
        while first < struck.count {
            var next = first + 1
            while next < struck.count, struck[next].seconds - struck[first].seconds <= Self.togetherSeconds {
                next += 1
            }
            strikes.append(Self.joined(struck[first..<next]))
            first = next
        }
        self.strikes = Accent.mark(strikes)
    }

    /// Walks through the tempo map once instead of searching it for each note.
    private static func inOrder(_ score: Score) -> [Struck] {
        let map = score.tempoMap
        var struck: [Struck] = []
        struck.reserveCapacity(score.noteCount)
        for part in score.parts {
            for note in part.notes where note.startTick >= 0 {
                let seconds = map.seconds(at: note.startTick)
                struck.append(
                    Struck(
                        seconds: seconds, lengthSeconds: map.seconds(at: note.endTick) - seconds,
                        quarters: Double(note.startTick) / Double(score.ticksPerQuarter),
                        lengthQuarters: Double(note.durationTicks) / Double(score.ticksPerQuarter), note: note,
                        isDrum: part.isDrums, isMelody: part.role == .melody))
            }
        }
        return struck.sorted {
            ($0.seconds, $0.note.pitch, $0.note.velocity) < ($1.seconds, $1.note.pitch, $1.note.velocity)
        }
    }

    private static func joined(_ notes: ArraySlice<Struck>) -> Strike {
        let count = Double(notes.count)
        var strike = Strike(
            seconds: notes.reduce(0) { $0 + $1.seconds } / count,
            quarters: notes.reduce(0) { $0 + $1.quarters } / count,
            firstQuarters: notes.first?.quarters ?? 0)
        for struck in notes {
            strike.velocitySum += struck.note.velocity
            strike.noteCount += 1
            guard !struck.isDrum else {
                strike.hasDrum = true
                // General MIDI: 35 and 36 are bass drums, which speak for the bar as a low note does.
                if (35...36).contains(struck.note.pitch) { strike.lowestPitch = min(strike.lowestPitch, 36) }
                continue
            }
            strike.lowestPitch = min(strike.lowestPitch, struck.note.pitch)
            strike.highestPitch = max(strike.highestPitch, struck.note.pitch)
            if struck.isMelody { strike.melodyPitch = max(strike.melodyPitch, struck.note.pitch) }
            strike.longestSeconds = max(strike.longestSeconds, struck.lengthSeconds)
            // A struck string has spoken after a second.
            strike.chroma[struck.note.pitch % 12] += Float(min(1, struck.lengthSeconds) + 0.1)
        }
        return strike
    }
}
