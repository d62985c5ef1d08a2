import LofiScore

/// A grid fine enough for milliseconds: at 60 bpm, 1920 ticks per quarter are 0.5 ms each.
enum FineGrid {
    static let ticksPerQuarter = 1920
}

extension Array where Element == Note {
    /// Sorted by start, then pitch, then duration.
    var inOrder: [Note] {
        sorted { ($0.startTick, $0.pitch, $0.durationTicks) < ($1.startTick, $1.pitch, $1.durationTicks) }
    }
}

extension TempoMap {
    /// Converts a time at a position of the song to ticks.
    func ticks(milliseconds: Double, at tick: Int) -> Double {
        milliseconds / 1000 * beatsPerMinute(at: tick) / 60 * Double(ticksPerQuarter)
    }
}

extension Comparable {
    func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}
