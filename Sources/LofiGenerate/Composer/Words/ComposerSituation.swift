import LofiScore

/// What the network is told beside the words: where it stands, which chord holds and comes, what the bar that it takes up
/// played here, and which word would repeat it. Each is a row of one table; the rows are added.
///
/// A network hears a few bars back at most; the bar that is taken up may lie a whole section back. Shown it note by note,
/// it can repeat and vary what was long ago.
package enum ComposerSituation {
    /// Rows that a moment has; those that say nothing are −1.
    package static let width = recalledSlots + notesHere + notesNext + 1
    private static let recalledSlots = 14
    private static let notesHere = 6
    private static let notesNext = 3

    // MARK: Rows of the table

    private static let positions = ComposerWord.count
    private static let places = positions + Sketch.longestBar + 1
    private static let sections = places + 4 * Sketch.longestSection
    private static let chords = sections + Sketch.letterCount
    private static let nextChords = chords + ComposerWord.chords.count
    private static let styles = nextChords + ComposerWord.chords.count
    private static let modes = styles + ComposerWord.styleCount
    private static let tempi = modes + 2
    private static let likenesses = tempi + ComposerWord.tempoCount
    private static let tuneLikenesses = likenesses + Sketch.Likeness.allCases.count
    private static let agreements = tuneLikenesses + Sketch.Likeness.allCases.count
    private static let melody = agreements + Sketch.Likeness.allCases.count * 3
    private static let recalledPlaces = melody + 128
    private static let recalledNotes = recalledPlaces + Sketch.longestBar + 1
    private static let recalledNext = recalledNotes + ComposerWord.pitches.count
    private static let lengths = recalledNext + ComposerWord.pitches.count
    /// For each word: it would repeat what is taken up. The last of a moment's rows.
    package static let repetitions = lengths + 33
    package static let rowCount = repetitions + ComposerWord.count

    /// The row that says which kind of music it is.
    static func row(ofStyle style: Int) -> Int { styles + style }

    /// - Parameter reader: has just heard its last word, and the next one is to be told.
    package static func rows(_ reader: ComposerReader) -> [Int16] {
        var rows = [Int](repeating: -1, count: width)
        if let last = reader.last { rows[0] = last.number }
        rows[1] = positions + reader.position + 1
        let bar = reader.bar ?? reader.sectionStart
        let barInSection = reader.bar.map { min($0 - reader.sectionStart, Sketch.longestSection - 1) } ?? 0
        rows[2] = places + phase(reader.phase) * Sketch.longestSection + barInSection
        if let letter = reader.sections.last?.letter { rows[3] = sections + letter }
        if let style = reader.style { rows[4] = styles + style }
        if let mode = reader.mode { rows[5] = modes + (mode == .minor ? 1 : 0) }
        if let tempo = reader.tempo { rows[6] = tempi + tempo }
        if let pitch = reader.lastMelodyPitch { rows[7] = melody + pitch }
        if let word = reader.repetition { rows[width - 1] = repetitions + word.number }
        if reader.phase == .playing, bar < reader.bars.count {
            let now = reader.bars[bar].chord(at: max(0, reader.position))
            rows[8] = chords + ComposerWord.number(of: now)
            rows[9] = nextChords + ComposerWord.number(of: chordToCome(reader, bar))
            rows[10] = likenesses + reader.bars[bar].likeness.rawValue
            // How many bars of the section are still to be played.
            rows[11] = lengths + min(reader.bars.count - bar, 32)
            rows[12] = tuneLikenesses + reader.bars[bar].tuneLikeness.rawValue
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

    /// The next chord of the section that is another; the one that holds where none is.
    private static func chordToCome(_ reader: ComposerReader, _ bar: Int) -> Chord? {
        let now = reader.bars[bar].chord(at: max(0, reader.position))
        if let next = reader.bars[bar].chords.first(where: { $0.position > max(0, reader.position) }) {
            return next.chord
        }
        return reader.bars[(bar + 1)...].lazy.flatMap(\.chords).first { $0.chord != now }?.chord ?? now
    }

    /// How far the chords of each bar that could be taken up are those of the bar at hand.
    private static func compare(_ reader: ComposerReader, _ bar: Sketch.Bar, _ rows: inout [Int]) {
        for (slot, likeness) in Sketch.Likeness.allCases.dropFirst().enumerated() {
            guard let other = reader.bar(meantBy: likeness) else { continue }
            let isAlike = (0..<max(bar.length, other.length)).count { bar.chord(at: $0) == other.chord(at: $0) }
            let degree = isAlike == 0 ? 0 : isAlike < max(bar.length, other.length) ? 1 : 2
            rows[recalledSlots + slot] = agreements + likeness.rawValue * 3 + degree
        }
    }

    /// What the bar that is taken up plays at this place, and where and how it goes on.
    private static func recall(_ reader: ComposerReader, _ rows: inout [Int]) {
        guard let reference = reader.reference else { return }
        let here = reference.notes.filter { $0.position == reader.position }
        for (slot, note) in here.prefix(notesHere).enumerated() {
            rows[recalledSlots + slot] = recalledNotes + row(note)
        }
        let next = reference.notes.first { $0.position > reader.position }?.position
        rows[recalledSlots - 1] = recalledPlaces + (next ?? Sketch.longestBar)
        for (slot, note) in reference.notes.filter({ $0.position == next }).suffix(notesNext).enumerated() {
            rows[recalledSlots + notesHere + slot] = recalledNext + row(note)
        }
    }

    private static func row(_ note: Sketch.Note) -> Int { note.voice.rawValue * 128 + note.pitch }
}
