import LofiScore

/// A chord row that a whole song obeys.
extension ChordRow {
    /// The key of a song on these chords, which stay where they were written.
    /// - Parameters:
    ///   - asked: taken if it suits the chords.
    ///   - mode: of the key that is estimated otherwise; nil for either.
    func key(asked: Key?, _ mode: Key.Mode?) -> Key {
        if let asked, suits(asked) { return asked }
        return key(in: asked == nil ? mode : nil)
    }

    /// What to say of a key that was asked for and does not suit the chords.
    func remarks(on asked: Key?) -> [String] {
        guard let asked, !suits(asked) else { return [] }
        return ["the chords are played as written, in \(key); they do not suit \(asked), so that key is ignored"]
    }

    /// Makes bass and chords of a song sound this row.
    /// - Parameter firstBar: the bar in which the row begins; what is before stays as it is.
    func bind(_ score: inout Score, from firstBar: Int = 0) {
        // Sections end with a bar; the last bar may end in silence.
        let end = max(score.lastNoteEndTick, score.sections.last?.endTick ?? 0)
        let bars = Array(score.meterMap.bars(upTo: end).dropFirst(firstBar))
        let spans = spans(over: bars, ticksPerQuarter: score.ticksPerQuarter)
        ChordBinding(spans: spans, ticksPerQuarter: score.ticksPerQuarter).apply(to: &score)
    }
}
