import LofiPlatform

/// A song as notes: what a generator or a MIDI file gives, and what every transform takes and returns.
public struct Score: Sendable, Equatable {
    public var title: String
    public var tempoMap: TempoMap
    public var meterMap: MeterMap
    public var keySignatures: [KeySignature]
    public var parts: [Part]
    /// False where the notes follow no beat that could be found: what is laid on the grid would fight them.
    public var keepsPulse = true
    /// Whether it is the output of a model or program without a tempo, a player or a sense of key (`BareNotes`).
    public var isBare = false
    /// The key that the notes were drawn into; nil where the analysis has to hear it.
    public var settledKey: Key?
    /// What the arrangement decided and did beyond the style's own settings, each a sentence for people, in order.
    public var remarks: [String] = []
    /// The form, in order; none where nothing is known about it.
    public var sections: [SongSection] = []

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

    public var ticksPerQuarter: Int { tempoMap.ticksPerQuarter }

    /// The end of the last note, in ticks; 0 without notes.
    public var lastNoteEndTick: Int { parts.map(\.lastNoteEndTick).max() ?? 0 }

    public var noteCount: Int { parts.reduce(0) { $0 + $1.notes.count } }

    /// All that is not drums, in order of onset.
    public var pitchedNotes: [Note] {
        parts.filter { !$0.isDrums }.flatMap(\.notes).sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
    }

    /// The same song on a grid at least as fine as `minimum` ticks per quarter, so that a few milliseconds of feel
    /// can be written in ticks.
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
        return score
    }

    /// The same notes in bars of one meter throughout.
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

    /// The section that a tick lies in.
    public func section(at tick: Int) -> SongSection? {
        let begun = sections.partitioningIndex { $0.startTick > tick }
        return begun > 0 && sections[begun - 1].contains(tick) ? sections[begun - 1] : nil
    }
}

/// What a part does in the song.
public enum Role: String, Sendable, CaseIterable, Codable {
    case melody, counter, chords, bass, pad, drums
}

/// One player's notes and controllers.
///
/// A player over several channels (an MPE keyboard, a MIDI guitar) is one part, too: its notes and its controllers say which
/// member channel they belong to (`Note.member`, `ControlEvent.member`).
public struct Part: Sendable, Equatable {
    public var name: String
    public var role: Role
    /// General MIDI program, 0…127.
    public var program: Int
    /// Bank number as MIDI files give it (most significant byte × 128 + least).
    public var bank: Int
    /// MIDI channel, 0…15 (shown to people as 1…16); 9 is drums by General MIDI.
    public var channel: Int
    /// In order of start.
    public var notes: [Note]
    /// In order of tick.
    public var controllers: [ControlEvent]
    /// Its time and strength are a player's already: nothing shakes them again.
    public var hasFeel = false
    /// Its position among the parts of the file, from 1; nil for one that the arrangement added.
    public var number: Int?

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

    public var isDrums: Bool { role == .drums }

    public var lastNoteEndTick: Int { notes.reduce(0) { max($0, $1.endTick) } }

    /// Every tick of the part through a monotonic map (refining a grid, moving a section).
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
