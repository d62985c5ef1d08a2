/// Harmony, rhythm and density of a bar, for comparing bars with each other.
struct BarFeatures {
    /// Duration of each pitch class, as a unit vector.
    let chroma: [Double]
    /// Summed velocity in each sixteenth of the bar, as a unit vector.
    let rhythm: [Double]
    /// Number of notes that start in the bar.
    let onsets: Int

    /// The features of each bar, computed in a single pass over the notes.
    static func of(_ score: Score, bars: [MeterMap.Bar]) -> [BarFeatures] {
        var chroma = [[Double]](repeating: [Double](repeating: 0, count: 12), count: bars.count)
        var rhythm = [[Double]](repeating: [Double](repeating: 0, count: 16), count: bars.count)
        var onsets = [Int](repeating: 0, count: bars.count)
        var index = 0
        for note in score.pitchedNotes {
            while index + 1 < bars.count, note.startTick >= bars[index].endTick { index += 1 }
            guard index < bars.count else { break }
            let position = (note.startTick - bars[index].startTick) * 16 / max(1, bars[index].lengthTicks)
            rhythm[index][max(0, min(15, position))] += Double(note.velocity)
            onsets[index] += 1
            // A long note adds to the bars it extends into, at most four.
            for bar in index..<min(index + 4, bars.count) where bars[bar].startTick < note.endTick {
                let overlap = min(note.endTick, bars[bar].endTick) - max(note.startTick, bars[bar].startTick)
                chroma[bar][note.pitch % 12] += Double(max(0, overlap))
            }
        }
        return bars.indices.map {
            BarFeatures(chroma: unit(chroma[$0]), rhythm: unit(rhythm[$0]), onsets: onsets[$0])
        }
    }

    /// Similarity of two bars, 0…1; 1 = same harmony, rhythm and density.
    func similarity(to other: BarFeatures) -> Double {
        if onsets == 0 || other.onsets == 0 { return onsets == other.onsets ? 1 : 0 }
        let density = Double(min(onsets, other.onsets)) / Double(max(onsets, other.onsets))
        return 0.6 * dot(chroma, other.chroma) + 0.25 * dot(rhythm, other.rhythm) + 0.15 * density
    }

    private static func unit(_ vector: [Double]) -> [Double] {
        let length = dot(vector, vector).squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
