/// Where a voice is in its sample: on along a curve through four frames, round and round a loop.
struct SampleReading {
    private let recording: Recording
    private let loop: Range<Int>?
    private let loopsAfterRelease: Bool
    private let end: Int
    /// Place in the sample, 32 bits of it behind the point.
    private var place: UInt64
    private var advance: UInt64 = 0

    init(_ recording: Recording, of zone: SampleZone) {
        self.recording = recording
        func offset(_ fine: SampleZone.Generator, _ coarse: SampleZone.Generator) -> Int {
            Int(zone[fine]) + 32768 * Int(zone[coarse])
        }
        let end = max(0, min(recording.count, recording.count + offset(.endOffset, .endCoarseOffset)))
        self.end = end
        place = UInt64(max(0, min(end, offset(.startOffset, .startCoarseOffset)))) << 32
        let first = zone.sample.frames.lowerBound
        let loopStart = zone.sample.loop.lowerBound - first + offset(.loopStartOffset, .loopStartCoarseOffset)
        let loopEnd = zone.sample.loop.upperBound - first + offset(.loopEndOffset, .loopEndCoarseOffset)
        let mode = Int(zone[.sampleModes]) & 3
        let hasLoop = mode & 1 == 1 && loopStart >= 0 && loopEnd <= recording.count && loopEnd - loopStart > 1
        loop = hasLoop ? loopStart..<loopEnd : nil
        loopsAfterRelease = mode == 1
    }

    /// - Parameter framesPerFrame: frames of the sample for one of ours; beyond 1024 there is nothing to hear.
    mutating func set(framesPerFrame: Double) {
        advance = UInt64(max(0, min(framesPerFrame, 1024)) * 4_294_967_296)
    }

    /// Reads the next frames.
    /// - Parameter apart: from one frame to the next, floats.
    /// - Returns: false where the sample has ended; the rest is silence.
    mutating func read(
        into target: UnsafeMutablePointer<Float>, apart: Int, count: Int, isReleased: Bool
    ) -> Bool {
        var done = 0
        if let loop, loopsAfterRelease || !isReleased {
            let (start, length) = (UInt64(loop.lowerBound) << 32, UInt64(loop.count) << 32)
            while done < count {
                // A high note may go round more than once from one frame to the next.
                if place >= start + length { place = start + (place - start) % length }
                let run = place >> 32 == 0 ? 0 : framesUpTo(loop.upperBound - 2, atMost: count - done)
                // Over the seam, where what comes behind the loop's end is its beginning, one by one.
                if run > 0 && Int(place >> 32) != loop.lowerBound {
                    readRun(into: target + apart * done, apart: apart, count: run)
                    done += run
                } else {
                    target[apart * done] = Self.curve(
                        Self.fourFrames(recording.frames, Int(place >> 32), in: loop), place)
                    place &+= advance
                    done += 1
                }
            }
            return true
        }
        let run = framesUpTo(end, atMost: count)
        readRun(into: target, apart: apart, count: run)
        for index in run..<count { target[apart * index] = 0 }
        return run == count
    }

    /// How many readings begin before a frame.
    private func framesUpTo(_ frame: Int, atMost most: Int) -> Int {
        let limit = UInt64(max(0, frame)) << 32
        guard place < limit else { return 0 }
        return advance == 0 ? most : Int(min(UInt64(most), (limit - place + advance - 1) / advance))
    }

    private static func fourFrames(_ frames: UnsafePointer<Float>, _ first: Int, in loop: Range<Int>) -> SIMD4<Float> {
        func frame(_ place: Int) -> Float { frames[place >= loop.upperBound ? place - loop.count : place] }
        // Before the loop's beginning lies its end, as soon as it goes round.
        let before = first == loop.lowerBound ? loop.upperBound - 1 : first - 1
        return SIMD4(frames[before], frame(first), frame(first + 1), frame(first + 2))
    }

    /// Readings that need no look at loop or end: four at a time.
    private mutating func readRun(into target: UnsafeMutablePointer<Float>, apart: Int, count: Int) {
        let frames = UnsafeRawPointer(recording.frames - 1)
        let (advance, weights) = (advance, CubicCurve.weights)
        var place = place
        func weighed(_ place: UInt64) -> SIMD4<Float> {
            let four = frames.loadUnaligned(
                fromByteOffset: Int(truncatingIfNeeded: place >> 32) &* 4, as: SIMD4<Float>.self)
            return four * CubicCurve.weights(weights, at: place)
        }
        for index in stride(from: 0, to: count & ~3, by: 4) {
            let sound = SIMD4.sums(
                weighed(place), weighed(place &+ advance), weighed(place &+ 2 &* advance),
                weighed(place &+ 3 &* advance))
            let next = target + apart &* index
            (next[0], next[apart]) = (sound[0], sound[1])
            (next[2 &* apart], next[3 &* apart]) = (sound[2], sound[3])
            place = place &+ 4 &* advance
        }
        for index in (count & ~3)..<count {
            target[apart &* index] = Self.sum(weighed(place))
            place = place &+ advance
        }
        self.place = place
    }

    private static func curve(_ four: SIMD4<Float>, _ place: UInt64) -> Float {
        sum(four * CubicCurve.weights(CubicCurve.weights, at: place))
    }

    /// In the order of `SIMD4.sums`: the same bits, however blocks are cut.
    @inline(__always)
    private static func sum(_ four: SIMD4<Float>) -> Float { (four[0] + four[2]) + (four[1] + four[3]) }
}
