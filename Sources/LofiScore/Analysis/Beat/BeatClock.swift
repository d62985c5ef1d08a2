/// Counts seconds in beats.
struct BeatClock {
    private let beats: [Double]

    /// - Parameter beats: two or more, in order.
    init(_ beats: [Double]) { self.beats = beats }

    /// Beats from the first; beyond the ends the nearest tempo goes on.
    func position(at seconds: Double) -> Double {
        var low = 0, high = beats.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if beats[middle] <= seconds { low = middle } else { high = middle }
        }
        return Double(low) + (seconds - beats[low]) / (beats[low + 1] - beats[low])
    }
}
