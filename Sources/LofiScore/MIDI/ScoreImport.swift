/// Makes a score of a MIDI file: pairs the notes, gathers tempo and meter from all tracks, a part for each track and
/// channel.
struct ScoreImport {
    private let file: MIDIFile
    private(set) var warnings: [MIDIWarning]
    /// Notes struck on each of the 16 channels.
    private(set) var notesPerChannel = [Int](repeating: 0, count: 16)
    /// The last end-of-track.
    private(set) var endTick = 0
    /// The last movement of any controller, those that no score keeps too.
    private(set) var lastControllerTick = 0

    private var tempos: [TempoMap.Change] = []
    private var meters: [MeterMap.Change] = []
    private var keys: [KeySignature] = []
    private var title = ""
    /// By order of appearance.
    private var tracks: [TrackImport] = []

    init(_ file: MIDIFile) {
        self.file = file
        warnings = file.warnings
    }

    mutating func run() throws(MIDIError) -> Score {
        // Under SMPTE time a file has no beats: a quarter is taken as half a second, in ticks of half the file's.
        let scale: Int
        let ticksPerQuarter: Int
        var smpteTempo: Int64?
        switch file.division {
        case .ticksPerQuarter(let ticks): (scale, ticksPerQuarter) = (1, ticks)
        case .smpte(let framesPerSecond, let ticksPerFrame):
            let nominal = framesPerSecond == 29 ? 30 : framesPerSecond
            (scale, ticksPerQuarter) = (2, nominal * ticksPerFrame)
            // 29.97 is 30 × 1000 / 1001 exactly.
            smpteTempo = framesPerSecond == 29 ? 500_500_000_000 : 500_000_000_000
        }
        var offset = 0
        for (index, track) in file.tracks.enumerated() {
            read(track, index: index, scale: scale, offset: offset)
            endTick = max(endTick, offset + track.endTick * scale)
            // The sequences of format 2 are independent songs: one after the other.
            if file.format == 2 { offset += track.endTick * scale }
        }
        if file.format == 2, file.tracks.count > 1 {
            warn(8, "format 2: its \(file.tracks.count) sequences play one after another")
        }
        if let smpteTempo { tempos = [TempoMap.Change(tick: 0, picosecondsPerQuarter: smpteTempo)] }
        let score = Score(
            title: title, tempoMap: TempoMap(ticksPerQuarter: ticksPerQuarter, changes: tempos),
            meterMap: MeterMap(ticksPerQuarter: ticksPerQuarter, changes: meters),
            keySignatures: keys.sorted { $0.tick < $1.tick }, parts: makeParts())
        guard score.noteCount > 0 else {
            throw MIDIError(byteOffset: file.bytes.count, reason: "there are no notes in it")
        }
        try checkGaps(of: score)
        return score
    }

    // MARK: Tracks

    private mutating func read(_ track: MIDIFile.Track, index: Int, scale: Int, offset: Int) {
        var reading = TrackImport(index: index)
        for event in track.events {
            let tick = offset + event.tick * scale
            if event.isMeta {
                readMeta(event, tick: tick, index: index, into: &reading)
            } else {
                reading.read(event, tick: tick)
                if event.status & 0xF0 == 0x90, event.data2 > 0 { notesPerChannel[event.channel] += 1 }
                if event.status & 0xF0 == 0xB0 { lastControllerTick = max(lastControllerTick, tick) }
            }
        }
        // A note without an end sounds to the end of its track, but not through hours of nothing behind the last event.
        let lastEvent = track.events.last?.tick ?? 0
        let quarters = 16 * (track.endTick > lastEvent ? max(1, lastEvent) : 1)
        reading.closeOpenNotes(at: offset + min(track.endTick, lastEvent + quarters) * scale)
        for warning in reading.warnings { warnings.append(warning) }
        tracks.append(reading)
    }

    private mutating func readMeta(_ event: MIDIEvent, tick: Int, index: Int, into track: inout TrackImport) {
        let data = Array(file.payload(of: event))
        switch event.data1 {
        case 0x03:
            let name = String(midiText: data)
            if track.name.isEmpty { track.name = name }
            if index == 0, title.isEmpty { title = name }
        case 0x04: if track.instrumentName.isEmpty { track.instrumentName = String(midiText: data) }
        case 0x21: if let port = data.first { track.port = Int(port) }
        case 0x51:
            let tempo = data.count == 3 ? data.reduce(0) { $0 << 8 | Int64($1) } : 0
            guard tempo > 0 else {
                return warn(event.byteOffset, "a tempo of \(data.count == 3 ? "0" : "\(data.count) bytes") ignored")
            }
            tempos.append(TempoMap.Change(tick: tick, picosecondsPerQuarter: tempo * 1_000_000))
        case 0x58:
            guard data.count >= 2, data[0] > 0, data[1] <= 6 else {
                return warn(event.byteOffset, "an impossible time signature ignored")
            }
            if data.count != 4 { warn(event.byteOffset, "a time signature of \(data.count) bytes") }
            meters.append(
                MeterMap.Change(tick: tick, meter: MeterMap.Meter(beats: Int(data[0]), unit: 1 << Int(data[1]))))
        case 0x59:
            guard data.count == 2, let sharps = Int8(exactly: Int(Int8(bitPattern: data[0]))),
                (-7...7).contains(sharps),
                data[1] <= 1
            else { return warn(event.byteOffset, "an impossible key signature ignored") }
            // Each sharp is a fifth up; the relative minor lies three semitones below.
            let tonic = Int(sharps) * 7 + (data[1] == 1 ? 9 : 0)
            keys.append(KeySignature(tick: tick, key: Key(tonic: tonic, mode: data[1] == 1 ? .minor : .major)))
        default: break
        }
    }

    // MARK: Parts

    private func makeParts() -> [Part] {
        var parts: [Part] = []
        for track in tracks {
            for channel in track.channels where !channel.notes.isEmpty {
                // Programs and controllers that a track without notes sets for the channel hold for all its parts.
                let shared = tracks.filter { $0.index != track.index }.flatMap { other in
                    other.channels.filter { $0.key == channel.key && $0.notes.isEmpty }.flatMap(\.changes)
                }
                parts.append(makePart(track, channel, shared: shared))
            }
        }
        return RoleGuess.assign(parts)
    }

    private func makePart(_ track: TrackImport, _ channel: ChannelImport, shared: [ChannelImport.Change]) -> Part {
        let changes = (shared + channel.changes).enumerated()
            .sorted { ($0.element.event.tick, $0.offset) < ($1.element.event.tick, $1.offset) }.map(\.element)
        let firstOnset = channel.notes.map(\.startTick).min() ?? 0
        var program = 0
        var bank = 0
        var controllers: [ControlEvent] = []
        for change in changes {
            if case .program(let number) = change.event.change {
                if change.event.tick <= firstOnset {
                    (program, bank) = (number, change.bank)
                    continue
                }
                // Said again, it changes nothing.
                if number == (controllers.reversed().lazy.compactMap(\.program).first ?? program) { continue }
            }
            controllers.append(change.event)
        }
        // Bank 120 and 127 are drum kits in General MIDI 2 and XG.
        let isDrums = channel.number == 9 || [120, 127].contains(bank >> 7)
        let name =
            [track.name, track.instrumentName].first { !$0.isEmpty }
            ?? (isDrums ? "Drums" : GeneralMIDI.programNames[program])
        return Part(
            name: name, role: isDrums ? .drums : .chords, program: program, bank: isDrums ? 0 : bank,
            channel: channel.number,
            notes: channel.notes.sorted {
                ($0.startTick, $0.pitch, $0.durationTicks) < ($1.startTick, $1.pitch, $1.durationTicks)
            },
            controllers: controllers)
    }

    private func checkGaps(of score: Score) throws(MIDIError) {
        var previousEnd = 0
        let notes = score.parts.flatMap { $0.notes.map { (start: $0.startTick, end: $0.endTick) } }
        for note in notes.sorted(by: { $0.start < $1.start }) {
            if note.start > previousEnd {
                let gap = score.tempoMap.seconds(at: note.start) - score.tempoMap.seconds(at: previousEnd)
                guard gap <= MIDISong.longestGapHours * 3600 else {
                    let hours = (gap / 360).rounded() / 10
                    throw MIDIError(
                        byteOffset: file.bytes.count,
                        reason:
                            "\(hours) hours of silence between two notes: more than \(Int(MIDISong.longestGapHours)) are refused"
                    )
                }
            }
            previousEnd = max(previousEnd, note.end)
        }
    }

    private mutating func warn(_ offset: Int, _ message: String) {
        warnings.append(MIDIWarning(byteOffset: offset, message: message))
    }
}

extension ControlEvent {
    fileprivate var program: Int? { if case .program(let number) = change { number } else { nil } }
}
