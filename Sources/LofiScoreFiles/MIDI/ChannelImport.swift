import LofiScore

/// The notes of one channel of a track.
struct ChannelImport {
    /// Port × 16 + channel.
    var key: Int
    /// Notes in order of onset.
    var notes: [Note] = []

    init(key: Int) { self.key = key }

    /// MIDI channel, 0…15.
    var number: Int { key % 16 }

    /// Sorts notes that start together by pitch, then duration; the rest is already in order.
    mutating func sortChords() {
        notes.withUnsafeMutableBufferPointer { notes in
            var first = 0
            while first < notes.count {
                let tick = notes[first].startTick
                var end = first + 1
                var isSorted = true
                while end < notes.count, notes[end].startTick == tick {
                    if Self.isBefore(notes[end], notes[end - 1]) { isSorted = false }
                    end += 1
                }
                if !isSorted { Self.sort(UnsafeMutableBufferPointer(rebasing: notes[first..<end])) }
                first = end
            }
        }
    }

    /// Insertion sort for the few notes of a typical chord; stable.
    private static func sort(_ chord: UnsafeMutableBufferPointer<Note>) {
        guard chord.count <= 24 else {
            let order = chord.indices.sorted {
                isBefore(chord[$0], chord[$1]) || (!isBefore(chord[$1], chord[$0]) && $0 < $1)
            }
            let sorted = order.map { chord[$0] }
            _ = chord.update(fromContentsOf: sorted)
            return
        }
        for index in 1..<chord.count {
            let note = chord[index]
            var target = index
            while target > 0, isBefore(note, chord[target - 1]) {
                chord[target] = chord[target - 1]
                target -= 1
            }
            chord[target] = note
        }
    }

    @inline(__always)
    private static func isBefore(_ a: Note, _ b: Note) -> Bool {
        a.pitch != b.pitch ? a.pitch < b.pitch : a.durationTicks < b.durationTicks
    }
}
