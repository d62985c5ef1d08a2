import LofiPlatform

/// A song in notes: the output of a generator or a MIDI file, and the input and output of every transform.
public struct Score: Sendable, Equatable {
    /// Title of the song; may be empty.
    public var title: String
    /// Who composed the song; may be empty.
    public var composer = ""
    /// Notice of the rights to the song; may be empty.
    public var copyright = ""
    /// Tempo changes, and the conversion between ticks and seconds.
    public var tempoMap: TempoMap
    /// Time signatures.
    public var meterMap: MeterMap
    /// Key signatures declared by the file, in order of tick.
    public var keySignatures: [KeySignature]
    /// The parts of the song.
    public var parts: [Part]
    /// Whether the notes follow a steady beat; otherwise drums and bass on the grid would clash with them.
    public var keepsPulse = true
    /// Whether it is the raw output of a model or program, without a tempo, a performer or a sense of key
    /// (`BareNotes`).
    public var isBare = false
    /// The key the notes were quantised to; nil = estimate it.
    public var settledKey: Key?
    /// Human-readable notes on what the arrangement decided beyond the style's own settings, one sentence each, in
    /// order.
    public var remarks: [String] = []
    /// Sections of the form, in order; empty if the form is unknown.
    public var sections: [SongSection] = []
    /// The ticks that are played round and round, if the song is a loop; nil for a song that begins and ends.
    public var loop: Range<Int>?

    /// - Parameter meterMap: nil = 4/4 throughout.
    public init(
        title: String = "", tempoMap: TempoMap, meterMap: MeterMap? = nil, keySignatures: [KeySignature] = [],
        parts: [Part] = []
    ) {
        self.title = title
        self.tempoMap = tempoMap
        self.meterMap = meterMap ?? MeterMap(ticksPerQuarter: tempoMap.ticksPerQuarter)
        self.keySignatures = keySignatures
        self.parts = parts
    }

    /// Resolution of all ticks in the score.
    public var ticksPerQuarter: Int { tempoMap.ticksPerQuarter }

    /// End of the last note in ticks; 0 without notes.
    public var lastNoteEndTick: Int { parts.map(\.lastNoteEndTick).max() ?? 0 }

    /// Number of notes in all parts.
    public var noteCount: Int { parts.reduce(0) { $0 + $1.notes.count } }

    /// The notes of all parts except drums, in order of onset and pitch.
    public var pitchedNotes: [Note] {
        parts.filter { !$0.isDrums }.flatMap(\.notes).sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
    }

    /// The same song at a resolution of at least `minimum` ticks per quarter, fine enough to express a few milliseconds
    /// of timing feel.
    public func refined(toAtLeast minimum: Int) -> Score {
        let multiple = (minimum + ticksPerQuarter - 1) / ticksPerQuarter
        guard multiple > 1 else { return self }
        var score = self
        score.tempoMap = tempoMap.refined(by: multiple)
        score.meterMap = meterMap.refined(by: multiple)
        score.keySignatures = keySignatures.map { KeySignature(tick: $0.tick * multiple, key: $0.key) }
        score.parts = parts.map { $0.mappingTicks { $0 * multiple } }
        score.sections = sections.map { section in
            var moved = section
            (moved.startTick, moved.endTick) = (section.startTick * multiple, section.endTick * multiple)
            return moved
        }
        score.loop = loop.map { ($0.lowerBound * multiple)..<($0.upperBound * multiple) }
        return score
    }

    /// The same notes with one meter throughout.
    public func inMeter(_ meter: MeterMap.Meter) -> Score {
        var score = self
        score.meterMap = MeterMap(
            ticksPerQuarter: ticksPerQuarter, changes: [MeterMap.Change(tick: 0, meter: meter)])
        return score
    }

    /// The song with its parts numbered from 1, unless they are already.
    public func numbered() -> Score {
        guard parts.allSatisfy({ $0.number == nil }) else { return self }
        var score = self
        for index in parts.indices { score.parts[index].number = index + 1 }
        return score
    }

    /// The section that contains a tick; nil if none does.
    public func section(at tick: Int) -> SongSection? {
        let begun = sections.partitioningIndex { $0.startTick > tick }
        return begun > 0 && sections[begun - 1].contains(tick) ? sections[begun - 1] : nil
    }
}

/// Musical function of a part.
public enum Role: String, Sendable, CaseIterable, Codable {
    case melody, counter, chords, bass, pad, drums
}

/// The notes and controllers of one player.
///
/// A player using several channels (an MPE keyboard, a MIDI guitar) is also one part: each note and controller then
/// names its member channel (`Note.member`, `ControlEvent.member`).
public struct Part: Sendable, Equatable {
    /// Name of the track or instrument; may be empty.
    public var name: String
    /// Musical function, which selects the instrument and strip of a style.
    public var role: Role
    /// General MIDI program, 0…127.
    public var program: Int
    /// Bank number: bank select MSB × 128 + LSB.
    public var bank: Int
    /// MIDI channel, 0…15 (shown to users as 1…16); 9 is drums in General MIDI.
    public var channel: Int
    /// Notes in order of onset.
    public var notes: [Note]
    /// Controller changes in order of tick.
    public var controllers: [ControlEvent]
    /// Whether timing and velocity are already human, so that no further humanising is applied.
    public var hasFeel = false
    /// Its position among the parts of the file, from 1; nil for one that the arrangement added.
    public var number: Int?

    /// Makes a part; `notes` and `controllers` must be in order of tick.
    public init(
        name: String, role: Role, program: Int = 0, bank: Int = 0, channel: Int = 0, notes: [Note] = [],
        controllers: [ControlEvent] = []
    ) {
        self.name = name
        self.role = role
        self.program = program
        self.bank = bank
        self.channel = channel
        self.notes = notes
        self.controllers = controllers
    }

    /// Whether the role is drums.
    public var isDrums: Bool { role == .drums }

    /// End of the last note in ticks; 0 without notes.
    public var lastNoteEndTick: Int { notes.reduce(0) { max($0, $1.endTick) } }

    /// Applies a monotonic mapping to every tick, for example to refine the grid or move a section.
    public func mappingTicks(_ map: (Int) -> Int) -> Part {
        var part = self
        part.notes = notes.map { note in
            var moved = note
            moved.startTick = map(note.startTick)
            moved.durationTicks = map(note.endTick) - moved.startTick
            return moved
        }
        part.controllers = controllers.map { $0.moved(to: map($0.tick)) }
        return part
    }
}
