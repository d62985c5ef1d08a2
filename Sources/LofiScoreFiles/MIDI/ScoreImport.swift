import LofiScore

/// Converts a MIDI file to a score: pairs the notes, collects tempo and meter from all tracks, and makes a part for
/// each track and channel.
struct ScoreImport {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var file: MIDIFileReader
    private var conductor = Conductor()
    /// Tracks in order of appearance.
    private var tracks: [TrackImport] = []
    /// Tick of the last end-of-track event.
    private var endTick = 0
    /// Tick of the last change of any controller, including those a score does not keep.
    private var lastControllerTick = 0
    private var notesLeft = MIDILimits.notes
    private var controllersLeft = MIDILimits.controllers

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        file = MIDIFileReader(bytes)
    }

    /// Reads the whole file.
    mutating func song() throws(MIDIError) -> MIDISong {
        let header = try file.header()
        // With SMPTE time a file has no beats: a quarter lasts half a second, in ticks of half the file's length.
        let scale: Int
        let ticksPerQuarter: Int
        var smpteTempo: Int64?
        switch header.division {
        case .ticksPerQuarter(let ticks): (scale, ticksPerQuarter) = (1, ticks)
        case .smpte(let framesPerSecond, let ticksPerFrame):
            let nominal = framesPerSecond == 29 ? 30 : framesPerSecond
            (scale, ticksPerQuarter) = (2, nominal * ticksPerFrame)
            // 29.97 is exactly 30 × 1000 / 1001.
            smpteTempo = framesPerSecond == 29 ? 500_500_000_000 : 500_000_000_000
        }
        try readTracks(header, scale: scale)
        let tempos =
            smpteTempo.map { [TempoMap.Change(tick: 0, picosecondsPerQuarter: $0)] } ?? conductor.tempos
        var score = Score(
            title: title, tempoMap: TempoMap(ticksPerQuarter: ticksPerQuarter, changes: tempos),
            meterMap: MeterMap(ticksPerQuarter: ticksPerQuarter, changes: conductor.meters),
            keySignatures: conductor.keys.sorted { $0.tick < $1.tick }, parts: try PartImport(tracks).parts())
        score.copyright = tracks.first?.copyright ?? ""
        guard score.noteCount > 0 else { throw refusal("the file has no notes") }
        try checkGaps(of: score)
        try checkLength(of: score)
        warnOfSilence(about: score)
        var notesPerChannel: [Int: Int] = [:]
        for track in tracks {
            for channel in track.channels where !channel.notes.isEmpty {
                notesPerChannel[channel.number + 1, default: 0] += channel.notes.count
            }
        }
        return MIDISong(
            score: score, warnings: file.warnings + conductor.warnings, format: header.format,
            noteOns: score.noteCount, notesPerChannel: notesPerChannel,
            endSeconds: score.tempoMap.seconds(at: endTick), lastControllerTick: lastControllerTick)
    }

    /// The name of the first track, unless it is that of an instrument: one of several tracks that has notes.
    private var title: String {
        guard let first = tracks.first, tracks.count == 1 || first.channels.allSatisfy(\.notes.isEmpty) else {
            return ""
        }
        return first.name
    }

    /// Silence that deserves a warning, in seconds.
    private static let longSilence = 60.0

    private mutating func warnOfSilence(about score: Score) {
        let onsets = score.parts.compactMap { part in part.notes.map(\.startTick).min() }
        let before = score.tempoMap.seconds(at: onsets.min() ?? 0)
        let behind = score.tempoMap.seconds(at: endTick) - score.tempoMap.seconds(at: score.lastNoteEndTick)
        if before > Self.longSilence {
            conductor.warn(
                0,
                "\(Int(before)) s of silence before the first note are kept; use --length to start at that note"
            )
        }
        if behind > Self.longSilence {
            conductor.warn(0, "the file continues for \(Int(behind)) s after its last note; that silence is left out")
        }
    }

    // MARK: Tracks

    private mutating func readTracks(_ header: MIDIHeader, scale: Int) throws(MIDIError) {
        var pairs = NotePairs()
        var offset = 0
        while let range = file.nextTrack() {
            guard tracks.count < MIDILimits.tracks else {
                throw MIDIError(
                    byteOffset: range.lowerBound - 8,
                    reason: "more than \(MIDILimits.tracks) tracks; merge or remove some")
            }
            let length = try readTrack(range, &pairs, scale: scale, offset: offset)
            endTick = max(endTick, offset + length)
            // The sequences of format 2 are independent songs, played in succession.
            if header.format == 2 { offset += length }
        }
        if tracks.count != header.claimedTracks.count {
            file.warn(
                header.claimedTracks.byteOffset,
                "the header claims \(header.claimedTracks.count) tracks, but there are \(tracks.count)")
        }
        if header.format == 2, tracks.count > 1 {
            conductor.warn(8, "format 2: its \(tracks.count) sequences play one after another")
        }
    }

    /// - Returns: the length of the track, in ticks of the score.
    private mutating func readTrack(
        _ range: Range<Int>, _ pairs: inout NotePairs, scale: Int, offset: Int
    ) throws(MIDIError) -> Int {
        var track = TrackImport(index: tracks.count)
        var reader = MIDITrackReader(
            bytes, range: range, scale: scale, offset: offset, controllersLeft: controllersLeft)
        var extent = MIDITrackReader.Extent()
        var unclosed = 0
        conductor.beginTrack()
        // A note takes at least three bytes, which bounds the capacity; unwritten memory costs nothing. At least one:
        // with a capacity of 0 all threads would write their 0 into the shared empty array.
        var notes = [Note](unsafeUninitializedCapacity: max(1, min(range.count / 3, notesLeft))) { buffer, count in
            pairs.begin(in: buffer)
            extent = reader.read(into: &track, &pairs, &conductor)
            // An unterminated note sounds to the end of its track, but not far into the silence after the last event.
            let quarters = 16 * (extent.endTick > extent.lastEventTick ? max(1, extent.lastEventTick) : 1)
            let close = min(extent.endTick, extent.lastEventTick + quarters)
            unclosed = pairs.closeAll(at: offset + close * scale)
            count = pairs.count
        }
        file.endTrack(at: reader.position, reader.warnings)
        if pairs.isFull || notes.count > notesLeft {
            throw MIDIError(
                byteOffset: range.lowerBound,
                reason: "more than \(MIDILimits.notes) notes up to this track; split the song into pieces")
        }
        if let refusal = reader.refusal ?? conductor.refusal { throw refusal }
        if unclosed > 0 { conductor.warn(0, "track \(track.index + 1): \(unclosed) notes without a note-off") }
        if extent.lastControllerTick >= 0 {
            lastControllerTick = max(lastControllerTick, offset + extent.lastControllerTick * scale)
        }
        // A track that claims the rest of the file must not keep memory for all of it.
        if notes.capacity > 16 * notes.count + 1024 {
            var fitting: [Note] = []
            fitting.reserveCapacity(notes.count)
            fitting += notes
            notes = fitting
        }
        notesLeft -= notes.count
        controllersLeft = reader.controllersLeft
        track.share(&notes)
        tracks.append(track)
        return extent.endTick * scale
    }

    // MARK: Length

    private func checkLength(of score: Score) throws(MIDIError) {
        let end = score.lastNoteEndTick
        let hours = score.tempoMap.seconds(at: end) / 3600
        guard hours <= MIDILimits.hours else {
            throw refusal(
                "the song is \((hours * 10).rounded() / 10) hours long: at most \(Int(MIDILimits.hours)) are allowed; cut it"
            )
        }
        let (quarters, bars) = (end / score.ticksPerQuarter, score.meterMap.barCount(upTo: end))
        guard quarters <= MIDILimits.quarters else {
            throw refusal(
                "the song has \(quarters) quarter notes: at most \(MIDILimits.quarters) are allowed; use longer note values"
            )
        }
        guard bars <= MIDILimits.bars else {
            throw refusal("the song has \(bars) bars: at most \(MIDILimits.bars) are allowed; use longer ones")
        }
    }

    private func checkGaps(of score: Score) throws(MIDIError) {
        let lastStart = score.parts.reduce(0) { max($0, $1.notes.last?.startTick ?? 0) }
        // A song shorter than the longest gap cannot have one.
        guard score.tempoMap.seconds(at: lastStart) > MIDILimits.gapHours * 3600 else { return }
        var previousEnd = 0
        let notes = score.parts.flatMap { $0.notes.map { (start: $0.startTick, end: $0.endTick) } }
        for note in notes.sorted(by: { $0.start < $1.start }) {
            if note.start > previousEnd {
                let gap = score.tempoMap.seconds(at: note.start) - score.tempoMap.seconds(at: previousEnd)
                guard gap <= MIDILimits.gapHours * 3600 else {
                    let hours = (gap / 360).rounded() / 10
                    throw refusal(
                        "\(hours) hours of silence between two notes: at most \(Int(MIDILimits.gapHours)) are allowed; cut it"
                    )
                }
            }
            previousEnd = max(previousEnd, note.end)
        }
    }

    private func refusal(_ reason: String) -> MIDIError { MIDIError(byteOffset: bytes.count, reason: reason) }
}
