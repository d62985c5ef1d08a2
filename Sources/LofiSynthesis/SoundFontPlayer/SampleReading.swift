/// The read position of a voice in its sample, with four-point interpolation and looping.
struct SampleReading {
    /// Holds what the pointers below point to, which are read without counting who else holds it.
    private let voice: SampledPreset.Voice
    private let looped: UnsafePointer<Float>?
    private let once: UnsafePointer<Float>?
    private let round: Recording.Round
    private var isInLoop = false
    private let end: Int
    /// Fixed-point position in the sample with 32 fractional bits.
    private var place: UInt64
    private var advance: UInt64 = 0

    init(_ voice: SampledPreset.Voice) {
        self.voice = voice
        (looped, once) = (voice.looped?.frames, voice.once?.frames)
        round = voice.looped?.round ?? Recording.Round(end: 0, period: 0)
        let (zone, count) = (voice.zone, voice.zone.sample.frames.count)
        end = max(0, min(count, count + zone.frames(.endOffset, .endCoarseOffset)))
        place = UInt64(max(0, min(end, zone.frames(.startOffset, .startCoarseOffset)))) << 32
    }

    /// Sets the playback rate.
    /// - Parameter framesPerFrame: sample frames per output frame, at most 1024.
    mutating func set(framesPerFrame: Double) {
        advance = UInt64(max(0, min(framesPerFrame, 1024)) * 4_294_967_296)
    }

    /// Reads the next frames.
    /// - Returns: false if the sample has ended; the rest is silence.
    mutating func read(into target: UnsafeMutablePointer<Float>, count: Int, isReleased: Bool) -> Bool {
        if let looped, !isReleased || once == nil {
            isInLoop = true
            let (end, period) = (UInt64(round.end) << 32, UInt64(round.period) << 32)
            var done = 0
            while done < count {
                // A high note may pass the loop more than once per frame.
                if place >= end { place = end - period + (place - end) % period }
                let run = framesUpTo(round.end, atMost: count - done)
                readRun(of: looped, into: target + done, count: run)
                done += run
            }
            return true
        }
        guard let once else { return false }
        if isInLoop, let loop = voice.zone.loop {
            // Move back to the first pass of the loop and continue with what follows it.
            let (start, length) = (UInt64(loop.lowerBound) << 32, UInt64(loop.count) << 32)
            if place >= start + length { place = start + (place - start) % length }
            isInLoop = false
        }
        let run = framesUpTo(end, atMost: count)
        readRun(of: once, into: target, count: run)
        for index in run..<count { target[index] = 0 }
        return run == count
    }

    /// Number of reads that start before a frame.
    private func framesUpTo(_ frame: Int, atMost most: Int) -> Int {
        let limit = UInt64(max(0, frame)) << 32
        guard place < limit else { return 0 }
        return advance == 0 ? most : Int(min(UInt64(most), (limit - place + advance - 1) / advance))
    }

    /// Reads without loop or end checks, four at a time.
    private mutating func readRun(
        of frames: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int
    ) {
        let from = UnsafeRawPointer(frames - 1)
        let (advance, weights) = (advance, CubicCurve.weights)
        var place = place
        func weighed(_ place: UInt64) -> SIMD4<Float> {
            let four = from.loadUnaligned(
                fromByteOffset: Int(truncatingIfNeeded: place >> 32) &* 4, as: SIMD4<Float>.self)
            return four * CubicCurve.weights(weights, at: place)
        }
        for index in stride(from: 0, to: count & ~3, by: 4) {
            let sound = SIMD4.sums(
                weighed(place), weighed(place &+ advance), weighed(place &+ 2 &* advance),
                weighed(place &+ 3 &* advance))
            UnsafeMutableRawPointer(target + index).storeBytes(of: sound, as: SIMD4<Float>.self)
            place = place &+ 4 &* advance
        }
        for index in (count & ~3)..<count {
            let four = weighed(place)
            // Add in the order of `SIMD4.sums`, for the same bits with any block lengths.
            target[index] = (four[0] + four[2]) + (four[1] + four[3])
            place = place &+ advance
        }
        self.place = place
    }
}
