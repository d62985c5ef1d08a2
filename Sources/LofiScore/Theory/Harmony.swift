/// The chords of a song, each with the ticks that it holds.
public struct Harmony: Sendable, Equatable {
    public struct Span: Sendable, Equatable {
        public let startTick: Int
        public let endTick: Int
        public let chord: Chord
    }

    /// In order, without gaps between neighbours of one chord.
    public let spans: [Span]

    /// Estimates a chord for each half of a bar (a bar of three beats is one span).
    ///
    /// Each span's pitch classes, weighted by how long they sound, are matched with chord templates; the lowest note
    /// speaks for its pitch as the root; a Viterbi pass keeps a chord unless the notes clearly speak for another.
    public init(_ score: Score) {
        let spans = Self.grid(score)
        let notes = score.pitchedNotes
        var observations: [[Double]?] = []
        var first = 0
        let longest = notes.map(\.durationTicks).max() ?? 0
        for span in spans {
            while first < notes.count, notes[first].startTick + longest <= span.lowerBound { first += 1 }
            observations.append(Self.scores(notes[first...], span))
        }
        let chords = Self.smooth(observations)
        var joined: [Span] = []
        for (span, chord) in zip(spans, chords) {
            guard let chord else { continue }
            if let last = joined.last, last.chord == chord, last.endTick == span.lowerBound {
                joined[joined.count - 1] = Span(startTick: last.startTick, endTick: span.upperBound, chord: chord)
            } else {
                joined.append(Span(startTick: span.lowerBound, endTick: span.upperBound, chord: chord))
            }
        }
        self.spans = joined
    }

    /// The chord that holds at a tick.
    public func chord(at tick: Int) -> Chord? {
        var low = 0, high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].endTick <= tick { low = middle + 1 } else { high = middle }
        }
        return low < spans.count && spans[low].startTick <= tick ? spans[low].chord : nil
    }

    private static let candidates: [Chord] = (0..<12).flatMap { root in
        Chord.Quality.allCases.map { Chord(root: root, quality: $0) }
    }

    private static func grid(_ score: Score) -> [Range<Int>] {
        score.meterMap.bars(upTo: score.lastNoteEndTick).flatMap { bar -> [Range<Int>] in
            let even = bar.meter.beats % 2 == 0 && bar.lengthTicks >= score.ticksPerQuarter * 2
            guard even else { return [bar.startTick..<bar.endTick] }
            let middle = bar.startTick + bar.lengthTicks / 2
            return [bar.startTick..<middle, middle..<bar.endTick]
        }
    }

    /// How well each candidate fits; nil where nothing sounds.
    private static func scores(_ notes: ArraySlice<Note>, _ span: Range<Int>) -> [Double]? {
        var weights = [Double](repeating: 0, count: 12)
        var lowest = (pitch: 128, weight: 0.0)
        for note in notes {
            if note.startTick >= span.upperBound { break }
            let overlap = min(note.endTick, span.upperBound) - max(note.startTick, span.lowerBound)
            guard overlap > 0 else { continue }
            let weight = Double(overlap) / Double(span.count)
            weights[note.pitch % 12] += weight
            if note.pitch < lowest.pitch && weight > 0.12 { lowest = (note.pitch, weight) }
        }
        let total = weights.reduce(0, +)
        guard total > 0.05 else { return nil }
        return candidates.map { chord in
            let tones = chord.pitchClasses
            let inside = tones.reduce(0) { $0 + weights[$1] } / total
            // Three tones explain less by chance than four: each absent tone counts against a chord.
            let absent = tones.reduce(0.0) { $0 + (weights[$1] < 0.02 * total ? 1 : 0) }
            let rootShare = weights[chord.root] / total
            let bass = lowest.pitch < 128 && lowest.pitch % 12 == chord.root ? 0.25 : 0
            return inside - 0.16 * absent + 0.2 * rootShare + bass - (tones.count == 4 ? 0.04 : 0)
        }
    }

    /// The best path, at a price for each change.
    private static func smooth(_ observations: [[Double]?]) -> [Chord?] {
        let price = 0.12
        var total = [Double](repeating: 0, count: candidates.count)
        var steps: [[Int]] = []
        for observation in observations {
            let best = total.indices.max { total[$0] < total[$1] } ?? 0
            var from = Array(total.indices)
            for state in total.indices where total[best] - price > total[state] { from[state] = best }
            total = total.indices.map { state in
                (from[state] == state ? total[state] : total[best] - price) + (observation?[state] ?? 0)
            }
            steps.append(from)
        }
        var state = total.indices.max { total[$0] < total[$1] } ?? 0
        var chords = [Chord?](repeating: nil, count: observations.count)
        for index in observations.indices.reversed() {
            // In silence the last chord goes on, but nobody plays before the first.
            chords[index] = observations[...index].contains { $0 != nil } ? candidates[state] : nil
            state = steps[index][state]
        }
        return chords
    }
}
