import LofiPlatform
import LofiScore

/// State changes of one channel of a port throughout the song, merged from all tracks.
struct ChannelHistory {
    /// Controller changes in order of tick, including all program changes.
    var changes: [ControlEvent] = []
    /// Transposition in semitones from a tick on, in order.
    var transpositions: [(tick: Int, semitones: Int)] = []
    /// Whether the channel plays drums from a tick on, in order; the first entry precedes all messages.
    var rhythm: [(tick: Int, isDrums: Bool)]
    /// Ticks at which all notes end, and the track that ends them, in order.
    var noteEnds: [(tick: Int, track: Int)] = []
    /// Whether there is any pitch bend.
    var isBent = false

    init(isDrums: Bool) { rhythm = [(0, isDrums)] }

    /// Whether the channel plays drums at a tick.
    func isDrums(at tick: Int) -> Bool { rhythm[max(0, rhythm.partitioningIndex { $0.tick > tick } - 1)].isDrums }

    /// The program in force at a tick; nil before the first.
    func program(at tick: Int) -> (number: Int, bank: Int)? {
        for change in changes[..<changes.partitioningIndex { $0.tick > tick }].reversed() {
            if case .program(let number, let bank) = change.change { return (number, bank) }
        }
        return nil
    }

    /// Returns the notes as they sound: transposed, except drums, and ended where another track ends them.
    func sounding(_ notes: [Note], ofTrack track: Int) -> [Note] {
        let ends = noteEnds.filter { $0.track != track }
        guard !ends.isEmpty || !transpositions.isEmpty else { return notes }
        return notes.map { note in
            var note = note
            let first = ends.partitioningIndex { $0.tick > note.startTick }
            if first < ends.count, ends[first].tick < note.endTick {
                note.durationTicks = ends[first].tick - note.startTick
            }
            let next = transpositions.partitioningIndex { $0.tick > note.startTick }
            if next > 0, !isDrums(at: note.startTick) {
                note.pitch = Self.pitch(note.pitch, movedBy: transpositions[next - 1].semitones)
            }
            return note
        }
    }

    /// Transposes a MIDI key, shifting it by octaves to stay within 0…127.
    static func pitch(_ pitch: Int, movedBy semitones: Int) -> Int {
        var moved = pitch + semitones
        while moved > 127 { moved -= 12 }
        while moved < 0 { moved += 12 }
        return moved
    }
}
