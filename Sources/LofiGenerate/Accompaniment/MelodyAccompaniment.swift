import LofiPlugin
import LofiScore

/// A given melody with chords and bass: every onset, length and pitch of the melody stays, what is added follows its bars.
///
/// The chords are those that were asked for, else those of `MelodyHarmony`. The composer plays them if the melody is in 4/4,
/// the meter it was trained on; `RuleAccompaniment` does in all others.
struct MelodyAccompaniment {
    let melody: GivenMelody
    /// Of the result; the melody is moved into its scale.
    let key: Key
    /// On the grid of the melody's pulse.
    let spans: [ChordSpan]
    private let shift: Int

    /// - Parameters:
    ///   - key: asked for; nil keeps the melody's own.
    ///   - chords: binding; nil harmonises the melody.
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

    /// An odd bar now and then, as where a pickup recurs, is known from songs in 4/4 too.
    private static let leastShareOfCommonTime = 0.75

    /// Whether the composer knows the meter: nearly all bars have four quarters, none is beyond its words.
    static func isCommonTime(_ melody: GivenMelody) -> Bool {
        let quarter = melody.pulse.ticksPerQuarter
        let isKnown = melody.bars.allSatisfy {
            $0.lengthTicks * 4 % quarter == 0 && (1...Sketch.longestBar).contains($0.lengthTicks * 4 / quarter)
        }
        let common = melody.bars.count { $0.lengthTicks == 4 * quarter }
        return isKnown && Double(common) >= leastShareOfCommonTime * Double(melody.bars.count)
    }

    /// The chords of each bar, so that each is played anew at its bar line.
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

    /// What the composer is to play: the melody on sixteenths, as far as it can hear it, and the chords of every bar.
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

    /// - Parameter accompaniment: as the composer played the bars of the melody, from the first that is accompanied on.
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

    /// - Parameter bass, chords: on the grid of the melody's pulse.
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
    /// The last bars of a song.
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
