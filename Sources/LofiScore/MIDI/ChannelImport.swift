/// One channel of a track: its notes, and what its controllers do.
struct ChannelImport {
    /// A controller, bend or program, with the bank that was chosen by then.
    struct Change {
        let event: ControlEvent
        let bank: Int
    }

    /// Port × 16 + channel.
    let key: Int
    /// In order of start.
    var notes: [Note] = []
    /// In order of tick.
    private(set) var changes: [Change] = []

    private var bankCoarse = 0
    private var bankFine = 0
    private var registeredParameter = 0x3FFF
    private var bendRangeCents = 200.0
    private var bend = 0

    init(key: Int) { self.key = key }

    var number: Int { key % 16 }

    mutating func read(_ status: UInt8, _ data1: Int, _ data2: Int, tick: Int) {
        switch status & 0xF0 {
        case 0xB0: control(data1, data2, tick)
        case 0xC0: add(.program(data1), tick)
        case 0xE0:
            bend = (data2 << 7 | data1) - 8192
            addBend(tick)
        default: break
        }
    }

    private mutating func control(_ controller: Int, _ value: Int, _ tick: Int) {
        switch controller {
        case 0: bankCoarse = value
        case 32: bankFine = value
        case 1, 7, 10, 11, 64: add(.controller(controller, value: value), tick)
        case 100: registeredParameter = registeredParameter & 0x3F80 | value
        case 101: registeredParameter = registeredParameter & 0x7F | value << 7
        // Non-registered parameters are each maker's own.
        case 98, 99: registeredParameter = 0x3FFF
        case 6 where registeredParameter == 0:
            bendRangeCents = Double(value) * 100 + bendRangeCents.truncatingRemainder(dividingBy: 100)
            if bend != 0 { addBend(tick) }
        case 38 where registeredParameter == 0:
            bendRangeCents = (bendRangeCents / 100).rounded(.down) * 100 + Double(min(99, value))
            if bend != 0 { addBend(tick) }
        case 121:
            // Reset all controllers (RP-015): not volume, pan, program or bank.
            bend = 0
            registeredParameter = 0x3FFF
            addBend(tick)
            for (controller, value) in [(1, 0), (11, 127), (64, 0)] { add(.controller(controller, value: value), tick) }
        default: break
        }
    }

    private mutating func addBend(_ tick: Int) {
        add(.pitchBend(cents: Double(bend) / 8192 * bendRangeCents), tick)
    }

    private mutating func add(_ change: ControlEvent.Change, _ tick: Int) {
        changes.append(Change(event: ControlEvent(tick: tick, change: change), bank: bankCoarse << 7 | bankFine))
    }

    /// Puts notes that start together in order of pitch, then of duration; the rest is in order as it was read.
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

    /// By insertion where there are few, as chords have; equal ones stay in order.
    private static func sort(_ chord: UnsafeMutableBufferPointer<Note>) {
        guard chord.count <= 24 else {
            let order = chord.indices.sorted {
                isBefore(chord[$0], chord[$1]) || (!isBefore(chord[$1], chord[$0]) && $0 < $1)
            }
            let sorted = order.map { chord[$0] }
            _ = chord.update(fromContentsOf: sorted)
            return
        }
        for place in 1..<chord.count {
            let note = chord[place]
            var target = place
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
