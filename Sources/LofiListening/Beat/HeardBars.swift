import LofiPlatform

/// The bars of a recording: which of its beats are downbeats.
struct HeardBars {
    /// Indices of beats, ascending.
    let downbeats: [Int]
    /// 3 or 4, whichever prevails.
    let beatsPerBar: Int
    /// 0…1: mean probability of the downbeats against that of the other beats.
    let confidence: Double

    /// Cost in nats of a bar that breaks off, and of another meter.
    private static let slipCost = 8.0, changeCost = 12.0
    private static let meters = [4, 3]

    /// - Parameter features: of all beats.
    init(_ features: BarFeatures) {
        let likely = DownbeatModel.probabilities(features)
        let path = Self.path(likely)
        downbeats = path.indices.filter { path[$0].position == 0 }
        let threes = path.count { $0.meter == 3 }
        beatsPerBar = threes * 2 > path.count ? 3 : 4
        let others = path.indices.filter { path[$0].position != 0 }
        func mean(_ beats: [Int]) -> Double {
            beats.isEmpty ? 0 : beats.reduce(0) { $0 + likely[$1] } / Double(beats.count)
        }
        confidence = max(0, mean(downbeats) - mean(others))
    }

    /// The best sequence of meters and positions within the bar.
    private static func path(_ likely: [Double]) -> [(meter: Int, position: Int)] {
        let states = meters.flatMap { meter in (0..<meter).map { (meter: meter, position: $0) } }
        func cost(_ before: Int, _ after: Int) -> Double {
            let (a, b) = (states[before], states[after])
            if a.meter != b.meter { return a.position == a.meter - 1 && b.position == 0 ? changeCost : .infinity }
            if b.position == (a.position + 1) % a.meter { return 0 }
            return b.position == 0 ? slipCost : .infinity
        }
        func fit(_ state: Int, _ beat: Int) -> Double {
            let p = min(0.999, max(0.001, likely[beat]))
            return log(states[state].position == 0 ? p : 1 - p)
        }
        guard !likely.isEmpty else { return [] }
        var scores = states.indices.map { fit($0, 0) }
        var from: [[Int]] = []
        for beat in likely.indices.dropFirst() {
            let sources = states.indices.map { state in
                states.indices.max { scores[$0] - cost($0, state) < scores[$1] - cost($1, state) } ?? state
            }
            scores = states.indices.map { scores[sources[$0]] - cost(sources[$0], $0) + fit($0, beat) }
            from.append(sources)
        }
        var state = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        var path = [states[state]]
        for sources in from.reversed() {
            state = sources[state]
            path.append(states[state])
        }
        return path.reversed()
    }
}
