/// A sample as floats, ±1, with silence before and behind it, so that a curve through four frames never asks for more.
///
/// One that goes round has its loop written out behind it, again and again: who reads along meets a seam once in a thousand
/// frames, not in every period of a tone, and never has to look where the next frame lies.
final class Recording: @unchecked Sendable {
    /// Reading comes to `end` and goes on `period` frames before it, where the same is heard.
    struct Round {
        let end: Int
        let period: Int
    }

    private static let margin = 4
    private static let shortestRound = 1024

    /// The first frame. Never written after it was filled.
    let frames: UnsafePointer<Float>
    let count: Int
    /// The amplitude of the loudest frame, 0…1.
    let peak: Double
    /// None where it is heard once.
    let round: Round?
    private let storage: UnsafeMutablePointer<Float>

    /// - Parameter loop: what is repeated, of two frames or more within the samples; what comes behind is left out.
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
