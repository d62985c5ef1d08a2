/// Chords for a melody that has no accompaniment.
///
/// The melody is divided into segments of half a bar (`MelodySegment`); the key is estimated from the melody alone
/// (`MelodyKey`) unless the caller knows it, and the best chord sequence in that key is found (`HarmonyLattice`).
public struct MelodyHarmony: Sendable, Equatable {
    /// In order, without gaps, from the start of the bar of the first note to the end of the bar of the last. Chords
    /// change at the start or in the middle of a bar only. Empty for an empty melody.
    public let spans: [Harmony.Span]
    /// The key of the chords: the given one, else the estimate. Always set, even where the melody suggests no key.
    public let key: Key

    /// - Parameters:
    ///   - melody: In any order, on the grid of its own pulse: a quarter is a beat, bars are as heard. Of notes with the
    ///     same onset the highest counts.
    ///   - meterMap: The bars.
    ///   - key: nil to estimate it.
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
