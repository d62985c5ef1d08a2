import LofiPlatform

/// Counts seconds in beats.
struct BeatClock {
    private let beats: [Double]

    /// - Parameter beats: two or more, in order.
    init(_ beats: [Double]) { self.beats = beats }

    /// Beats from the first; beyond the ends the nearest tempo goes on.
    func position(at seconds: Double) -> Double {
        let begun = beats.partitioningIndex { $0 > seconds }
        let index = min(max(0, begun - 1), beats.count - 2)
        return Double(index) + (seconds - beats[index]) / (beats[index + 1] - beats[index])
    }
}
