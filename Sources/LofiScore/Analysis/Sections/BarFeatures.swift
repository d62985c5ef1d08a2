/// What a bar sounds like, for comparing bars with each other.
struct BarFeatures {
    /// How long each pitch class sounds, as a unit vector.
    let chroma: [Double]
    /// How hard is struck in each sixteenth of the bar, as a unit vector.
    let rhythm: [Double]
    let onsets: Int

    /// One for each bar, in one pass over the notes.
    static func of(_ score: Score, bars: [MeterMap.Bar]) -> [BarFeatures] {
        var chroma = [[Double]](repeating: [Double](repeating: 0, count: 12), count: bars.count)
        var rhythm = [[Double]](repeating: [Double](repeating: 0, count: 16), count: bars.count)
        var onsets = [Int](repeating: 0, count: bars.count)
        var index = 0
        for note in score.pitchedNotes {
            while index + 1 < bars.count, note.startTick >= bars[index].endTick { index += 1 }
            guard index < bars.count else { break }
            let place = (note.startTick - bars[index].startTick) * 16 / max(1, bars[index].lengthTicks)
            rhythm[index][max(0, min(15, place))] += Double(note.velocity)
            onsets[index] += 1
            // A long note colours the bars that it reaches into, at most four.
            for bar in index..<min(index + 4, bars.count) where bars[bar].startTick < note.endTick {
                let overlap = min(note.endTick, bars[bar].endTick) - max(note.startTick, bars[bar].startTick)
                chroma[bar][note.pitch % 12] += Double(max(0, overlap))
            }
        }
        return bars.indices.map {
            BarFeatures(chroma: unit(chroma[$0]), rhythm: unit(rhythm[$0]), onsets: onsets[$0])
        }
    }

    /// 0…1; 1 is the same harmony in the same rhythm.
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
