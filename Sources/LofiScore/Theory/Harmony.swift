import LofiPlatform

/// The chord progression of a song, each chord with its range of ticks.
public struct Harmony: Sendable, Equatable {
    /// A chord and the ticks over which it holds.
    public struct Span: Sendable, Equatable {
        /// Start in ticks.
        public let startTick: Int
        /// End in ticks, exclusive.
        public let endTick: Int
        /// The chord.
        public let chord: Chord
    }

    /// Chords in order, with gaps only where nothing sounds.
    public let spans: [Span]

    /// The key in which an unaccompanied melody was harmonised; nil if the chords were found in the notes.
    public let impliedKey: Key?

    /// Finds the chords, which change on beats only. An unaccompanied melody is harmonised by `MelodyHarmony`.
    ///
    /// - Parameter score: On a grid whose quarters are its beats (`Score.regridded`).
    public init(_ score: Score) {
        if let melody = score.soloMelody {
            let harmony = MelodyHarmony(
                melody: melody, meterMap: score.meterMap, ticksPerQuarter: score.ticksPerQuarter,
                key: score.settledKey)
            spans = score.settledKey.map { key in harmony.spans.map { $0.within(key) } } ?? harmony.spans
            impliedKey = harmony.key
            return
        }
        impliedKey = nil
        let beats = HarmonicBeat.beats(of: score)
        let triads = ChordPath.triads(beats)
        let sounds = Self.sounding(beats)
        var spans: [Span] = []
        var first = 0
        for index in 1...max(1, beats.count) where !beats.isEmpty {
            if index < beats.count, triads[index] == triads[first], sounds[index] == sounds[first] { continue }
            if sounds[first] {
                let held = beats[first..<index]
                let chord = ChordReading.chord(triads[first], held)
                spans.append(Span(startTick: beats[first].startTick, endTick: beats[index - 1].endTick, chord: chord))
            }
            first = index
        }
        self.spans = spans
    }

    /// The spans, each extended through a following rest of at most `ticks`, as an accompanist would play on.
    public func spans(bridgingRestsUpTo ticks: Int) -> [Span] {
        spans.indices.map { index in
            let span = spans[index]
            guard index + 1 < spans.count, spans[index + 1].startTick - span.endTick <= ticks else { return span }
            return Span(startTick: span.startTick, endTick: spans[index + 1].startTick, chord: span.chord)
        }
    }

    /// The chord that holds at a tick; nil if none does.
    public func chord(at tick: Int) -> Chord? {
        let index = spans.partitioningIndex { $0.endTick > tick }
        return index < spans.count && spans[index].startTick <= tick ? spans[index].chord : nil
    }

    /// A range of ticks with its chord label, or `N` for no chord.
    public struct Stretch: Sendable, Equatable {
        /// Start in ticks.
        public let startTick: Int
        /// End in ticks, exclusive.
        public let endTick: Int
        /// Chord label, or `N`.
        public let label: String
    }

    /// Labelled ranges from tick 0 to `endTick`, without gaps.
    public func stretches(upTo endTick: Int) -> [Stretch] {
        var stretches: [Stretch] = []
        var position = 0
        for span in spans where span.startTick < endTick {
            if span.startTick > position {
                stretches.append(Stretch(startTick: position, endTick: span.startTick, label: Chord.noChordLabel))
            }
            position = min(span.endTick, endTick)
            stretches.append(Stretch(startTick: span.startTick, endTick: position, label: span.chord.label))
        }
        if position < endTick {
            stretches.append(Stretch(startTick: position, endTick: endTick, label: Chord.noChordLabel))
        }
        return stretches
    }

    /// Maximum rest within a chord, in beats; a longer one is a stretch without a chord.
    private static let maximumRestBeats = 2

    /// For each beat, whether it sounds or lies in a short rest within a chord.
    private static func sounding(_ beats: [HarmonicBeat]) -> [Bool] {
        var sounds = beats.map { !$0.isSilent }
        var first = 0
        while first < beats.count {
            guard beats[first].isSilent else {
                first += 1
                continue
            }
            let end = beats[first...].firstIndex { !$0.isSilent } ?? beats.count
            if first > 0, end < beats.count, end - first <= maximumRestBeats {
                for index in first..<end { sounds[index] = true }
            }
            first = end
        }
        return sounds
    }
}

extension Harmony.Span {
    /// The span with its chord replaced by the key's diatonic triad on the same root, if the chord leaves the scale.
    fileprivate func within(_ key: Key) -> Self {
        let scale = key.scale
        guard !chord.pitchClasses.allSatisfy({ scale.contains($0 % 12) }),
            let degree = scale.firstIndex(of: chord.root)
        else { return self }
        let third = (scale[(degree + 2) % 7] - chord.root + 12) % 12,
            fifth = (scale[(degree + 4) % 7] - chord.root + 12) % 12
        let quality: Chord.Quality = third == 4 ? .major : fifth == 6 ? .diminished : .minor
        return Self(startTick: startTick, endTick: endTick, chord: Chord(root: chord.root, quality: quality))
    }
}
