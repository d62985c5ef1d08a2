import LofiPlatform
import LofiScore

/// A metric of a song as a sketch: key, chords, rhythm or form; nil if the song has nothing to measure.
package struct SketchMetric: Sendable {
    /// Name in tables and JSON.
    package let name: String
    /// Computes the value.
    package let compute: @Sendable (Sketch) -> Double?

    /// All metrics, in the order of a table's columns.
    package static let all: [SketchMetric] = [
        SketchMetric(name: "declared_key_consistency") { $0.scaleShare },
        SketchMetric(name: "windows_in_key") { $0.windowsInKey },
        SketchMetric(name: "diatonic_chords") { $0.diatonicChordShare },
        SketchMetric(name: "duration_entropy") { sketch in
            Entropy.bits(sketch.bars.flatMap { $0.notes.map { min($0.length, 32) } })
        },
        SketchMetric(name: "interonset_entropy") { Entropy.bits($0.gaps) },
        SketchMetric(name: "self_similarity_8_bars") { $0.selfSimilarity(barsApart: 8) },
        SketchMetric(name: "self_similarity_16_bars") { $0.selfSimilarity(barsApart: 16) },
        SketchMetric(name: "motif_recurrence") { $0.motifRecurrence },
    ]
}

/// Shannon entropy.
enum Entropy {
    /// Entropy of the frequencies of the values, in bits; nil if there are none.
    static func bits(_ values: [Int]) -> Double? {
        guard !values.isEmpty else { return nil }
        return Dictionary(grouping: values) { $0 }.values.map { Double($0.count) / Double(values.count) }
            .sorted().reduce(0) { $0 - $1 * log2($1) }
    }
}

extension Sketch {
    /// The scale of C major and A minor, the keys of sketches.
    private static let scale: Set<Int> = [0, 2, 4, 5, 7, 9, 11]

    /// Share of notes in the scale of the declared key.
    fileprivate var scaleShare: Double? {
        let pitches = bars.flatMap { $0.notes.map { $0.pitch % 12 } }
        return pitches.isEmpty ? nil : Double(pitches.count { Self.scale.contains($0) }) / Double(pitches.count)
    }

    /// Share of four-bar windows in which no other scale contains more of the notes, by duration.
    fileprivate var windowsInKey: Double? {
        let bars = bars
        let windows = stride(from: 0, to: bars.count, by: 4).compactMap { first -> Bool? in
            var sounding = [Double](repeating: 0, count: 12)
            for bar in bars[first..<min(first + 4, bars.count)] {
                for note in bar.notes { sounding[note.pitch % 12] += Double(min(note.length, 16)) }
            }
            guard sounding.contains(where: { $0 > 0 }) else { return nil }
            let held = (0..<12).map { shift in Self.scale.reduce(0) { $0 + sounding[($1 + shift) % 12] } }
            return held.allSatisfy { $0 <= held[0] }
        }
        return windows.isEmpty ? nil : Double(windows.count { $0 }) / Double(windows.count)
    }

    /// The chords with their lengths in sixteenths.
    private var chordSpans: [(chord: Chord, length: Int)] {
        bars.flatMap { bar in
            bar.chords.enumerated().compactMap { index, change in
                let end = index + 1 < bar.chords.count ? bar.chords[index + 1].position : bar.length
                return change.chord.map { ($0, end - change.position) }
            }
        }
    }

    /// Share of the time with a chord for which all its tones are in the scale.
    fileprivate var diatonicChordShare: Double? {
        let spans = chordSpans
        let total = spans.reduce(0) { $0 + $1.length }
        let diatonic = spans.filter { $0.chord.pitchClasses.allSatisfy { Self.scale.contains($0 % 12) } }
        return total == 0 ? nil : Double(diatonic.reduce(0) { $0 + $1.length }) / Double(total)
    }

    /// Chords as root × 2 + minor third, without immediate repetitions.
    var chordChanges: [Int] {
        chordSpans.map { $0.chord.root * 2 + ($0.chord.quality.isMinor ? 1 : 0) }.reduce(into: []) {
            if $0.last != $1 { $0.append($1) }
        }
    }

    /// Inter-onset intervals of all voices together, in sixteenths; capped at 32.
    fileprivate var gaps: [Int] {
        var (start, onsets) = (0, [Int]())
        for bar in bars {
            onsets += Set(bar.notes.map { start + $0.position }).sorted()
            start += bar.length
        }
        return zip(onsets, onsets.dropFirst()).map { min($1 - $0, 32) }
    }

    private struct Onset: Hashable { let position, pitch: Int }

    /// Dice similarity of onsets `barsApart` bars apart, averaged over the song.
    fileprivate func selfSimilarity(barsApart: Int) -> Double? {
        let onsets = bars.map { Set($0.notes.map { Onset(position: $0.position, pitch: $0.pitch) }) }
        let shares = zip(onsets, onsets.dropFirst(barsApart)).compactMap { a, b -> Double? in
            a.isEmpty && b.isEmpty ? nil : 2 * Double(a.intersection(b).count) / Double(a.count + b.count)
        }
        return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    }

    /// Share of the melody's four-note figures (intervals and time steps) that occurred before.
    fileprivate var motifRecurrence: Double? {
        var (start, line) = (0, [(position: Int, pitch: Int)]())
        for bar in bars {
            for note in bar.notes where note.voice == .melody {
                if line.last?.position == start + note.position { line.removeLast() }
                line.append((start + note.position, note.pitch))
            }
            start += bar.length
        }
        let steps = zip(line, line.dropFirst()).map { [$1.pitch - $0.pitch, min(16, $1.position - $0.position)] }
        guard steps.count >= 6 else { return nil }
        var seen: Set<[[Int]]> = []
        let figures = (0...steps.count - 3).map { Array(steps[$0..<$0 + 3]) }
        return Double(figures.count { !seen.insert($0).inserted }) / Double(figures.count)
    }
}
