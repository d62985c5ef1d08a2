import LofiPlatform

/// What distinguishes each beat: the onsets on it and halfway to the next, and how much the harmony and the bass change there.
struct BarFeatures {
    /// Values of each beat, `count` of them.
    let rows: [[Float]]
    static let count = 18

    init(_ beats: [Double], _ activation: BeatActivation, _ chroma: [PitchSpectrum.Chroma]) {
        guard let last = beats.last, beats.count > 1 else {
            rows = []
            return
        }
        let interval = (last - beats[0]) / Double(beats.count - 1)
        let edges = beats + [last + interval]
        let spans = zip(edges, edges.dropFirst()).map { PitchSpectrum.Chroma(mean: chroma, from: $0, to: $1) }
        let harmony = spans.map { Self.unit($0.all.map { $0.squareRoot() }) }, bass = spans.map { Self.unit($0.bass) }
        rows = beats.indices.map { index in
            let onBeat = activation.bands(at: edges[index])
            let halfway = activation.bands(at: (edges[index] + edges[index + 1]) / 2)
            var row = (0..<8).map { onBeat[$0] } + [halfway[0], halfway[2], halfway[5], halfway[6]]
            for values in [harmony, bass] {
                for width in [1, 2, 4] { row.append(Self.change(values, at: index, width: width)) }
            }
            return row
        }
    }

    /// 1 less the cosine between the means before and after a beat; a half where there are too few.
    private static func change(_ values: [[Float]], at index: Int, width: Int) -> Float {
        guard index >= width, index + width <= values.count else { return 0.5 }
        func mean(_ range: Range<Int>) -> [Float] {
            unit((0..<12).map { step in values[range].reduce(0) { $0 + $1[step] } })
        }
        return 1 - zip(mean((index - width)..<index), mean(index..<(index + width))).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func unit(_ values: [Float]) -> [Float] {
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? values.map { $0 / length } : values
    }
}
