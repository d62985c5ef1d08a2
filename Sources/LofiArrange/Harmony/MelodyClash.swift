import LofiPlatform
import LofiPlugin
import LofiScore

/// Tests whether an added note would clash with the melody.
///
/// A semitone or a minor ninth against a sounding melody note clashes if it lasts longer than a sixteenth; a major
/// seventh below it does not, since it is typical of lo-fi.
struct MelodyClash {
    /// A melody note long enough to clash.
    private struct MelodyNote {
        let startTick: Int
        /// The latest end of all notes of this pitch that have started by then.
        var latestEndTick: Int
    }

    /// Melody notes by pitch, in order of start.
    private var melodyNotes = [[MelodyNote]](repeating: [], count: 128)
    private let sixteenth: Int

    init(_ score: Score) {
        sixteenth = score.ticksPerQuarter / 4
        let melody = score.parts.filter { $0.role == .melody || $0.role == .counter }.flatMap(\.notes)
        for note in melody.sorted(by: { $0.startTick < $1.startTick })
        where note.durationTicks > sixteenth && melodyNotes.indices.contains(note.pitch) {
            let latest = max(note.endTick, melodyNotes[note.pitch].last?.latestEndTick ?? note.endTick)
            melodyNotes[note.pitch].append(MelodyNote(startTick: note.startTick, latestEndTick: latest))
        }
    }

    /// Returns whether the note clashes with the melody.
    func clashes(_ note: Note) -> Bool {
        guard note.durationTicks > sixteenth else { return false }
        return [-13, -1, 1, 13].contains { distance in
            let pitch = note.pitch + distance
            guard melodyNotes.indices.contains(pitch) else { return false }
            // Of all notes that start early enough, one that lasts long enough.
            let begun = melodyNotes[pitch].partitioningIndex { $0.startTick + sixteenth >= note.endTick }
            return begun > 0 && melodyNotes[pitch][begun - 1].latestEndTick - note.startTick > sixteenth
        }
    }
}
