/// One track on its way into a score: its channels by port and number.
struct TrackImport {
    let index: Int
    var name = ""
    var instrumentName = ""
    /// The port that following events belong to.
    var port = 0
    /// In order of first appearance.
    private(set) var channels: [ChannelImport] = []

    init(index: Int) { self.index = index }

    var warnings: [MIDIWarning] {
        let unclosed = channels.reduce(0) { $0 + $1.unclosedNotes }
        guard unclosed > 0 else { return [] }
        return [MIDIWarning(byteOffset: 0, message: "track \(index + 1): \(unclosed) notes without an end")]
    }

    mutating func read(_ event: MIDIEvent, tick: Int) {
        let key = port * 16 + event.channel
        if let found = channels.firstIndex(where: { $0.key == key }) {
            channels[found].read(event, tick: tick)
        } else {
            channels.append(ChannelImport(key: key))
            channels[channels.count - 1].read(event, tick: tick)
        }
    }

    mutating func closeOpenNotes(at tick: Int) {
        for index in channels.indices { channels[index].closeOpenNotes(at: tick) }
    }
}

/// One channel of a track: pairs its notes, first in first out, and follows its controllers.
struct ChannelImport {
    /// A controller, bend or program, with the bank that was chosen by then.
    struct Change {
        let event: ControlEvent
        let bank: Int
    }

    /// Port × 16 + channel.
    let key: Int
    private(set) var notes: [Note] = []
    private(set) var changes: [Change] = []
    private(set) var unclosedNotes = 0

    /// For each pitch the notes that sound, as places in `notes`, oldest first.
    private var open = [[Int]](repeating: [], count: 128)
    private var bankCoarse = 0
    private var bankFine = 0
    private var registeredParameter = 0x3FFF
    private var bendRangeCents = 200.0
    private var bend = 0

    init(key: Int) { self.key = key }

    var number: Int { key % 16 }

    mutating func read(_ event: MIDIEvent, tick: Int) {
        let pitch = Int(event.data1)
        switch event.status & 0xF0 {
        case 0x90 where event.data2 > 0:
            open[pitch].append(notes.count)
            notes.append(Note(startTick: tick, durationTicks: 0, pitch: pitch, velocity: Int(event.data2)))
        case 0x80, 0x90:
            // An end without a beginning means nothing.
            guard !open[pitch].isEmpty else { return }
            let note = open[pitch].removeFirst()
            notes[note].durationTicks = tick - notes[note].startTick
        case 0xB0: control(Int(event.data1), Int(event.data2), tick)
        case 0xC0: add(.program(Int(event.data1)), tick)
        case 0xE0:
            bend = Int(event.data2) << 7 | Int(event.data1)
            bend -= 8192
            addBend(tick)
        default: break
        }
    }

    mutating func closeOpenNotes(at tick: Int) {
        for pitch in open.indices {
            for note in open[pitch] {
                notes[note].durationTicks = max(0, tick - notes[note].startTick)
                unclosedNotes += 1
            }
            open[pitch].removeAll()
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
}

extension String {
    /// Text of a MIDI file: UTF-8 where it is, else Latin-1; without control characters, which must not reach a terminal
    /// or a file name.
    init(midiText bytes: [UInt8]) {
        let text =
            String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        let kept = text.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
            default: true
            }
        }
        let trimmed = String(String.UnicodeScalarView(kept)).split(separator: " ", omittingEmptySubsequences: true)
        self = String(trimmed.joined(separator: " ").prefix(200))
    }
}
