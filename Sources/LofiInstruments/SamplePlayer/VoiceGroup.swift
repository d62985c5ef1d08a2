/// Four or eight voices with filters at once, one in each lane: a filter has to wait for its own last frame, many of them wait
/// together.
final class VoiceGroup<Lanes: VoiceLanes> {
    /// Of each frame a sample of each voice.
    private let frames: UnsafeMutablePointer<Lanes>

    init() {
        frames = .allocate(capacity: SampleVoice.stepFrames)
        frames.initialize(repeating: .zero, count: SampleVoice.stepFrames)
    }

    deinit { frames.deallocate() }

    /// Filters rows of frames and adds them to left and right.
    /// - Parameters:
    ///   - rows: of each voice 64 frames, of which `count` are read; of as many voices as there are lanes, whatever the rest holds.
    ///   - places: of the voices, `voiceCount` of them.
    ///   - offset: frames from the grid's last line; offset + count ends at the next one at the latest.
    // Builds for tests would ask for the lanes' type at each frame, twenty times as slow.
    @specialized(where Lanes == SIMD4<Float>)
    @specialized(where Lanes == SIMD8<Float>)
    func add(
        _ rows: UnsafePointer<Float>, of voices: inout [SampleVoice], _ places: UnsafePointer<Int>, _ voiceCount: Int,
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, offset: Int, count: Int
    ) {
        var (leftGain, rightGain) = (Lanes.zero, Lanes.zero)
        var (amplitude, slope) = (Lanes.zero, Lanes.zero)
        // Frames since the slopes began: whole numbers, so that blocks of any length add up alike.
        var since = Lanes.zero
        for lane in 0..<voiceCount {
            let place = places[lane]
            (leftGain[lane], rightGain[lane]) = (voices[place].left, voices[place].right)
            (amplitude[lane], slope[lane]) = (voices[place].amplitude, voices[place].slope)
            since[lane] = Float(offset - voices[place].slopeStart)
        }
        turn(rows, count: count)
        filter(&voices, places, voiceCount, since: since, count: count)
        let frames = frames
        func sound(_ index: Int) -> Lanes { frames[index] * (amplitude + slope * (since + Float(index))) }
        for index in stride(from: 0, to: count & ~3, by: 4) {
            let (a, b, c, d) = (sound(index), sound(index &+ 1), sound(index &+ 2), sound(index &+ 3))
            add(
                .sums((a * leftGain).four, (b * leftGain).four, (c * leftGain).four, (d * leftGain).four),
                to: left + index)
            add(
                .sums((a * rightGain).four, (b * rightGain).four, (c * rightGain).four, (d * rightGain).four),
                to: right + index)
        }
        for index in (count & ~3)..<count {
            let (toLeft, toRight) = ((sound(index) * leftGain).four, (sound(index) * rightGain).four)
            // In the order of `sums`: the same bits, however blocks are cut.
            left[index] += (toLeft[0] + toLeft[2]) + (toLeft[1] + toLeft[3])
            right[index] += (toRight[0] + toRight[2]) + (toRight[1] + toRight[3])
        }
    }

    @inline(__always)
    private func add(_ four: SIMD4<Float>, to target: UnsafeMutablePointer<Float>) {
        let raw = UnsafeMutableRawPointer(target)
        raw.storeBytes(of: raw.loadUnaligned(as: SIMD4<Float>.self) + four, as: SIMD4<Float>.self)
    }

    /// Rows of voices to lanes of frames, four by four; the last frames may be such as nobody asks for.
    private func turn(_ rows: UnsafePointer<Float>, count: Int) {
        let apart = MemoryLayout<Lanes>.stride
        for lane in stride(from: 0, to: Lanes.scalarCount, by: 4) {
            let first = UnsafeRawPointer(rows + lane * SampleVoice.stepFrames)
            let target = UnsafeMutableRawPointer(frames) + 4 * lane
            for index in stride(from: 0, to: count, by: 4) {
                func row(_ voice: Int) -> SIMD4<Float> {
                    first.loadUnaligned(
                        fromByteOffset: 4 &* (voice &* SampleVoice.stepFrames &+ index), as: SIMD4<Float>.self)
                }
                let (a, b, c, d) = SIMD4.turned((row(0), row(1), row(2), row(3)))
                target.storeBytes(of: a, toByteOffset: apart &* index, as: SIMD4<Float>.self)
                target.storeBytes(of: b, toByteOffset: apart &* (index &+ 1), as: SIMD4<Float>.self)
                target.storeBytes(of: c, toByteOffset: apart &* (index &+ 2), as: SIMD4<Float>.self)
                target.storeBytes(of: d, toByteOffset: apart &* (index &+ 3), as: SIMD4<Float>.self)
            }
        }
    }

    private func filter(
        _ voices: inout [SampleVoice], _ places: UnsafePointer<Int>, _ voiceCount: Int, since: Lanes, count: Int
    ) {
        var (b, a1, a2) = (Lanes.zero, Lanes.zero, Lanes.zero)
        var (bSlope, a1Slope, a2Slope) = (Lanes.zero, Lanes.zero, Lanes.zero)
        var (forward, back, second) = (Lanes.zero, Lanes.zero, Lanes.zero)
        var isMoving = false
        for lane in 0..<voiceCount {
            guard let filter = voices[places[lane]].filter else { continue }
            (b[lane], a1[lane], a2[lane]) = (filter.now.b, filter.now.a1, filter.now.a2)
            (bSlope[lane], a1Slope[lane], a2Slope[lane]) = (filter.slope.b, filter.slope.a1, filter.slope.a2)
            (forward[lane], back[lane], second[lane]) = (filter.forward, filter.back, filter.second)
            isMoving = isMoving || filter.isMoving
        }
        if isMoving {
            for index in 0..<count {
                let gone = since + Float(index)
                let input = frames[index] * (b + bSlope * gone)
                let output = (input + forward) - back
                forward = (input + input) + second
                back = output * (a1 + a1Slope * gone)
                second = input - output * (a2 + a2Slope * gone)
                frames[index] = output
            }
        } else {
            for index in 0..<count {
                let input = frames[index] * b
                let output = (input + forward) - back
                forward = (input + input) + second
                back = output * a1
                second = input - output * a2
                frames[index] = output
            }
        }
        for lane in 0..<voiceCount {
            voices[places[lane]].filter?.forward = forward[lane]
            voices[places[lane]].filter?.back = back[lane]
            voices[places[lane]].filter?.second = second[lane]
        }
    }
}

/// The lanes of a group of voices.
protocol VoiceLanes: SIMD where Scalar == Float {
    /// Folded to four lanes that have the same sum.
    var four: SIMD4<Float> { get }
}

extension SIMD4<Float>: VoiceLanes {
    @inline(__always) var four: SIMD4<Float> { self }

    /// Rows turned into columns.
    @inline(__always)
    static func turned(_ rows: (SIMD4, SIMD4, SIMD4, SIMD4)) -> (SIMD4, SIMD4, SIMD4, SIMD4) {
        func low(_ a: SIMD4, _ b: SIMD4) -> SIMD4 { SIMD4(a[0], b[0], a[1], b[1]) }
        func high(_ a: SIMD4, _ b: SIMD4) -> SIMD4 { SIMD4(a[2], b[2], a[3], b[3]) }
        let (first, second) = (low(rows.0, rows.1), low(rows.2, rows.3))
        let (third, fourth) = (high(rows.0, rows.1), high(rows.2, rows.3))
        return (
            SIMD4(lowHalf: first.lowHalf, highHalf: second.lowHalf),
            SIMD4(lowHalf: first.highHalf, highHalf: second.highHalf),
            SIMD4(lowHalf: third.lowHalf, highHalf: fourth.lowHalf),
            SIMD4(lowHalf: third.highHalf, highHalf: fourth.highHalf)
        )
    }

    /// The sums of four: shuffled together, which is half the work of four sums one by one.
    @inline(__always)
    static func sums(_ a: SIMD4, _ b: SIMD4, _ c: SIMD4, _ d: SIMD4) -> SIMD4 {
        let first = SIMD4(a[0], b[0], a[1], b[1]) + SIMD4(a[2], b[2], a[3], b[3])
        let second = SIMD4(c[0], d[0], c[1], d[1]) + SIMD4(c[2], d[2], c[3], d[3])
        return SIMD4(lowHalf: first.lowHalf, highHalf: second.lowHalf)
            + SIMD4(lowHalf: first.highHalf, highHalf: second.highHalf)
    }
}

extension SIMD8<Float>: VoiceLanes {
    @inline(__always) var four: SIMD4<Float> { lowHalf + highHalf }
}
