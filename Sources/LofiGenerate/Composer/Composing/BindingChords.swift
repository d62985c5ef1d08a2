import LofiScore

/// Applying a chord progression to a whole song.
extension ChordRow {
    /// The key of a song with these chords, which are not transposed.
    /// - Parameters:
    ///   - asked: Requested key, used if it suits the chords.
    ///   - mode: Mode of the estimated key, if none is requested; nil = either.
    func key(asked: Key?, _ mode: Key.Mode?) -> Key {
        if let asked, suits(asked) { return asked }
        return key(in: asked == nil ? mode : nil)
    }

    /// Notes for the user if the requested key does not suit the chords and is ignored.
    func remarks(on asked: Key?) -> [String] {
        guard let asked, !suits(asked) else { return [] }
        return ["the chords are played as written, in \(key); they do not suit \(asked), so that key is ignored"]
    }

    /// Constrains bass and chords of a song to this progression.
    /// - Parameters:
    ///   - score: The song.
    ///   - firstBar: Bar in which the progression starts; earlier bars are unchanged.
    func bind(_ score: inout Score, from firstBar: Int = 0) {
        // Sections end on bar lines, while the last bar may end in silence.
        let end = max(score.lastNoteEndTick, score.sections.last?.endTick ?? 0)
        let bars = Array(score.meterMap.bars(upTo: end).dropFirst(firstBar))
        let spans = spans(over: bars, ticksPerQuarter: score.ticksPerQuarter)
        ChordBinding(spans: spans, ticksPerQuarter: score.ticksPerQuarter).apply(to: &score)
    }
}
