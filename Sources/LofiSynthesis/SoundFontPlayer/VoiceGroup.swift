/// Filters four or eight voices at once, one per SIMD lane: a filter depends on its own last frame, so several run in
/// parallel while their previous output is mixed to left and right.
enum VoiceGroup<Lanes: VoiceLanes> {
    /// Filters rows of frames and adds them to the left and right channels.
    /// - Parameters:
    ///   - rows: of each voice 64 frames, of which `count` are read; of as many voices as there are lanes, whatever the rest holds.
    ///   - places: indices of the voices, `voiceCount` of them.
    ///   - room: buffer for 64 frames of all lanes.
    ///   - offset: frames since the last grid line; `offset + count` must not pass the next one.
    // Without specialization, test builds look up the lane type for each frame, twenty times as slow.
    @specialized(where Lanes == SIMD4<Float>)
    @specialized(where Lanes == SIMD8<Float>)
    static func add(
        _ rows: UnsafePointer<Float>, of voices: UnsafeMutableBufferPointer<SampleVoice>,
        _ places: UnsafePointer<Int>, _ voiceCount: Int,
        room: UnsafeMutableRawPointer, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>,
        offset: Int, count: Int
    ) {
        let frames = room.assumingMemoryBound(to: Lanes.self)
        Lanes.turn(rows, apart: SampleVoice.stepFrames, into: frames, count: count)
        var sound = Sound<Lanes>()
        for lane in 0..<voiceCount { sound.take(voices[places[lane]], lane: lane, offset: offset) }
        if sound.isMoving {
            sound.add(frames, left: left, right: right, count: count, isMoving: true)
        } else {
            sound.add(frames, left: left, right: right, count: count, isMoving: false)
        }
        for lane in 0..<voiceCount {
            voices[places[lane]].filter?.forward = sound.forward[lane]
            voices[places[lane]].filter?.back = sound.back[lane]
            voices[places[lane]].filter?.second = sound.second[lane]
        }
    }
}

/// The gains and filters of a group of voices until the next grid line.
private struct Sound<Lanes: VoiceLanes> {
    private var (b, a1, a2) = (Lanes.zero, Lanes.zero, Lanes.zero)
    private var (bSlope, a1Slope, a2Slope) = (Lanes.zero, Lanes.zero, Lanes.zero)
    private(set) var (forward, back, second) = (Lanes.zero, Lanes.zero, Lanes.zero)
    private(set) var isMoving = false
    private var (amplitude, slope) = (Lanes.zero, Lanes.zero)
    private var (leftGain, rightGain) = (Lanes.zero, Lanes.zero)
    /// Frames since the slopes began: whole numbers, so that blocks of any length add up alike.
    private var since = Lanes.zero

    @inline(__always)
    mutating func take(_ voice: SampleVoice, lane: Int, offset: Int) {
        (leftGain[lane], rightGain[lane]) = (voice.left, voice.right)
        (amplitude[lane], slope[lane]) = (voice.amplitude, voice.slope)
        since[lane] = Float(offset - voice.slopeStart)
        guard let filter = voice.filter else { return }
        (b[lane], a1[lane], a2[lane]) = (filter.now.b, filter.now.a1, filter.now.a2)
        (bSlope[lane], a1Slope[lane], a2Slope[lane]) = (filter.slope.b, filter.slope.a1, filter.slope.a2)
        (forward[lane], back[lane], second[lane]) = (filter.forward, filter.back, filter.second)
        isMoving = isMoving || filter.isMoving
    }

    /// Filters four frames while the four before are put into left and right. Between the two lies memory: in one piece, the
    /// compiler takes the lanes apart.
    @inline(__always)
    mutating func add(
        _ frames: UnsafeMutablePointer<Lanes>, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>,
        count: Int, isMoving: Bool
    ) {
        var local = self
        let whole = count & ~3
        for index in stride(from: 0, to: whole, by: 4) {
            for place in index..<(index &+ 4) { local.filter(&frames[place], isMoving) }
            if index > 0 { mixFour(frames + index - 4, to: left + index - 4, right + index - 4) }
        }
        for index in whole..<count { local.filter(&frames[index], isMoving) }
        if whole > 0 { mixFour(frames + whole - 4, to: left + whole - 4, right + whole - 4) }
        for index in whole..<count {
            let (toLeft, toRight) = ((frames[index] * leftGain).four, (frames[index] * rightGain).four)
            // Add in the order of `sums`, for the same bits with any block lengths.
            left[index] += (toLeft[0] + toLeft[2]) + (toLeft[1] + toLeft[3])
            right[index] += (toRight[0] + toRight[2]) + (toRight[1] + toRight[3])
        }
        self = local
    }

    @inline(__always)
    private mutating func filter(_ frame: inout Lanes, _ isMoving: Bool) {
        let input = frame * (isMoving ? b + bSlope * since : b)
        let output = (input + forward) - back
        forward = (input + input) + second
        back = output * (isMoving ? a1 + a1Slope * since : a1)
        second = input - output * (isMoving ? a2 + a2Slope * since : a2)
        frame = output * (amplitude + slope * since)
        since += 1
    }

    @inline(__always)
    private func mixFour(
        _ frames: UnsafePointer<Lanes>, to left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>
    ) {
        let (a, b, c, d) = (frames[0], frames[1], frames[2], frames[3])
        Self.add(
            .sums((a * leftGain).four, (b * leftGain).four, (c * leftGain).four, (d * leftGain).four), to: left)
        Self.add(
            .sums((a * rightGain).four, (b * rightGain).four, (c * rightGain).four, (d * rightGain).four), to: right)
    }

    @inline(__always)
    private static func add(_ four: SIMD4<Float>, to target: UnsafeMutablePointer<Float>) {
        let raw = UnsafeMutableRawPointer(target)
        raw.storeBytes(of: raw.loadUnaligned(as: SIMD4<Float>.self) + four, as: SIMD4<Float>.self)
    }
}

/// The lanes of a group of voices.
protocol VoiceLanes: SIMD where Scalar == Float {
    /// The lanes folded to four with the same sum.
    var four: SIMD4<Float> { get }

    /// As many rows as there are lanes, turned into columns; up to three more than asked for.
    static func turn(_ rows: UnsafePointer<Float>, apart: Int, into columns: UnsafeMutablePointer<Self>, count: Int)
}

extension SIMD4<Float>: VoiceLanes {
    @inline(__always) var four: SIMD4<Float> { self }

    @inline(__always)
    static func turn(_ rows: UnsafePointer<Float>, apart: Int, into columns: UnsafeMutablePointer<SIMD4>, count: Int) {
        turnFour(rows, apart: apart, into: UnsafeMutableRawPointer(columns), columnsApart: 16, count: count)
    }

    /// Transposes four rows into columns with a stride in bytes.
    @inline(__always)
    fileprivate static func turnFour(
        _ rows: UnsafePointer<Float>, apart: Int, into columns: UnsafeMutableRawPointer, columnsApart: Int, count: Int
    ) {
        func low(_ a: SIMD4, _ b: SIMD4) -> SIMD4 { SIMD4(a[0], b[0], a[1], b[1]) }
        func high(_ a: SIMD4, _ b: SIMD4) -> SIMD4 { SIMD4(a[2], b[2], a[3], b[3]) }
        for index in stride(from: 0, to: count, by: 4) {
            func row(_ row: Int) -> SIMD4 {
                UnsafeRawPointer(rows).loadUnaligned(fromByteOffset: 4 &* (row &* apart &+ index), as: SIMD4.self)
            }
            let (first, second) = (low(row(0), row(1)), low(row(2), row(3)))
            let (third, fourth) = (high(row(0), row(1)), high(row(2), row(3)))
            let target = columns + columnsApart &* index
            target.storeBytes(of: SIMD4(lowHalf: first.lowHalf, highHalf: second.lowHalf), as: SIMD4.self)
            (target + columnsApart).storeBytes(
                of: SIMD4(lowHalf: first.highHalf, highHalf: second.highHalf), as: SIMD4.self)
            (target + 2 &* columnsApart).storeBytes(
                of: SIMD4(lowHalf: third.lowHalf, highHalf: fourth.lowHalf), as: SIMD4.self)
            (target + 3 &* columnsApart).storeBytes(
                of: SIMD4(lowHalf: third.highHalf, highHalf: fourth.highHalf), as: SIMD4.self)
        }
    }
}

extension SIMD8<Float>: VoiceLanes {
    @inline(__always) var four: SIMD4<Float> { lowHalf + highHalf }

    @inline(__always)
    static func turn(_ rows: UnsafePointer<Float>, apart: Int, into columns: UnsafeMutablePointer<SIMD8>, count: Int) {
        let columns = UnsafeMutableRawPointer(columns)
        SIMD4.turnFour(rows, apart: apart, into: columns, columnsApart: 32, count: count)
        SIMD4.turnFour(rows + 4 * apart, apart: apart, into: columns + 16, columnsApart: 32, count: count)
    }
}
