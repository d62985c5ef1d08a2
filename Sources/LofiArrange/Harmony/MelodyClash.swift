import LofiPlatform
import LofiPlugin
import LofiScore

/// Tells whether a note that is to be added would rub against the melody.
///
/// A semitone, or a minor ninth, against a sounding melody note is a clash where it lasts longer than a sixteenth; a
/// major seventh below it is the sound of lo-fi and none.
struct MelodyClash {
    /// A note of the melody that is long enough to rub.
    private struct Sung {
        let startTick: Int
        /// Where the last ends of all notes of its pitch that have begun by then.
        var latestEndTick: Int
    }

    /// By pitch, in order of start.
    private var sung = [[Sung]](repeating: [], count: 128)
    private let sixteenth: Int

    init(_ score: Score) {
        sixteenth = score.ticksPerQuarter / 4
        let melody = score.parts.filter { $0.role == .melody || $0.role == .counter }.flatMap(\.notes)
        for note in melody.sorted(by: { $0.startTick < $1.startTick })
        where note.durationTicks > sixteenth && sung.indices.contains(note.pitch) {
            let latest = max(note.endTick, sung[note.pitch].last?.latestEndTick ?? note.endTick)
            sung[note.pitch].append(Sung(startTick: note.startTick, latestEndTick: latest))
        }
    }

    func clashes(_ note: Note) -> Bool {
        guard note.durationTicks > sixteenth else { return false }
        return [-13, -1, 1, 13].contains { distance in
            let pitch = note.pitch + distance
            guard sung.indices.contains(pitch) else { return false }
            // Of all that begin early enough, one that lasts long enough.
            let begun = sung[pitch].partitioningIndex { $0.startTick + sixteenth >= note.endTick }
            return begun > 0 && sung[pitch][begun - 1].latestEndTick - note.startTick > sixteenth
        }
    }
}
