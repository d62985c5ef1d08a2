/// So many ticks of a machine's clock in so many frames of the host's: the nearest ratio of whole numbers, so that the
/// clock meets few instants between the frames, each of which can be tabulated.
struct ClockRatio {
    let ticks: Int
    let frames: Int

    /// 26,040 to 44,100 is 62 to 105; a ratio that none of these meets is off by less than a hundredth of a cent.
    private static let mostTicks = 512

    /// - Parameter ratio: of the machine's rate to the host's, above 1/1000.
    init(_ ratio: Double) {
        var nearest = (ticks: 1, frames: max(1, Int((1 / ratio).rounded())))
        func error(_ ticks: Int, _ frames: Int) -> Double { abs(Double(ticks) / Double(frames) / ratio - 1) }
        for ticks in 1...Self.mostTicks {
            let frames = max(1, Int((Double(ticks) / ratio).rounded()))
            // What a few more ticks make better by rounding alone is no better.
            if error(ticks, frames) < error(nearest.ticks, nearest.frames) - 1e-12 { nearest = (ticks, frames) }
        }
        (ticks, frames) = nearest
    }
}
