/// Four or eight voices with filters at once, one in each lane: a filter has to wait for its own last frame, many of them wait
/// together, and while they do, what they said last is put into left and right.
enum VoiceGroup<Lanes: VoiceLanes> {
    /// Filters rows of frames and adds them to left and right.
    /// - Parameters:
    ///   - rows: of each voice 64 frames, of which `count` are read; of as many voices as there are lanes, whatever the rest holds.
    ///   - places: of the voices, `voiceCount` of them.
    ///   - offset: frames from the grid's last line; offset + count ends at the next one at the latest.
    // Builds for tests would ask for the lanes' type at each frame, twenty times as slow.
    @specialized(where Lanes == SIMD4<Float>)
    @specialized(where Lanes == SIMD8<Float>)
    static func add(
        _ rows: UnsafePointer<Float>, of voices: UnsafeMutableBufferPointer<SampleVoice>,
        _ places: UnsafePointer<Int>, _ voiceCount: Int,
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, offset: Int, count: Int
    ) {
        var sound = Sound<Lanes>()
        for lane in 0..<voiceCount { sound.take(voices[places[lane]], lane: lane, offset: offset) }
        if sound.isMoving {
            sound.add(rows, left: left, right: right, count: count, isMoving: true)
        } else {
            sound.add(rows, left: left, right: right, count: count, isMoving: false)
        }
        for lane in 0..<voiceCount {
            voices[places[lane]].filter?.forward = sound.forward[lane]
            voices[places[lane]].filter?.back = sound.back[lane]
            voices[places[lane]].filter?.second = sound.second[lane]
        }
    }
}

/// What shapes the voices of a group until the grid's next line.
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

    @inline(__always)
    mutating func add(
        _ rows: UnsafePointer<Float>, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, count: Int,
        isMoving: Bool
    ) {
        var local = self
        for index in stride(from: 0, to: count & ~3, by: 4) {
            let four = Lanes.columns(rows + index, apart: SampleVoice.stepFrames)
            let a = local.next(four.0, isMoving)
            let b = local.next(four.1, isMoving)
            let c = local.next(four.2, isMoving)
            let d = local.next(four.3, isMoving)
            Self.add(
                .sums((a * leftGain).four, (b * leftGain).four, (c * leftGain).four, (d * leftGain).four),
                to: left + index)
            Self.add(
                .sums((a * rightGain).four, (b * rightGain).four, (c * rightGain).four, (d * rightGain).four),
                to: right + index)
        }
        let rest = count & ~3
        let four =
            rest < count ? Lanes.columns(rows + rest, apart: SampleVoice.stepFrames) : (.zero, .zero, .zero, .zero)
        for index in rest..<count {
            let sound = local.next(index == rest ? four.0 : index == rest + 1 ? four.1 : four.2, isMoving)
            let (toLeft, toRight) = ((sound * leftGain).four, (sound * rightGain).four)
            // In the order of `sums`: the same bits, however blocks are cut.
            left[index] += (toLeft[0] + toLeft[2]) + (toLeft[1] + toLeft[3])
            right[index] += (toRight[0] + toRight[2]) + (toRight[1] + toRight[3])
        }
        self = local
    }

    @inline(__always)
    private mutating func next(_ frame: Lanes, _ isMoving: Bool) -> Lanes {
        let input = frame * (isMoving ? b + bSlope * since : b)
        let output = (input + forward) - back
        forward = (input + input) + second
        back = output * (isMoving ? a1 + a1Slope * since : a1)
        second = input - output * (isMoving ? a2 + a2Slope * since : a2)
        let sound = output * (amplitude + slope * since)
        since += 1
        return sound
    }

    @inline(__always)
    private static func add(_ four: SIMD4<Float>, to target: UnsafeMutablePointer<Float>) {
        let raw = UnsafeMutableRawPointer(target)
        raw.storeBytes(of: raw.loadUnaligned(as: SIMD4<Float>.self) + four, as: SIMD4<Float>.self)
    }
}

/// The lanes of a group of voices.
protocol VoiceLanes: SIMD where Scalar == Float {
    /// Folded to four lanes that have the same sum.
    var four: SIMD4<Float> { get }

    /// The first four numbers of as many rows as there are lanes, as four columns.
    static func columns(_ rows: UnsafePointer<Float>, apart: Int) -> (Self, Self, Self, Self)
}

extension SIMD4<Float>: VoiceLanes {
    @inline(__always) var four: SIMD4<Float> { self }

    @inline(__always)
    static func columns(_ rows: UnsafePointer<Float>, apart: Int) -> (SIMD4, SIMD4, SIMD4, SIMD4) {
        func row(_ index: Int) -> SIMD4 {
            UnsafeRawPointer(rows).loadUnaligned(fromByteOffset: 4 &* index &* apart, as: SIMD4.self)
        }
        func low(_ a: SIMD4, _ b: SIMD4) -> SIMD4 { SIMD4(a[0], b[0], a[1], b[1]) }
        func high(_ a: SIMD4, _ b: SIMD4) -> SIMD4 { SIMD4(a[2], b[2], a[3], b[3]) }
        let (first, second) = (low(row(0), row(1)), low(row(2), row(3)))
        let (third, fourth) = (high(row(0), row(1)), high(row(2), row(3)))
        return (
            SIMD4(lowHalf: first.lowHalf, highHalf: second.lowHalf),
            SIMD4(lowHalf: first.highHalf, highHalf: second.highHalf),
            SIMD4(lowHalf: third.lowHalf, highHalf: fourth.lowHalf),
            SIMD4(lowHalf: third.highHalf, highHalf: fourth.highHalf)
        )
    }
}

extension SIMD8<Float>: VoiceLanes {
    @inline(__always) var four: SIMD4<Float> { lowHalf + highHalf }

    @inline(__always)
    static func columns(_ rows: UnsafePointer<Float>, apart: Int) -> (SIMD8, SIMD8, SIMD8, SIMD8) {
        let low = SIMD4.columns(rows, apart: apart)
        let high = SIMD4.columns(rows + 4 * apart, apart: apart)
        return (
            SIMD8(lowHalf: low.0, highHalf: high.0), SIMD8(lowHalf: low.1, highHalf: high.1),
            SIMD8(lowHalf: low.2, highHalf: high.2), SIMD8(lowHalf: low.3, highHalf: high.3)
        )
    }
}
