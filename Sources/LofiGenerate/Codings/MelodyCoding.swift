import LofiScore

/// Songs as two-bar melodies, as MusicVAE's `mel_2bar` has them.
///
/// Roberts et al., "A Hierarchical Latent Vector Model for Learning Long-Term Structure in Music" (2018), and Magenta's
/// `OneHotMelodyConverter` with `slice_bars` 2 and four steps a quarter. A line is laid on sixteenths, of notes that begin
/// together the highest counts, a rest of a bar ends it, and two bars are cut out at every bar. Two things differ: the
/// melody is sought where no part is one, and nothing is thrown away by chance (Magenta keeps five cuts a song). The songs
/// shall be on the grid of their pulse (`Score.onPulse`).
package struct MelodyCoding: Sendable {
    package static let stepCount = Melody.stepCount
    package static let eventCount = Melody.eventCount
    private static let stepsPerBar = Melody.stepsPerBar

    package init() {}

    /// Every two bars of a song's melody, in order, each once.
    package func slices(of score: Score) -> [Melody] {
        var seen: Set<Melody> = []
        return lines(of: score).flatMap { Self.cuts($0, everyBars: 1) }
            .filter { $0.hasNotes && seen.insert($0).inserted }
    }

    /// What follows one another: for each stretch of the song without a rest of a bar its two bars after two bars.
    package func phrases(of score: Score) -> [[Melody]] {
        lines(of: score).flatMap { line in
            Self.cuts(line, everyBars: 2).split { !$0.hasNotes }.map(Array.init)
        }
    }

    /// One after another as a song.
    /// - Parameter program: General MIDI, 0…127.
    package func score(of melodies: [Melody], beatsPerMinute: Double, program: Int = 0) -> Score {
        let ticksPerQuarter = 480
        let notes = melodies.enumerated().flatMap { index, melody in
            melody.notes(from: index * 8 * ticksPerQuarter, ticksPerQuarter: ticksPerQuarter)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: ticksPerQuarter, beatsPerMinute: beatsPerMinute),
            parts: [Part(name: "Melody", role: .melody, program: program, notes: notes)])
    }

    // MARK: Lines

    /// Events of whole bars, from the bar of a first note to that of the last before a rest of a bar.
    private func lines(of score: Score) -> [[UInt8]] {
        guard let part = MelodyPart.of(score) else { return [] }
        return Self.runs(of: score).flatMap { run in
            let notes = part.notes.filter { run.contains($0.startTick) && Melody.pitches.contains($0.pitch) }
            return Self.lines(notes, from: run.lowerBound, ticksPerQuarter: score.ticksPerQuarter)
        }
    }

    /// Stretches of bars in four-four time without a gap, in ticks.
    private static func runs(of score: Score) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for bar in score.meterMap.bars(upTo: score.lastNoteEndTick)
        where bar.lengthTicks == 4 * score.ticksPerQuarter && !bar.meter.isCompound {
            if let last = runs.last, last.upperBound == bar.startTick {
                runs[runs.count - 1] = last.lowerBound..<bar.endTick
            } else {
                runs.append(bar.startTick..<bar.endTick)
            }
        }
        return runs
    }

    private static func lines(_ notes: [Note], from startTick: Int, ticksPerQuarter: Int) -> [[UInt8]] {
        func step(_ tick: Int) -> Int {
            Int((Double(tick - startTick) * 4 / Double(ticksPerQuarter) + 0.5).rounded(.down))
        }
        let stepped = notes.map { note in
            let start = step(note.startTick)
            return (start: start, end: max(start + 1, step(note.endTick)), pitch: note.pitch)
        }.sorted { ($0.start, -$0.pitch) < ($1.start, -$1.pitch) }
        var lines: [[UInt8]] = []
        var line = MelodyLine()
        for note in stepped where line.lastStart != note.start {
            if let end = line.end, note.start - end >= stepsPerBar {
                lines.append(line.wholeBars)
                line = MelodyLine()
            }
            line.strike(note.pitch, from: note.start, to: note.end)
        }
        if line.end != nil { lines.append(line.wholeBars) }
        return lines
    }

    private static func cuts(_ line: [UInt8], everyBars bars: Int) -> [Melody] {
        stride(from: 0, through: line.count - stepCount, by: bars * stepsPerBar).map {
            Melody(line[$0..<($0 + stepCount)])
        }
    }
}

/// A single voice on its way onto the grid: each note cuts the one before.
private struct MelodyLine {
    private var events: [UInt8] = []
    /// Of the song's steps the first of the first note's bar.
    private var origin = 0
    private(set) var lastStart: Int?
    /// The step at which the last note ends; nil without notes.
    private(set) var end: Int?

    mutating func strike(_ pitch: Int, from start: Int, to end: Int) {
        if lastStart == nil { origin = start - start % Melody.stepsPerBar }
        let (from, to) = (start - origin, end - origin)
        // Whatever was written from here on belongs to a note that this one cuts.
        if events.count > from { events.removeSubrange(from...) }
        events += [UInt8](repeating: Melody.noEvent, count: to + 1 - events.count)
        events[from] = Melody.event(striking: pitch)
        events[to] = Melody.noteOff
        (lastStart, self.end) = (start, end)
    }

    /// Without the end of its last note where a bar ends there too, filled up to a whole bar.
    var wholeBars: [UInt8] {
        var filled = events
        if filled.count % Melody.stepsPerBar == 1 { filled.removeLast() }
        let rest = (Melody.stepsPerBar - filled.count % Melody.stepsPerBar) % Melody.stepsPerBar
        return filled + [UInt8](repeating: Melody.noEvent, count: rest)
    }
}
