/// Four or eight voices at once, one in each lane: a filter has to wait for its own last frame, many of them wait together.
final class VoiceGroup<Lanes: VoiceLanes> {
    var mostVoices: Int { Lanes.scalarCount }

    /// Of each frame a sample of each voice.
    private let frames: UnsafeMutablePointer<Lanes>

    init() {
        frames = .allocate(capacity: SampleVoice.stepFrames)
        frames.initialize(repeating: .zero, count: SampleVoice.stepFrames)
    }

    deinit { frames.deallocate() }

    /// Adds the next frames of voices to left and right.
    /// - Parameters:
    ///   - first: the first of up to `mostVoices` voices.
    ///   - offset: frames from the grid's last line; offset + count ends at the next one at the latest.
    // Builds for tests would ask for the lanes' type at each frame, twenty times as slow.
    @specialized(where Lanes == SIMD4<Float>)
    @specialized(where Lanes == SIMD8<Float>)
    func render(
        _ voices: inout [SampleVoice], first: Int, left: UnsafeMutablePointer<Float>,
        right: UnsafeMutablePointer<Float>,
        offset: Int, count: Int
    ) {
        let lanes = min(Lanes.scalarCount, voices.count - first)
        var (leftGain, rightGain) = (Lanes.zero, Lanes.zero)
        var (amplitude, slope) = (Lanes.zero, Lanes.zero)
        // Frames since the slopes began: whole numbers, so that blocks of any length add up alike.
        var since = Lanes.zero
        var isFiltered = false
        let samples = UnsafeMutableRawPointer(frames).assumingMemoryBound(to: Float.self)
        for lane in 0..<Lanes.scalarCount {
            guard lane < lanes, !voices[first + lane].isOver else {
                for index in 0..<count { samples[Lanes.scalarCount * index + lane] = 0 }
                continue
            }
            voices[first + lane].read(into: samples + lane, apart: Lanes.scalarCount, count: count)
            (leftGain[lane], rightGain[lane]) = (voices[first + lane].left, voices[first + lane].right)
            slope[lane] = voices[first + lane].slope
            amplitude[lane] = voices[first + lane].amplitude
            since[lane] = Float(offset - voices[first + lane].slopeStart)
            isFiltered = isFiltered || voices[first + lane].filter != nil
        }
        if isFiltered { filter(&voices, first: first, lanes: lanes, since: since, count: count) }
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

    private func filter(_ voices: inout [SampleVoice], first: Int, lanes: Int, since: Lanes, count: Int) {
        // Where there is none: y = x.
        var (b0, b1) = (Lanes(repeating: 1), Lanes.zero)
        var (a1, a2) = (Lanes.zero, Lanes.zero)
        var (forward, back, second) = (Lanes.zero, Lanes.zero, Lanes.zero)
        var (bSlope, a1Slope, a2Slope) = (Lanes.zero, Lanes.zero, Lanes.zero)
        var isMoving = false
        for lane in 0..<lanes {
            guard let filter = voices[first + lane].filter else { continue }
            (b0[lane], b1[lane]) = (filter.now.b, 1)
            (a1[lane], a2[lane]) = (filter.now.a1, filter.now.a2)
            (forward[lane], back[lane], second[lane]) = (filter.forward, filter.back, filter.second)
            (bSlope[lane], a1Slope[lane], a2Slope[lane]) = (filter.slope.b, filter.slope.a1, filter.slope.a2)
            isMoving = isMoving || filter.isMoving
        }
        let (twice, once) = (b1 + b1, b1)
        if isMoving {
            for index in 0..<count {
                let gone = since + Float(index)
                let input = frames[index] * (b0 + bSlope * gone)
                let output = (input + forward) - back
                forward = input * twice + second
                back = output * (a1 + a1Slope * gone)
                second = input * once - output * (a2 + a2Slope * gone)
                frames[index] = output
            }
        } else {
            for index in 0..<count {
                let input = frames[index] * b0
                let output = (input + forward) - back
                forward = input * twice + second
                back = output * a1
                second = input * once - output * a2
                frames[index] = output
            }
        }
        for lane in 0..<lanes where voices[first + lane].filter != nil {
            voices[first + lane].filter?.forward = forward[lane]
            voices[first + lane].filter?.back = back[lane]
            voices[first + lane].filter?.second = second[lane]
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
}

extension SIMD8<Float>: VoiceLanes {
    @inline(__always) var four: SIMD4<Float> { lowHalf + highHalf }
}
