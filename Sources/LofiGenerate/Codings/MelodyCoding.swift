import LofiScore

/// Splits songs into two-bar melodies, as MusicVAE's `mel_2bar` does.
///
/// Roberts et al., "A Hierarchical Latent Vector Model for Learning Long-Term Structure in Music" (2018), and Magenta's
/// `OneHotMelodyConverter` with `slice_bars` 2 and four steps per quarter. A line is quantised to sixteenths, the
/// highest of simultaneous notes is kept, a rest of a bar ends the line, and two bars are cut at every bar. There are
/// two differences: a melody is extracted if no part is one, and nothing is discarded at random (Magenta keeps five
/// slices per song). Songs must be on the grid of their beats (`Score.onPulse`).
package struct MelodyCoding: Sendable {
    /// Number of sixteenths in a melody.
    package static let stepCount = Melody.stepCount
    /// Number of different events.
    package static let eventCount = Melody.eventCount
    private static let stepsPerBar = Melody.stepsPerBar

    /// Makes a coding; it has no parameters.
    package init() {}

    /// All distinct two-bar slices of a song's melody, in order of first occurrence.
    package func slices(of score: Score) -> [Melody] {
        var seen: Set<Melody> = []
        return lines(of: score).flatMap { Self.cuts($0, everyBars: 1) }
            .filter { $0.hasNotes && seen.insert($0).inserted }
    }

    /// Consecutive two-bar melodies, one list for each stretch without a rest of a bar.
    package func phrases(of score: Score) -> [[Melody]] {
        lines(of: score).flatMap { line in
            Self.cuts(line, everyBars: 2).split { !$0.hasNotes }.map(Array.init)
        }
    }

    /// Joins melodies into a song.
    /// - Parameters:
    ///   - melodies: Played one after another, two bars each.
    ///   - beatsPerMinute: Tempo of the song.
    ///   - program: General MIDI program, 0…127.
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

    /// Contiguous ranges of bars in 4/4, in ticks.
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
            line.add(note.pitch, from: note.start, to: note.end)
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

/// A monophonic line being quantised, in which each note cuts off the previous one.
private struct MelodyLine {
    private var events: [UInt8] = []
    /// Step of the song at which the bar of the first note begins.
    private var origin = 0
    private(set) var lastStart: Int?
    /// Step at which the last note ends; nil without notes.
    private(set) var end: Int?

    /// Appends a note, cutting off the previous one.
    mutating func add(_ pitch: Int, from start: Int, to end: Int) {
        if lastStart == nil { origin = start - start % Melody.stepsPerBar }
        let (from, to) = (start - origin, end - origin)
        // Events from here on belong to the note being cut off.
        if events.count > from { events.removeSubrange(from...) }
        events += [UInt8](repeating: Melody.noEvent, count: to + 1 - events.count)
        events[from] = Melody.event(striking: pitch)
        events[to] = Melody.noteOff
        (lastStart, self.end) = (start, end)
    }

    /// The events padded to whole bars, without a final note-off that falls on a bar line.
    var wholeBars: [UInt8] {
        var filled = events
        if filled.count % Melody.stepsPerBar == 1 { filled.removeLast() }
        let rest = (Melody.stepsPerBar - filled.count % Melody.stepsPerBar) % Melody.stepsPerBar
        return filled + [UInt8](repeating: Melody.noEvent, count: rest)
    }
}
