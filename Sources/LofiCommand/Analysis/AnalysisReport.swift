import LofiArrange
import LofiScore
import LofiScoreFiles

/// The results of `analyze`, encoded by `--json`; times are in seconds of the file as written.
struct AnalysisReport: Encodable {
    struct Tempo: Encodable { let seconds, bpm: Double }
    struct Meter: Encodable {
        let seconds: Double
        let beats, unit: Int
    }
    struct KeyFound: Encodable {
        let tonic, mode: String
        let confidence: Double
    }
    struct BeatFound: Encodable {
        /// Beats per minute, in dotted quarters for compound meters; nil for fewer than two beats.
        let bpm: Double?
        /// 0…1.
        let confidence: Double
        /// Where the beat comes from: `file` or `notes`.
        let source: String
        /// Whether the beat is steady enough for drums; they are left out otherwise.
        let keepsBeat: Bool
        /// Why no beat was found; empty if one was.
        let reason: String
    }
    struct BarsFound: Encodable {
        let beatsPerBar: Int
        let isCompound: Bool
        /// 0…1.
        let confidence: Double
        /// Whether the bars are those of the file's time signatures.
        let areAsWritten: Bool
    }
    struct BareFound: Encodable {
        let isBare, isEven, isOffKey: Bool
        let signs: [String]
        /// The scale that contains most of the notes; `scaleConsistency` is their share, 0…1.
        let scale: String
        let scaleConsistency: Double
    }
    struct PartFound: Encodable {
        let name, role: String
        let program, notes: Int
        /// Number of notes by role, for a part that plays several roles, as a piano does.
        let plays: [String: Int]
    }

    struct Section: Encodable {
        let start, end, density: Double
        let label: String
    }

    struct Phrase: Encodable { let start, end: Double }

    let format: Int
    let noteOns: Int
    let notesPerChannel: [String: Int]
    let lastNoteEndSeconds: Double
    let endSeconds: Double
    let tempos: [Tempo]
    let meters: [Meter]
    let beat: BeatFound
    let bars: BarsFound
    let bareNotes: BareFound
    let plan: ArrangementPlan
    /// null if no key is found.
    let key: Nullable<KeyFound>
    let keys, chords: [MusicFound.Span]
    /// Positions in seconds of the file as written.
    let beats, downbeats: [Double]
    let parts: [PartFound]
    let sections: [Section]
    let phrases: [Phrase]
    let warnings: [String]

    init(_ song: MIDISong, _ grid: BeatGrid, _ music: MusicFound, _ plan: ArrangementPlan) {
        let score = song.score
        format = song.format
        noteOns = song.noteOns
        notesPerChannel = Dictionary(uniqueKeysWithValues: song.notesPerChannel.map { (String($0.key), $0.value) })
        lastNoteEndSeconds = score.tempoMap.seconds(at: score.lastNoteEndTick)
        endSeconds = song.endSeconds
        tempos = score.tempoMap.changes.map {
            Tempo(seconds: score.tempoMap.seconds(at: $0.tick), bpm: $0.beatsPerMinute)
        }
        meters = score.meterMap.changes.map {
            Meter(seconds: score.tempoMap.seconds(at: $0.tick), beats: $0.meter.beats, unit: $0.meter.unit)
        }
        key = Nullable(
            music.estimate.map {
                KeyFound(tonic: $0.key.tonicName, mode: $0.key.mode.rawValue, confidence: $0.confidence)
            })
        beat = BeatFound(
            bpm: grid.beatsPerMinute, confidence: grid.beatConfidence, source: grid.source.rawValue,
            keepsBeat: grid.keepsBeat, reason: grid.reason)
        bars = BarsFound(
            beatsPerBar: grid.beatsPerBar, isCompound: grid.isCompound, confidence: grid.barConfidence,
            areAsWritten: grid.isAsWritten)
        let bare = BareNotes(score)
        bareNotes = BareFound(
            isBare: bare.isBare, isEven: bare.isEven, isOffKey: bare.isOffKey, signs: bare.signs.map(\.rawValue),
            scale: bare.scale.key.description, scaleConsistency: bare.scale.consistency)
        self.plan = plan
        keys = music.keys
        chords = music.chords
        (beats, downbeats) = (grid.beats, grid.downbeats)
        parts = score.parts.map {
            PartFound(
                name: $0.name, role: $0.role.rawValue, program: $0.program, notes: $0.notes.count,
                plays: Self.roles(of: $0, ticksPerQuarter: score.ticksPerQuarter))
        }
        sections = music.sections.map {
            Section(start: $0.start, end: $0.end, density: $0.density, label: $0.label)
        }
        phrases = music.phrases.map { Phrase(start: $0.start, end: $0.end) }
        warnings =
            song.warnings.map(\.description)
            + (grid.keepsBeat ? [] : ["no steady beat found, so drums would be left out"])
        tempo = score.prevailingBeatsPerMinute
        heard = (music.lines, grid.description)
    }

    /// The prevailing tempo in quarter notes per minute; not part of the JSON.
    let tempo: Double
    /// Keys and chords, one line each, and the beat; not part of the JSON.
    let heard: (music: [String], beat: String)

    private static func roles(of part: Part, ticksPerQuarter: Int) -> [String: Int] {
        guard part.role == .chords else { return [part.role.rawValue: part.notes.count] }
        return HandSplit(part, ticksPerQuarter: ticksPerQuarter).roles.reduce(into: [:]) { counts, role in
            counts[role.rawValue, default: 0] += 1
        }
    }

    private enum CodingKeys: CodingKey {
        case format, noteOns, notesPerChannel, lastNoteEndSeconds, endSeconds, tempos, meters, beat, bars, bareNotes,
            plan
        case key, keys, chords, beats, downbeats, parts, sections, phrases, warnings
    }
}

/// An optional value that is encoded as null instead of being left out.
struct Nullable<Value: Encodable>: Encodable {
    let value: Value?

    init(_ value: Value?) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}
