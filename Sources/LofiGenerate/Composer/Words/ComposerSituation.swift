import LofiScore

/// Input features of the network beside the words: the current position, the current and the next chord, the notes of
/// the repeated bar at this position, and the word that would repeat it. Each feature is a row of one table; the rows
/// are added.
///
/// A network remembers only a few bars, while the repeated bar may be a whole section back. Given its notes, the
/// network can repeat and vary what was played long ago.
package enum ComposerSituation {
    /// Number of rows per step; unused ones are −1.
    package static let width = recalledSlots + notesHere + notesNext + 1
    private static let recalledSlots = 14
    private static let notesHere = 6
    private static let notesNext = 3

    // MARK: Rows of the table

    private static let positions = ComposerWord.count
    private static let barsInSection = positions + Sketch.maximumBarLength + 1
    private static let sections = barsInSection + 4 * Sketch.maximumSectionBars
    private static let chords = sections + Sketch.letterCount
    private static let nextChords = chords + ComposerWord.chords.count
    private static let styles = nextChords + ComposerWord.chords.count
    private static let modes = styles + ComposerWord.styleCount
    private static let tempi = modes + 2
    private static let similarities = tempi + ComposerWord.tempoCount
    private static let tuneSimilarities = similarities + Sketch.Similarity.allCases.count
    private static let agreements = tuneSimilarities + Sketch.Similarity.allCases.count
    private static let melody = agreements + Sketch.Similarity.allCases.count * 3
    private static let recalledPositions = melody + 128
    private static let recalledNotes = recalledPositions + Sketch.maximumBarLength + 1
    private static let recalledNext = recalledNotes + ComposerWord.pitches.count
    private static let lengths = recalledNext + ComposerWord.pitches.count
    /// One row per word that would continue the repetition; the last of a step's rows.
    package static let repetitions = lengths + 33
    /// Number of rows in the table.
    package static let rowCount = repetitions + ComposerWord.count

    /// The row of a style of music.
    static func row(ofStyle style: Int) -> Int { styles + style }

    /// The rows of a step.
    /// - Parameter reader: Its state after the last word, before the word to predict.
    package static func rows(_ reader: ComposerReader) -> [Int16] {
        var rows = [Int](repeating: -1, count: width)
        if let last = reader.last { rows[0] = last.number }
        rows[1] = positions + reader.position + 1
        let bar = reader.bar ?? reader.sectionStart
        let barInSection = reader.bar.map { min($0 - reader.sectionStart, Sketch.maximumSectionBars - 1) } ?? 0
        rows[2] = barsInSection + phase(reader.phase) * Sketch.maximumSectionBars + barInSection
        if let letter = reader.sections.last?.letter { rows[3] = sections + letter }
        if let style = reader.style { rows[4] = styles + style }
        if let mode = reader.mode { rows[5] = modes + (mode == .minor ? 1 : 0) }
        if let tempo = reader.tempo { rows[6] = tempi + tempo }
        if let pitch = reader.lastMelodyPitch { rows[7] = melody + pitch }
        if let word = reader.repetition { rows[width - 1] = repetitions + word.number }
        if reader.phase == .playing, bar < reader.bars.count {
            let now = reader.bars[bar].chord(at: max(0, reader.position))
            rows[8] = chords + ComposerWord.number(of: now)
            rows[9] = nextChords + ComposerWord.number(of: nextChord(reader, bar))
            rows[10] = similarities + reader.bars[bar].similarity.rawValue
            // Number of bars of the section still to be played, including this one.
            rows[11] = lengths + min(reader.bars.count - bar, 32)
            rows[12] = tuneSimilarities + reader.bars[bar].tuneSimilarity.rawValue
            switch reader.last {
            case .bar, .like: compare(reader, reader.bars[bar], &rows)
            default: recall(reader, &rows)
            }
        }
        return rows.map(Int16.init)
    }

    private static func phase(_ phase: ComposerReader.Phase) -> Int {
        switch phase {
        case .heading: 0
        case .planning: 1
        case .playing: 2
        case .done: 3
        }
    }

    /// The next different chord of the section; the current one if there is none.
    private static func nextChord(_ reader: ComposerReader, _ bar: Int) -> Chord? {
        let now = reader.bars[bar].chord(at: max(0, reader.position))
        if let next = reader.bars[bar].chords.first(where: { $0.position > max(0, reader.position) }) {
            return next.chord
        }
        return reader.bars[(bar + 1)...].lazy.flatMap(\.chords).first { $0.chord != now }?.chord ?? now
    }

    /// How far the chords of each candidate bar agree with those of the current bar.
    private static func compare(_ reader: ComposerReader, _ bar: Sketch.Bar, _ rows: inout [Int]) {
        for (slot, similarity) in Sketch.Similarity.allCases.dropFirst().enumerated() {
            guard let other = reader.bar(meantBy: similarity) else { continue }
            let isAlike = (0..<max(bar.length, other.length)).count { bar.chord(at: $0) == other.chord(at: $0) }
            let degree = isAlike == 0 ? 0 : isAlike < max(bar.length, other.length) ? 1 : 2
            rows[recalledSlots + slot] = agreements + similarity.rawValue * 3 + degree
        }
    }

    /// The notes of the repeated bar at this position, and the position and notes that come next there.
    private static func recall(_ reader: ComposerReader, _ rows: inout [Int]) {
        guard let reference = reader.reference else { return }
        let here = reference.notes.filter { $0.position == reader.position }
        for (slot, note) in here.prefix(notesHere).enumerated() {
            rows[recalledSlots + slot] = recalledNotes + row(note)
        }
        let next = reference.notes.first { $0.position > reader.position }?.position
        rows[recalledSlots - 1] = recalledPositions + (next ?? Sketch.maximumBarLength)
        for (slot, note) in reference.notes.filter({ $0.position == next }).suffix(notesNext).enumerated() {
            rows[recalledSlots + notesHere + slot] = recalledNext + row(note)
        }
    }

    private static func row(_ note: Sketch.Note) -> Int { note.voice.rawValue * 128 + note.pitch }
}
