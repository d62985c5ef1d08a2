/// Converts seconds to a position in beats.
struct BeatClock {
    private let beats: [Double]

    /// - Parameter beats: At least two beat times in seconds, ascending.
    init(_ beats: [Double]) { self.beats = beats }

    /// Beats from the first beat, extrapolated beyond the ends at the nearest tempo.
    func position(at seconds: Double) -> Double {
        var low = 0, high = beats.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if beats[middle] <= seconds { low = middle } else { high = middle }
        }
        return Double(low) + (seconds - beats[low]) / (beats[low + 1] - beats[low])
    }
}
