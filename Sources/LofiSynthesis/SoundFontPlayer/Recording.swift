/// A sample as floats, ±1, padded with silence at both ends for four-point interpolation.
///
/// A looped sample is unrolled past its end: the reader wraps once in a thousand frames instead of every period, and the next
/// frame is always adjacent.
final class Recording: @unchecked Sendable {
    /// A wrap point: reading jumps from `end` back by `period` frames, where the audio is identical.
    struct Round {
        let end: Int
        let period: Int
    }

    private static let margin = 4
    private static let shortestRound = 1024

    /// The first frame; never modified after initialization.
    let frames: UnsafePointer<Float>
    let count: Int
    /// Peak amplitude, 0…1.
    let peak: Double
    /// The wrap point; nil if the sample is not looped.
    let round: Round?
    private let storage: UnsafeMutablePointer<Float>

    /// - Parameter loop: the loop, at least two frames within the samples; anything after it is left out.
    init(_ samples: UnsafeBufferPointer<Int16>, loop: Range<Int>? = nil) {
        let once = loop?.upperBound ?? samples.count
        var again = 0
        if let loop {
            let rounds = (Self.shortestRound + loop.count - 1) / loop.count
            // The frame before the first that is heard again has to be one of the loop: round from the second one to the second.
            round = Round(end: once + (rounds - 1) * loop.count + 1, period: rounds * loop.count)
            again = (rounds - 1) * loop.count + 1 + Self.margin
        } else {
            round = nil
        }
        count = once + again
        storage = .allocate(capacity: count + 2 * Self.margin)
        storage.initialize(repeating: 0, count: count + 2 * Self.margin)
        let first = storage + Self.margin
        var loudest: Float = 0
        for index in 0..<once {
            first[index] = Float(Int16(littleEndian: samples[index])) / 32768
            loudest = max(loudest, abs(first[index]))
        }
        peak = Double(loudest)
        if let loop { for index in once..<count { first[index] = first[index - loop.count] } }
        frames = UnsafePointer(first)
    }

    deinit { storage.deallocate() }
}
