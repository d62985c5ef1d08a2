/// Chords for an unaccompanied melody.
///
/// The melody is divided into segments of half a bar (`MelodySegment`); the key is estimated from the melody alone
/// (`MelodyKey`) unless the caller knows it, and the best chord sequence in that key is found (`HarmonyLattice`).
public struct MelodyHarmony: Sendable, Equatable {
    /// Spans in order, without gaps, from the start of the first note's bar to the end of the last note's. Chords
    /// change only at the start or in the middle of a bar. Empty for an empty melody.
    public let spans: [Harmony.Span]
    /// The key of the chords: the given one, or the estimate. Always set, even if the melody does not suggest a key.
    public let key: Key

    /// - Parameters:
    ///   - melody: Notes in any order, on a grid whose quarters are beats and whose bars are as heard. Of notes with
    ///     the same onset the highest counts.
    ///   - meterMap: The bars.
    ///   - ticksPerQuarter: Resolution of the notes and of `meterMap`.
    ///   - key: The key to use; nil = estimate it.
    public init(melody: [Note], meterMap: MeterMap, ticksPerQuarter: Int, key: Key? = nil) {
        let line = MelodyLine(melody)
        let phrases = line.phrases(meterMap: meterMap, ticksPerQuarter: ticksPerQuarter)
        let segments = MelodySegment.segments(
            of: line, phrases: phrases, meterMap: meterMap, ticksPerQuarter: ticksPerQuarter)
        let key = key ?? MelodyKey(segments, line: line, phrases: phrases).key
        self.key = key
        let degrees = HarmonyLattice(segments, key: key).bestPath()
        var spans: [Harmony.Span] = []
        for (segment, degree) in zip(segments, degrees) {
            let chord = degree.chord(in: key)
            if let last = spans.last, last.chord == chord {
                spans[spans.count - 1] = Harmony.Span(
                    startTick: last.startTick, endTick: segment.endTick, chord: chord)
            } else {
                spans.append(Harmony.Span(startTick: segment.startTick, endTick: segment.endTick, chord: chord))
            }
        }
        self.spans = spans
    }
}
