import LofiPlatform

/// Converts seconds to a position in beats.
struct BeatClock {
    private let beats: [Double]

    /// - Parameter beats: At least two beat times in seconds, ascending.
    init(_ beats: [Double]) { self.beats = beats }

    /// Beats from the first beat, extrapolated beyond the ends at the nearest tempo.
    func position(at seconds: Double) -> Double {
        let begun = beats.partitioningIndex { $0 > seconds }
        let index = min(max(0, begun - 1), beats.count - 2)
        return Double(index) + (seconds - beats[index]) / (beats[index + 1] - beats[index])
    }
}
