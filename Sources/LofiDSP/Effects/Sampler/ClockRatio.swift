/// A sampler's clock against the host's as a ratio of whole numbers, `ticks` per `frames`: the nearest one, so that the
/// clock falls on few sub-frame phases, each of which can be tabulated.
struct ClockRatio {
    let ticks: Int
    let frames: Int

    /// 26,040 to 44,100 Hz is 62 to 105; where no ratio fits exactly, the error is below a hundredth of a cent.
    private static let maximumTicks = 512

    /// - Parameter ratio: the sampler's rate over the host's, above 1/1000.
    init(_ ratio: Double) {
        var nearest = (ticks: 1, frames: max(1, Int((1 / ratio).rounded())))
        func error(_ ticks: Int, _ frames: Int) -> Double { abs(Double(ticks) / Double(frames) / ratio - 1) }
        for ticks in 1...Self.maximumTicks {
            let frames = max(1, Int((Double(ticks) / ratio).rounded()))
            // Ignore improvements that are only rounding error.
            if error(ticks, frames) < error(nearest.ticks, nearest.frames) - 1e-12 { nearest = (ticks, frames) }
        }
        (ticks, frames) = nearest
    }
}
