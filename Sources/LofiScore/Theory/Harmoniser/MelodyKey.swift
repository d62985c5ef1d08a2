/// The key of a melody without accompaniment.
struct MelodyKey {
    let key: Key

    init(_ segments: [MelodySegment]) {
        var best = (key: Key(tonic: 0, mode: .major), score: -Double.infinity)
        for mode in Key.Mode.allCases {
            for tonic in 0..<12 {
                let key = Key(tonic: tonic, mode: mode)
                let scale = Set(key.scale)
                var score = 0.0
                for segment in segments {
                    for pitchClass in 0..<12 {
                        score += segment.weights[pitchClass] * (scale.contains(pitchClass) ? 0 : -1)
                    }
                    score += segment.weights[tonic] * 0.2 + segment.weights[(tonic + 7) % 12] * 0.1
                }
                if let last = segments.last, last.weights[tonic] > 0 { score += 1 }
                if score > best.score { best = (key, score) }
            }
        }
        key = best.key
    }
}
