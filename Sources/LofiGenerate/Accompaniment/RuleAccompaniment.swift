import LofiPlugin
import LofiScore

/// Rule-based bass and chords in any meter: a bass note at each chord change, the chord on beats spread over it.
struct RuleAccompaniment {
    private(set) var bass: [Note] = []
    private(set) var chords: [Note] = []

    /// Velocity of the first chord of a span, and of its repetitions.
    private static let accent = 76, weak = 60
    /// Probability that a repeated chord comes half a beat early.
    private static let anticipation = 0.3

    /// - Parameters:
    ///   - spans: Chords, each within one bar.
    ///   - meterMap: The meter, which defines the beats.
    ///   - ticksPerQuarter: Resolution of the spans.
    ///   - density: Onset density; 1 = a chord on every second beat.
    ///   - random: Source of the anticipations.
    init(
        _ spans: [ChordSpan], meterMap: MeterMap, ticksPerQuarter: Int, density: Double, random: inout RandomStream
    ) {
        var voicing = Voicing()
        for span in spans {
            let beat = meterMap.meter(at: span.startTick).beatTicks(ticksPerQuarter: ticksPerQuarter)
            let keys = voicing.next(span.symbol.upperPitchClasses)
            let onsets = Self.onsets(span, beat, density, &random)
            for (index, start) in onsets.enumerated() {
                let end = index + 1 < onsets.count ? onsets[index + 1] : span.endTick
                chords += keys.map {
                    Note(
                        startTick: start, durationTicks: end - start, pitch: $0,
                        velocity: index == 0 ? Self.accent : Self.weak)
                }
            }
            bass.append(
                Note(
                    startTick: span.startTick, durationTicks: span.lengthTicks,
                    pitch: 36 + (span.symbol.bass + 5) % 12 - 5,
                    velocity: Self.accent))
        }
    }

    /// Onsets spread over a span: on beats, or on half beats if there are more onsets than beats.
    private static func onsets(
        _ span: ChordSpan, _ beat: Int, _ density: Double, _ random: inout RandomStream
    ) -> [Int] {
        let beats = Double(span.lengthTicks) / Double(beat)
        let count = min(max(1, Int((density * beats / 2).rounded())), max(1, Int(beats * 2)))
        let step = Double(count) > beats ? Double(beat) / 2 : Double(beat)
        return (0..<count).map { index in
            let even = Double(index) * Double(span.lengthTicks) / Double(count)
            let start = span.startTick + Int((even / step).rounded(.down) * step)
            let isEarly = random.chance(anticipation)
            return index > 0 && step == Double(beat) && isEarly ? start - beat / 2 : start
        }
    }
}
