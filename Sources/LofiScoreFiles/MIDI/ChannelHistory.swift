import LofiPlatform
import LofiScore

/// What a channel of a port carries through the song, the messages of all tracks in order of time.
struct ChannelHistory {
    /// In order of tick. Programs are among them from the first on.
    var changes: [ControlEvent] = []
    /// Semitones by which notes are moved, from a tick on; in order.
    var transpositions: [(tick: Int, semitones: Int)] = []
    /// Whether the channel plays drums, from a tick on; in order, the first at or before all messages.
    var rhythm: [(tick: Int, isDrums: Bool)]
    /// Where all notes end, and the track that says so; in order of tick.
    var noteEnds: [(tick: Int, track: Int)] = []
    /// Whether the wheel was moved.
    var isBent = false

    init(isDrums: Bool) { rhythm = [(0, isDrums)] }

    func isDrums(at tick: Int) -> Bool { rhythm[max(0, rhythm.partitioningIndex { $0.tick > tick } - 1)].isDrums }

    /// The program in force at a tick; nil before any.
    func program(at tick: Int) -> (number: Int, bank: Int)? {
        for change in changes[..<changes.partitioningIndex { $0.tick > tick }].reversed() {
            if case .program(let number, let bank) = change.change { return (number, bank) }
        }
        return nil
    }

    /// Notes as they sound: moved by the tuning (drums never), and ended where another track ends them.
    func sounding(_ notes: [Note], ofTrack track: Int) -> [Note] {
        let ends = noteEnds.filter { $0.track != track }
        guard !ends.isEmpty || !transpositions.isEmpty else { return notes }
        return notes.map { note in
            var note = note
            let first = ends.partitioningIndex { $0.tick > note.startTick }
            if first < ends.count, ends[first].tick < note.endTick {
                note.durationTicks = ends[first].tick - note.startTick
            }
            let place = transpositions.partitioningIndex { $0.tick > note.startTick }
            if place > 0, !isDrums(at: note.startTick) {
                note.pitch = Self.pitch(note.pitch, movedBy: transpositions[place - 1].semitones)
            }
            return note
        }
    }

    /// What would leave the keys of MIDI stays within them, octaves apart.
    static func pitch(_ pitch: Int, movedBy semitones: Int) -> Int {
        var moved = pitch + semitones
        while moved > 127 { moved -= 12 }
        while moved < 0 { moved += 12 }
        return moved
    }
}
