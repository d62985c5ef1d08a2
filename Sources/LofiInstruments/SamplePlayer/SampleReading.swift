/// Where a voice is in its sample: on along a curve through four frames, round and round a loop.
struct SampleReading {
    private let voice: SampledPreset.Voice
    private var isInLoop = false
    private let end: Int
    /// Place in the sample, 32 bits of it behind the point.
    private var place: UInt64
    private var advance: UInt64 = 0

    init(_ voice: SampledPreset.Voice) {
        self.voice = voice
        let (zone, count) = (voice.zone, voice.zone.sample.frames.count)
        end = max(0, min(count, count + zone.frames(.endOffset, .endCoarseOffset)))
        place = UInt64(max(0, min(end, zone.frames(.startOffset, .startCoarseOffset)))) << 32
    }

    /// - Parameter framesPerFrame: frames of the sample for one of ours; beyond 1024 there is nothing to hear.
    mutating func set(framesPerFrame: Double) {
        advance = UInt64(max(0, min(framesPerFrame, 1024)) * 4_294_967_296)
    }

    /// Reads the next frames.
    /// - Returns: false where the sample has ended; the rest is silence.
    mutating func read(into target: UnsafeMutablePointer<Float>, count: Int, isReleased: Bool) -> Bool {
        if let looped = voice.looped, let round = looped.round, !isReleased || voice.once == nil {
            isInLoop = true
            let (end, period) = (UInt64(round.end) << 32, UInt64(round.period) << 32)
            var done = 0
            while done < count {
                // A high note may go round more than once from one frame to the next.
                if place >= end { place = end - period + (place - end) % period }
                let run = framesUpTo(round.end, atMost: count - done)
                readRun(of: looped.frames, into: target + done, count: run)
                done += run
            }
            return true
        }
        guard let once = voice.once else { return false }
        if isInLoop, let loop = voice.zone.loop {
            // Back to where the loop was first heard, and on to what follows it.
            let (start, length) = (UInt64(loop.lowerBound) << 32, UInt64(loop.count) << 32)
            if place >= start + length { place = start + (place - start) % length }
            isInLoop = false
        }
        let run = framesUpTo(end, atMost: count)
        readRun(of: once.frames, into: target, count: run)
        for index in run..<count { target[index] = 0 }
        return run == count
    }

    /// How many readings begin before a frame.
    private func framesUpTo(_ frame: Int, atMost most: Int) -> Int {
        let limit = UInt64(max(0, frame)) << 32
        guard place < limit else { return 0 }
        return advance == 0 ? most : Int(min(UInt64(most), (limit - place + advance - 1) / advance))
    }

    /// Readings that need no look at loop or end: eight at a time.
    private mutating func readRun(
        of frames: UnsafePointer<Int16>, into target: UnsafeMutablePointer<Float>, count: Int
    ) {
        let from = UnsafeRawPointer(frames - 1)
        let advance = advance
        var place = place
        func four(_ place: UInt64) -> SIMD4<Int16> {
            from.loadUnaligned(fromByteOffset: Int(truncatingIfNeeded: place >> 32) &* 2, as: SIMD4<Int16>.self)
        }
        var behindPoint =
            SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7) &* UInt32(truncatingIfNeeded: advance)
            &+ UInt32(truncatingIfNeeded: place)
        let eightOn = UInt32(truncatingIfNeeded: 8 &* advance)
        for index in stride(from: 0, to: count & ~7, by: 8) {
            let (second, third, fourth) = (place &+ advance, place &+ 2 &* advance, place &+ 3 &* advance)
            let fifth = place &+ 4 &* advance
            let (a, b, c, d) = CubicCurve.turned(
                (four(place), four(second), four(third), four(fourth)),
                (
                    four(fifth), four(fifth &+ advance), four(fifth &+ 2 &* advance),
                    four(fifth &+ 3 &* advance)
                ))
            let x = SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: behindPoint &>> 8)) * 0x1p-24
            UnsafeMutableRawPointer(target + index).storeBytes(
                of: CubicCurve.between(a, b, c, d, at: x) * 0x1p-15, as: SIMD8<Float>.self)
            behindPoint &+= eightOn
            place = place &+ 8 &* advance
        }
        for index in (count & ~7)..<count {
            let next = SIMD4<Float>(four(place))
            let x = Float(Int32(truncatingIfNeeded: UInt32(truncatingIfNeeded: place) >> 8)) * 0x1p-24
            target[index] = CubicCurve.between(next[0], next[1], next[2], next[3], at: x) * 0x1p-15
            place = place &+ advance
        }
        self.place = place
    }
}
