import LofiScore

/// Converts a song to a sketch: its beats, key, voices, chords and form.
package enum SketchReading {
    /// Analyses a song.
    /// - Parameters:
    ///   - song: The song, on any grid.
    ///   - style: Name of its style.
    ///   - key: Its key; nil = estimate it, with C major as the fallback.
    /// - Returns: nil if the song has no notes.
    package static func sketch(of song: Score, style: String, key: Key? = nil) -> Sketch? {
        sketch(ofPulse: song.onPulse, style: style, key: key)
    }

    /// The same for a song that is already on the grid of its beats.
    static func sketch(ofPulse score: Score, style: String, key: Key?) -> Sketch? {
        guard !score.pitchedNotes.isEmpty else { return nil }
        let harmony = Harmony(score)
        let key = key ?? KeyEstimate(score, harmony: harmony)?.key ?? Key(tonic: 0, mode: .major)
        let shift = Sketch.shift(from: key)
        let sixteenth = Double(score.ticksPerQuarter) / 4
        let lines = barLines(score, sixteenth)
        var bars = lines.map { Sketch.Bar(length: $0.length) }
        lay(voices(of: score), on: &bars, lines, sixteenth, shift)
        for index in bars.indices { bars[index].chords = chords(harmony, in: lines[index], sixteenth, shift) }
        var sketch = Sketch(style: style, key: key, beatsPerMinute: score.tempoMap.beatsPerMinute(at: 0))
        sketch.sections = sections(SectionAnalysis(score), bars, lines)
        sketch.findSimilarities()
        return sketch
    }

    private typealias Line = (start: Int, length: Int)

    private static func barLines(_ score: Score, _ sixteenth: Double) -> [Line] {
        score.meterMap.bars(upTo: score.lastNoteEndTick).flatMap { bar in
            // Bars longer than any word are split.
            let whole = max(1, Int((Double(bar.lengthTicks) / sixteenth).rounded()))
            return stride(from: 0, to: whole, by: Sketch.maximumBarLength).map { first in
                (bar.startTick + Int(Double(first) * sixteenth), min(Sketch.maximumBarLength, whole - first))
            }
        }
    }

    // MARK: Voices

    /// The notes of each voice. A counter-melody counts as melody in bars where the melody rests.
    private static func voices(of score: Score) -> [Sketch.Voice: [Note]] {
        let pitched = score.parts.filter { !$0.isDrums && !$0.notes.isEmpty }
        var voices: [Sketch.Voice: [Note]] = [:]
        var rest = pitched
        if pitched.contains(where: { $0.role == .melody }) {
            voices[.melody] = pitched.filter { $0.role == .melody }.flatMap(\.notes)
            let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
            let sung = Set(bars.filter { bar in voices[.melody]!.contains { overlaps($0, bar) } }.map(\.startTick))
            for part in pitched where part.role == .counter {
                var bar = 0
                var (answers, others) = ([Note](), [Note]())
                for note in part.notes {
                    while bar + 1 < bars.count, bars[bar].endTick <= note.startTick { bar += 1 }
                    if sung.contains(bars[bar].startTick) { others.append(note) } else { answers.append(note) }
                }
                voices[.melody]! += answers
                voices[.chords, default: []] += others
            }
            rest.removeAll { $0.role == .melody || $0.role == .counter }
        }
        voices[.bass] = rest.filter { $0.role == .bass }.flatMap(\.notes)
        rest.removeAll { $0.role == .bass }
        guard var hands = rest.first else { return voices }
        hands.notes = rest.flatMap(\.notes).sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
        let hasMelody = voices[.melody] != nil
        let hasBass = voices[.bass]?.isEmpty == false
        for (note, role) in zip(hands.notes, HandSplit(hands, ticksPerQuarter: score.ticksPerQuarter).roles) {
            switch role {
            case .melody where !hasMelody: voices[.melody, default: []].append(note)
            case .bass where !hasBass: voices[.bass, default: []].append(note)
            default: voices[.chords, default: []].append(note)
            }
        }
        return voices
    }

    private static func overlaps(_ note: Note, _ bar: MeterMap.Bar) -> Bool {
        note.startTick < bar.endTick && note.endTick > bar.startTick
    }

    private static func lay(
        _ voices: [Sketch.Voice: [Note]], on bars: inout [Sketch.Bar], _ lines: [Line], _ sixteenth: Double,
        _ shift: Int
    ) {
        for voice in Sketch.Voice.allCases {
            var bar = 0
            for note in (voices[voice] ?? []).sorted(by: { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }) {
                // Notes that round to the next bar line belong to the next bar.
                while bar + 1 < lines.count, Double(note.startTick) >= Double(lines[bar + 1].start) - sixteenth / 2 {
                    bar += 1
                }
                let position = Int((Double(note.startTick - lines[bar].start) / sixteenth).rounded())
                let pitch = note.pitch + shift
                guard (0...127).contains(pitch) else { continue }
                bars[bar].notes.append(
                    Sketch.Note(
                        voice: voice, position: min(max(0, position), lines[bar].length - 1), pitch: pitch,
                        length: max(1, Int((Double(note.durationTicks) / sixteenth).rounded())),
                        velocity: Sketch.velocityClass(note.velocity)))
            }
        }
        for index in bars.indices { bars[index].tidy() }
    }

    // MARK: Chords and form

    private static func chords(
        _ harmony: Harmony, in line: Line, _ sixteenth: Double, _ shift: Int
    ) -> [Sketch.ChordChange] {
        var changes: [Sketch.ChordChange] = []
        // Chords change on beats.
        for position in stride(from: 0, to: line.length, by: 4) {
            let tick = line.start + Int((Double(position) + 0.5) * sixteenth)
            let chord = harmony.chord(at: tick).map {
                Chord(root: ($0.root + shift + 12) % 12, quality: $0.quality)
            }
            if changes.isEmpty || changes.last?.chord != chord {
                changes.append(Sketch.ChordChange(position: position, chord: chord))
            }
        }
        return changes
    }

    private static func sections(
        _ analysis: SectionAnalysis, _ bars: [Sketch.Bar], _ lines: [Line]
    ) -> [Sketch.Section] {
        var letters: [Character: Int] = [:]
        var sections: [Sketch.Section] = []
        for (bar, line) in zip(bars, lines) {
            let found = analysis.sections.firstIndex { line.start >= $0.startTick && line.start < $0.endTick }
            let section = found.map { analysis.sections[$0] } ?? analysis.sections.last
            let name = section?.label.first ?? "A"
            let letter = letters[name] ?? min(letters.count, Sketch.letterCount - 1)
            letters[name] = letter
            let begins = section.map { line.start == $0.startTick } ?? false
            if sections.isEmpty || begins || sections[sections.count - 1].bars.count == Sketch.maximumSectionBars {
                sections.append(Sketch.Section(letter: letter, bars: []))
            }
            sections[sections.count - 1].bars.append(bar)
        }
        return sections
    }
}

extension Sketch.Bar {
    /// Sorts the notes and keeps the longest of equal pitches at one position of a voice.
    mutating func tidy() {
        var kept: [[Int]: Sketch.Note] = [:]
        for note in notes {
            let key = [note.position, note.voice.rawValue, note.pitch]
            if let other = kept[key], (other.length, other.velocity) >= (note.length, note.velocity) { continue }
            kept[key] = note
        }
        notes = kept.values.sorted {
            ($0.position, $0.voice.rawValue, $0.pitch) < ($1.position, $1.voice.rawValue, $1.pitch)
        }
    }
}
