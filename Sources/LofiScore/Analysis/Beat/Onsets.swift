/// Notes grouped into onsets in order of time: the input of the beat analysis.
///
/// Notes within 25 ms of the first belong to one onset. A rolled chord is wider; a sixteenth at 160 bpm is 94 ms long.
struct Onsets {
    /// How strongly an onset marks a beat or a bar, one lane per kind of accent (see `Accent`).
    typealias Accents = SIMD16<Float>

    /// One or more notes that start together.
    struct Onset {
        /// Mean start of the notes, in seconds.
        var seconds: Double
        /// Mean start of the notes, in quarters of the file's own grid.
        var quarters: Double
        /// Start of the first note, in quarters of the file's own grid.
        var firstQuarters: Double
        /// Weight of each pitch class, by how long it is held.
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

    /// A pitched note with its start and end.
    struct Sounding {
        let startSeconds, endSeconds: Double
        /// In quarters of the file's own grid.
        let startQuarters, endQuarters: Double
        let pitch: Int
    }

    let onsets: [Onset]
    /// The pitched notes, in order of start.
    let sounding: [Sounding]

    /// Maximum distance of a note from the first of its onset.
    static let togetherSeconds = 0.025

    /// A note with its times in seconds and in quarters.
    private struct TimedNote {
        let seconds, lengthSeconds, quarters, lengthQuarters: Double
        let note: Note
        let isDrum, isMelody: Bool
    }

    init(_ score: Score) {
        let timed = Self.inOrder(score)
        sounding = timed.lazy.filter { !$0.isDrum }.map {
            Sounding(
                startSeconds: $0.seconds, endSeconds: $0.seconds + $0.lengthSeconds, startQuarters: $0.quarters,
                endQuarters: $0.quarters + $0.lengthQuarters, pitch: $0.note.pitch)
        }
        var onsets: [Onset] = []
        var first = 0
        while first < timed.count {
            var next = first + 1
            while next < timed.count, timed[next].seconds - timed[first].seconds <= Self.togetherSeconds {
                next += 1
            }
            onsets.append(Self.joined(timed[first..<next]))
            first = next
        }
        self.onsets = Accent.mark(onsets)
    }

    /// All notes in order of time, pitch and velocity.
    private static func inOrder(_ score: Score) -> [TimedNote] {
        let map = score.tempoMap
        var timed: [TimedNote] = []
        timed.reserveCapacity(score.noteCount)
        for part in score.parts {
            for note in part.notes where note.startTick >= 0 {
                let seconds = map.seconds(at: note.startTick)
                timed.append(
                    TimedNote(
                        seconds: seconds, lengthSeconds: map.seconds(at: note.endTick) - seconds,
                        quarters: Double(note.startTick) / Double(score.ticksPerQuarter),
                        lengthQuarters: Double(note.durationTicks) / Double(score.ticksPerQuarter), note: note,
                        isDrum: part.isDrums, isMelody: part.role == .melody))
            }
        }
        return timed.sorted {
            ($0.seconds, $0.note.pitch, $0.note.velocity) < ($1.seconds, $1.note.pitch, $1.note.velocity)
        }
    }

    /// Merges notes that start together into one onset.
    private static func joined(_ notes: ArraySlice<TimedNote>) -> Onset {
        let count = Double(notes.count)
        var onset = Onset(
            seconds: notes.reduce(0) { $0 + $1.seconds } / count,
            quarters: notes.reduce(0) { $0 + $1.quarters } / count,
            firstQuarters: notes.first?.quarters ?? 0)
        for timed in notes {
            onset.velocitySum += timed.note.velocity
            onset.noteCount += 1
            guard !timed.isDrum else {
                onset.hasDrum = true
                // General MIDI bass drums (35 and 36) mark the bar as a low note does.
                if (35...36).contains(timed.note.pitch) { onset.lowestPitch = min(onset.lowestPitch, 36) }
                continue
            }
            onset.lowestPitch = min(onset.lowestPitch, timed.note.pitch)
            onset.highestPitch = max(onset.highestPitch, timed.note.pitch)
            if timed.isMelody { onset.melodyPitch = max(onset.melodyPitch, timed.note.pitch) }
            onset.longestSeconds = max(onset.longestSeconds, timed.lengthSeconds)
            // A plucked or hammered string has mostly decayed after a second.
            onset.chroma[timed.note.pitch % 12] += Float(min(1, timed.lengthSeconds) + 0.1)
        }
        return onset
    }
}
