import LofiScore

/// Makes a score of a MIDI file: pairs the notes, gathers tempo and meter from all tracks, a part for each track and
/// channel.
struct ScoreImport {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var file: MIDIFileReader
    private var conductor = Conductor()
    /// By order of appearance.
    private var tracks: [TrackImport] = []
    /// The last end-of-track.
    private var endTick = 0
    /// The last movement of any controller, those that no score keeps too.
    private var lastControllerTick = 0
    private var notesLeft = MIDILimits.notes
    private var controllersLeft = MIDILimits.controllers

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        file = MIDIFileReader(bytes)
    }

    mutating func song() throws(MIDIError) -> MIDISong {
        let header = try file.header()
        // Under SMPTE time a file has no beats: a quarter is taken as half a second, in ticks of half the file's.
        let scale: Int
        let ticksPerQuarter: Int
        var smpteTempo: Int64?
        switch header.division {
        case .ticksPerQuarter(let ticks): (scale, ticksPerQuarter) = (1, ticks)
        case .smpte(let framesPerSecond, let ticksPerFrame):
            let nominal = framesPerSecond == 29 ? 30 : framesPerSecond
            (scale, ticksPerQuarter) = (2, nominal * ticksPerFrame)
            // 29.97 is 30 × 1000 / 1001 exactly.
            smpteTempo = framesPerSecond == 29 ? 500_500_000_000 : 500_000_000_000
        }
        try readTracks(header, scale: scale)
        let tempos =
            smpteTempo.map { [TempoMap.Change(tick: 0, picosecondsPerQuarter: $0)] } ?? conductor.tempos
        let score = Score(
            title: tracks.first?.name ?? "", tempoMap: TempoMap(ticksPerQuarter: ticksPerQuarter, changes: tempos),
            meterMap: MeterMap(ticksPerQuarter: ticksPerQuarter, changes: conductor.meters),
            keySignatures: conductor.keys.sorted { $0.tick < $1.tick }, parts: try PartImport(tracks).parts())
        guard score.noteCount > 0 else { throw refusal("there are no notes in it") }
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

    /// Silence that somebody would wonder at, seconds.
    private static let longSilence = 60.0

    private mutating func warnOfSilence(about score: Score) {
        let onsets = score.parts.compactMap { part in part.notes.map(\.startTick).min() }
        let before = score.tempoMap.seconds(at: onsets.min() ?? 0)
        let behind = score.tempoMap.seconds(at: endTick) - score.tempoMap.seconds(at: score.lastNoteEndTick)
        if before > Self.longSilence {
            conductor.warn(
                0,
                "\(Int(before)) s of silence before the first note are kept; with --length the song begins at that note"
            )
        }
        if behind > Self.longSilence {
            conductor.warn(0, "the file goes on for \(Int(behind)) s behind its last note; that silence is left out")
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
                    reason: "more than \(MIDILimits.tracks) tracks; join them, or leave some out")
            }
            let length = try readTrack(range, &pairs, scale: scale, offset: offset)
            endTick = max(endTick, offset + length)
            // The sequences of format 2 are independent songs: one after the other.
            if header.format == 2 { offset += length }
        }
        if tracks.count != header.claimedTracks.count {
            file.warn(
                header.claimedTracks.byteOffset,
                "the header claims \(header.claimedTracks.count) tracks, there are \(tracks.count)")
        }
        if header.format == 2, tracks.count > 1 {
            conductor.warn(8, "format 2: its \(tracks.count) sequences play one after another")
        }
    }

    /// - Returns: the length of the track, ticks.
    private mutating func readTrack(
        _ range: Range<Int>, _ pairs: inout NotePairs, scale: Int, offset: Int
    ) throws(MIDIError) -> Int {
        var track = TrackImport(index: tracks.count)
        var reader = MIDITrackReader(
            bytes, range: range, scale: scale, offset: offset, controllersLeft: controllersLeft)
        var extent = MIDITrackReader.Extent()
        var unclosed = 0
        conductor.beginTrack()
        // A note takes three bytes at least: room for so many is room for all, and what is not written costs nothing. For one at
        // least: with none every thread of the process would write the same 0 into the empty array that all share.
        var notes = [Note](unsafeUninitializedCapacity: max(1, min(range.count / 3, notesLeft))) { buffer, count in
            pairs.begin(in: buffer)
            extent = reader.read(into: &track, &pairs, &conductor)
            // A note without an end sounds to the end of its track, but not through hours of nothing behind the last event.
            let quarters = 16 * (extent.endTick > extent.lastEventTick ? max(1, extent.lastEventTick) : 1)
            let close = min(extent.endTick, extent.lastEventTick + quarters)
            unclosed = pairs.closeAll(at: offset + close * scale)
            count = pairs.count
        }
        file.endTrack(at: reader.position, reader.warnings)
        if pairs.isFull || notes.count > notesLeft {
            throw MIDIError(
                byteOffset: range.lowerBound,
                reason: "more than \(MIDILimits.notes) notes by this track; render the song in pieces")
        }
        if let refusal = reader.refusal ?? conductor.refusal { throw refusal }
        if unclosed > 0 { conductor.warn(0, "track \(track.index + 1): \(unclosed) notes without an end") }
        if extent.lastControllerTick >= 0 {
            lastControllerTick = max(lastControllerTick, offset + extent.lastControllerTick * scale)
        }
        // Tracks that claim the rest of the file must not keep room for it.
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
                "a song of \((hours * 10).rounded() / 10) hours: more than \(Int(MIDILimits.hours)) are refused; cut it"
            )
        }
        let (quarters, bars) = (end / score.ticksPerQuarter, score.meterMap.barCount(upTo: end))
        guard quarters <= MIDILimits.quarters else {
            throw refusal(
                "a song of \(quarters) quarter notes: more than \(MIDILimits.quarters) are refused; write it in longer ones"
            )
        }
        guard bars <= MIDILimits.bars else {
            throw refusal("a song of \(bars) bars: more than \(MIDILimits.bars) are refused; write longer ones")
        }
    }

    private func checkGaps(of score: Score) throws(MIDIError) {
        let lastStart = score.parts.reduce(0) { max($0, $1.notes.last?.startTick ?? 0) }
        // Songs that are shorter than the longest gap have none.
        guard score.tempoMap.seconds(at: lastStart) > MIDILimits.gapHours * 3600 else { return }
        var previousEnd = 0
        let notes = score.parts.flatMap { $0.notes.map { (start: $0.startTick, end: $0.endTick) } }
        for note in notes.sorted(by: { $0.start < $1.start }) {
            if note.start > previousEnd {
                let gap = score.tempoMap.seconds(at: note.start) - score.tempoMap.seconds(at: previousEnd)
                guard gap <= MIDILimits.gapHours * 3600 else {
                    let hours = (gap / 360).rounded() / 10
                    throw refusal(
                        "\(hours) hours of silence between two notes: more than \(Int(MIDILimits.gapHours)) are refused"
                    )
                }
            }
            previousEnd = max(previousEnd, note.end)
        }
    }

    private func refusal(_ reason: String) -> MIDIError { MIDIError(byteOffset: bytes.count, reason: reason) }
}
