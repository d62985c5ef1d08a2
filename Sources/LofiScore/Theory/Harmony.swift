import LofiPlatform

/// The chords of a song, each with the ticks that it holds.
public struct Harmony: Sendable, Equatable {
    public struct Span: Sendable, Equatable {
        public let startTick: Int
        public let endTick: Int
        public let chord: Chord
    }

    /// In order, without gaps between neighbours but where nothing sounds.
    public let spans: [Span]

    /// The key in which a melody without accompaniment was harmonised; nil where the chords were heard.
    public let impliedKey: Key?

    /// Finds the chords; they change on beats only. A melody alone gets those of `MelodyHarmony`.
    ///
    /// - Parameter score: on the grid of its own pulse (`Score.regridded`).
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

    /// The spans, each held through a rest that is no longer than this: who accompanies goes on.
    public func spans(bridgingRestsUpTo ticks: Int) -> [Span] {
        spans.indices.map { index in
            let span = spans[index]
            guard index + 1 < spans.count, spans[index + 1].startTick - span.endTick <= ticks else { return span }
            return Span(startTick: span.startTick, endTick: spans[index + 1].startTick, chord: span.chord)
        }
    }

    /// The chord that holds at a tick.
    public func chord(at tick: Int) -> Chord? {
        let index = spans.partitioningIndex { $0.endTick > tick }
        return index < spans.count && spans[index].startTick <= tick ? spans[index].chord : nil
    }

    /// A chord by its label, or `N` where there is none.
    public struct Stretch: Sendable, Equatable {
        public let startTick: Int
        public let endTick: Int
        public let label: String
    }

    /// The labels from tick 0 to the end without gaps.
    public func stretches(upTo endTick: Int) -> [Stretch] {
        var stretches: [Stretch] = []
        var place = 0
        for span in spans where span.startTick < endTick {
            if span.startTick > place {
                stretches.append(Stretch(startTick: place, endTick: span.startTick, label: Chord.noChordLabel))
            }
            place = min(span.endTick, endTick)
            stretches.append(Stretch(startTick: span.startTick, endTick: place, label: span.chord.label))
        }
        if place < endTick { stretches.append(Stretch(startTick: place, endTick: endTick, label: Chord.noChordLabel)) }
        return stretches
    }

    /// A rest within a chord belongs to it, up to this many beats; a longer one is no chord.
    private static let longestRestBeats = 2

    private static func sounding(_ beats: [HarmonicBeat]) -> [Bool] {
        var sounds = beats.map { !$0.isSilent }
        var first = 0
        while first < beats.count {
            guard beats[first].isSilent else {
                first += 1
                continue
            }
            let end = beats[first...].firstIndex { !$0.isSilent } ?? beats.count
            if first > 0, end < beats.count, end - first <= longestRestBeats {
                for index in first..<end { sounds[index] = true }
            }
            first = end
        }
        return sounds
    }
}

extension Harmony.Span {
    /// With the triad that the key's natural scale has on the chord's root, where the chord leaves the scale.
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
