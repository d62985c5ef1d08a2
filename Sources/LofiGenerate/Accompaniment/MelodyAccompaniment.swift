import LofiPlugin
import LofiScore

/// Adds chords and bass to a given melody, whose onsets, durations and pitches are kept.
///
/// The chords are the requested ones or those of `MelodyHarmony`. The composer plays them if the melody is in 4/4, the
/// meter it was trained on; otherwise `RuleAccompaniment` does.
struct MelodyAccompaniment {
    /// The melody to accompany.
    let melody: GivenMelody
    /// The key of the result, into which the melody is transposed.
    let key: Key
    /// The chords, on the grid of the melody's beats.
    let spans: [ChordSpan]
    private let shift: Int

    /// - Parameters:
    ///   - melody: The melody to accompany.
    ///   - key: Requested key; nil = the melody's own.
    ///   - mode: Requested mode, if no key is given; nil = either.
    ///   - chords: Chords that must be played; nil = harmonise the melody.
    init(_ melody: GivenMelody, key: Key?, mode: Key.Mode?, chords: ChordRow?) {
        self.melody = melody
        self.key = melody.key(asked: key, mode: mode)
        shift = key == nil ? 0 : melody.shift(to: self.key)
        let pulse = melody.pulse
        if let chords {
            spans = chords.spans(over: melody.bars, ticksPerQuarter: pulse.ticksPerQuarter)
        } else {
            let harmony = MelodyHarmony(
                melody: Self.moved(pulse.parts[0].notes, by: shift), meterMap: pulse.meterMap,
                ticksPerQuarter: pulse.ticksPerQuarter, key: self.key)
            spans = Self.spans(harmony.spans, in: melody.bars)
        }
    }

    /// Minimum share of 4/4 bars: songs in 4/4 may have an occasional odd bar, for example for a recurring pickup.
    private static let minimumShareOfCommonTime = 0.75

    /// Whether the composer supports the meter: nearly all bars have four quarters, and none exceeds its vocabulary.
    static func isCommonTime(_ melody: GivenMelody) -> Bool {
        let quarter = melody.pulse.ticksPerQuarter
        let isKnown = melody.bars.allSatisfy {
            $0.lengthTicks * 4 % quarter == 0 && (1...Sketch.maximumBarLength).contains($0.lengthTicks * 4 / quarter)
        }
        let common = melody.bars.count { $0.lengthTicks == 4 * quarter }
        return isKnown && Double(common) >= minimumShareOfCommonTime * Double(melody.bars.count)
    }

    /// The chords split at bar lines, so that they are played again in each bar.
    private static func spans(_ spans: [Harmony.Span], in bars: [MeterMap.Bar]) -> [ChordSpan] {
        bars.flatMap { bar in
            spans.filter { $0.startTick < bar.endTick && $0.endTick > bar.startTick }.map { span in
                ChordSpan(
                    startTick: max(span.startTick, bar.startTick), endTick: min(span.endTick, bar.endTick),
                    symbol: ChordSymbol(span.chord))
            }
        }
    }

    private static func moved(_ notes: [Note], by semitones: Int) -> [Note] {
        notes.map { note in
            var note = note
            note.pitch += semitones
            return note
        }
    }

    // MARK: With the composer

    /// The request to the composer: the melody quantised to sixteenths, as far as it can be, and the chords of each
    /// bar.
    func wishes(_ wishes: ComposerWishes) -> ComposerWishes {
        var alone = melody.pulse
        alone.parts[0].notes = Self.moved(alone.parts[0].notes, by: shift)
        var wishes = wishes
        wishes.key = key
        wishes.melody = SketchReading.sketch(ofPulse: alone, style: "", key: key)?
            .suffix(bars: melody.bars.count)
        let common = Sketch.shift(from: key)
        wishes.chords = melody.bars.map { bar in
            spans.filter { $0.startTick >= bar.startTick && $0.startTick < bar.endTick }.map {
                $0.symbol.transposed(by: common)
            }
        }
        return wishes
    }

    /// Combines the melody with the composer's output.
    /// - Parameter accompaniment: The bars the composer played, from the first accompanied bar on.
    func score(_ accompaniment: Score, beatsPerMinute: Double?) -> Score {
        let start = melody.bars[0].startTick
        let (quarter, played) = (melody.pulse.ticksPerQuarter, accompaniment.ticksPerQuarter)
        func tick(_ tick: Int) -> Int { start + tick * quarter / played }
        func notes(_ role: Role) -> [Note] {
            accompaniment.parts.filter { $0.role == role }.flatMap { $0.mappingTicks(tick).notes }
        }
        return score(bass: notes(.bass), chords: notes(.chords), beatsPerMinute: beatsPerMinute)
    }

    // MARK: The result

    /// Combines the melody with bass and chords.
    /// - Parameters:
    ///   - bass: Bass notes, on the grid of the melody's beats.
    ///   - chords: Chord notes, on the same grid.
    ///   - beatsPerMinute: Tempo at the beginning; nil = that of the file.
    func score(bass: [Note], chords: [Note], beatsPerMinute: Double?) -> Score {
        var score = melody.source
        if let beatsPerMinute {
            score.tempoMap = score.tempoMap.scaled(by: beatsPerMinute / score.tempoMap.beatsPerMinute(at: 0))
        }
        score.keySignatures = [KeySignature(tick: 0, key: key)]
        score.sections = []
        var part = melody.part
        part.channel = 0
        part.notes = Self.moved(part.notes, by: shift)
        func added(_ voice: Sketch.Voice, _ notes: [Note], _ channel: Int) -> Part {
            voice.part(notes, channel: channel).mappingTicks(melody.sourceTick)
        }
        score.parts = [part, added(.chords, chords, 1), added(.bass, bass, 2)]
        ChordBinding(
            spans: spans.map {
                ChordSpan(
                    startTick: melody.sourceTick($0.startTick), endTick: melody.sourceTick($0.endTick),
                    symbol: $0.symbol)
            }, ticksPerQuarter: score.ticksPerQuarter
        ).apply(to: &score)
        return score
    }
}

extension Sketch {
    /// The last `count` bars of a song.
    fileprivate func suffix(bars count: Int) -> Sketch {
        var sketch = self
        var surplus = barCount - count
        while surplus > 0, let first = sketch.sections.first {
            let dropped = min(surplus, first.bars.count)
            sketch.sections[0].bars.removeFirst(dropped)
            if sketch.sections[0].bars.isEmpty { sketch.sections.removeFirst() }
            surplus -= dropped
        }
        return sketch
    }
}
