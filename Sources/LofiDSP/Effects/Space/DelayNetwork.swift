import LofiPlatform
import LofiPlugin

/// Sixteen delay lines that feed each other: the late sound of a room, a hall, a plate.
///
/// Signal flow: lines → absorption → slow rotation of pairs → Hadamard matrix → lines; the first eight hear and make
/// the left channel, the others the right.
/// J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators" (AES 1991): a second-order
/// filter behind each line takes what its length asks for, so that every mode falls by 60 dB in the time wanted at its
/// frequency. The rotation after S. J. Schlecht and E. A. P. Habets, "Time-varying feedback matrices in feedback delay
/// networks" (JASA 2015): no mode stands still long enough to ring, and no energy is made or lost.
struct DelayNetwork: ~Copyable {
    private typealias Lines = SIMD16<Float>

    static let lineCount = 16
    /// Frames that are worked on together, and between two exact rotations; every line is longer.
    private static let strideFrames = 32

    /// Tuned, 2026-11-24, by the strongest mode after 200 ms: below 1 Hz modes of 13 dB stand out; 2 Hz begins to
    /// shimmer.
    private static let rotationHz = 1.4
    /// Frames beyond the ring of a line: a stride, and what four at a time may write too far.
    private static let margin = strideFrames + 4

    private let memory: UnsafeMutablePointer<Float>
    /// Frames of a line's ring, a power of two, and from one line to the next.
    private let size: Int
    private let pitch: Int
    private let lengths: [Int]
    private var left: Absorption
    private var right: Absorption
    private var place = 0
    /// One row of lines for each frame of a stride.
    private let rows: UnsafeMutablePointer<Lines>
    private let heardLeft: UnsafeMutablePointer<Float>
    private let heardRight: UnsafeMutablePointer<Float>

    /// Of each pair: cosine and sine at the next exact rotation, and by how much it turns in between.
    private var angles: (cosine: SIMD8<Double>, sine: SIMD8<Double>)
    private let turns: (cosine: SIMD8<Double>, sine: SIMD8<Double>)
    private var cosine = SIMD8<Float>.zero
    private var sine = SIMD8<Float>.zero
    private var cosineStep = SIMD8<Float>.zero
    private var sineStep = SIMD8<Float>.zero
    private var count = 0

    /// - Parameter lineSeconds: sixteen lengths, short to long; each becomes a prime number of frames, no two the same.
    init(lineSeconds: [Double], decay: DecayCurve, sampleRate: Double) {
        precondition(lineSeconds.count == Self.lineCount)
        var lengths = [Int](repeating: 0, count: Self.lineCount)
        var sides = [Absorption(), Absorption()]
        var longest = Self.strideFrames
        for (index, seconds) in lineSeconds.enumerated() {
            longest = Self.primeAtLeast(max(longest + 1, Int(seconds * sampleRate)))
            // Short and long by turns on either side.
            let line = index / 2 + index % 2 * 8
            lengths[line] = longest
            sides[index % 2].set(index / 2, decay.absorption(frames: longest, sampleRate: sampleRate))
        }
        self.lengths = lengths
        (left, right) = (sides[0], sides[1])
        var size = 64
        while size <= longest + Self.margin { size *= 2 }
        self.size = size
        // Not a power of two itself: all lines would fall on the same sets of the cache.
        pitch = size + 2 * Self.margin
        memory = .allocate(capacity: Self.lineCount * pitch)
        memory.initialize(repeating: 0, count: Self.lineCount * pitch)
        rows = .allocate(capacity: Self.margin)
        rows.initialize(repeating: .zero, count: Self.margin)
        heardLeft = .allocate(capacity: Self.margin)
        heardLeft.initialize(repeating: 0, count: Self.margin)
        heardRight = .allocate(capacity: Self.margin)
        heardRight.initialize(repeating: 0, count: Self.margin)
        var (cosines, sines) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        var (turnCosines, turnSines) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for pair in 0..<8 {
            // From half to twice the rate, every second one backwards.
            let share = pow(2, 2 * Double(pair) / 7 - 1) * (pair % 2 == 0 ? 1 : -1)
            let turn = 2 * .pi * Self.rotationHz * share * Double(Self.strideFrames) / sampleRate
            (turnCosines[pair], turnSines[pair]) = (cos(turn), sin(turn))
            (cosines[pair], sines[pair]) = (cos(Double(pair)), sin(Double(pair)))
        }
        (angles, turns) = ((cosines, sines), (turnCosines, turnSines))
        (cosine, sine) = (SIMD8(cosines), SIMD8(sines))
    }

    deinit {
        memory.deallocate()
        rows.deallocate()
        heardLeft.deallocate()
        heardRight.deallocate()
    }

    /// Puts the room's answer in the place of the sound.
    mutating func process(_ block: AudioBlock) {
        var start = 0
        while start < block.count {
            if count == 0 { turn() }
            let frames = min(count, block.count - start)
            run(AudioBlock(rebasing: block[start..<(start + frames)]))
            count -= frames
            start += frames
        }
    }

    private mutating func run(_ block: AudioBlock) {
        for first in stride(from: 0, to: Self.lineCount, by: 4) { read(first, block.count) }
        mix(block)
        for first in stride(from: 0, to: Self.lineCount, by: 4) { write(first, block.count) }
        place = (place + block.count) & (size - 1)
    }

    /// Copies four lines into their columns, four frames at a time, and hears them: of a side's eight lines four with one
    /// sign, four with the other. Up to three frames more than asked for.
    private func read(_ first: Int, _ count: Int) {
        func source(_ line: Int) -> UnsafeRawPointer {
            UnsafeRawPointer(memory + (first + line) * pitch + ((place - lengths[first + line]) & (size - 1)))
        }
        let (a, b, c, d) = (source(0), source(1), source(2), source(3))
        let columns = UnsafeMutableRawPointer(rows) + 4 * first
        let heard = UnsafeMutableRawPointer(first < 8 ? heardLeft : heardRight)
        for frame in stride(from: 0, to: count, by: 4) {
            let (p, q) = (
                a.loadUnaligned(fromByteOffset: 4 * frame, as: SIMD4<Float>.self),
                b.loadUnaligned(fromByteOffset: 4 * frame, as: SIMD4<Float>.self)
            )
            let (r, s) = (
                c.loadUnaligned(fromByteOffset: 4 * frame, as: SIMD4<Float>.self),
                d.loadUnaligned(fromByteOffset: 4 * frame, as: SIMD4<Float>.self)
            )
            let sum = (p - q) + (r + s)
            let before = heard.loadUnaligned(fromByteOffset: 4 * frame, as: SIMD4<Float>.self)
            heard.storeBytes(of: first % 8 == 0 ? sum : before - sum, toByteOffset: 4 * frame, as: SIMD4<Float>.self)
            let square = Self.transposed(p, q, r, s)
            columns.storeBytes(of: square.0, toByteOffset: 64 * frame, as: SIMD4<Float>.self)
            columns.storeBytes(of: square.1, toByteOffset: 64 * (frame + 1), as: SIMD4<Float>.self)
            columns.storeBytes(of: square.2, toByteOffset: 64 * (frame + 2), as: SIMD4<Float>.self)
            columns.storeBytes(of: square.3, toByteOffset: 64 * (frame + 3), as: SIMD4<Float>.self)
        }
    }

    /// The way back. What is written beyond the count is written again with the next frames.
    private func write(_ first: Int, _ count: Int) {
        let columns = UnsafeRawPointer(rows) + 4 * first
        for frame in stride(from: 0, to: count, by: 4) {
            let square = Self.transposed(
                columns.load(fromByteOffset: 64 * frame, as: SIMD4<Float>.self),
                columns.load(fromByteOffset: 64 * (frame + 1), as: SIMD4<Float>.self),
                columns.load(fromByteOffset: 64 * (frame + 2), as: SIMD4<Float>.self),
                columns.load(fromByteOffset: 64 * (frame + 3), as: SIMD4<Float>.self))
            let target = UnsafeMutableRawPointer(memory + first * pitch + place + frame)
            target.storeBytes(of: square.0, as: SIMD4<Float>.self)
            target.storeBytes(of: square.1, toByteOffset: 4 * pitch, as: SIMD4<Float>.self)
            target.storeBytes(of: square.2, toByteOffset: 8 * pitch, as: SIMD4<Float>.self)
            target.storeBytes(of: square.3, toByteOffset: 12 * pitch, as: SIMD4<Float>.self)
        }
        // The margin repeats the ring's beginning, so that every reading lies in one piece.
        for line in first..<(first + 4) {
            let samples = memory + line * pitch
            if place < Self.margin { (samples + size).update(from: samples, count: Self.margin) }
            if place + count > size { samples.update(from: samples + size, count: place + count - size) }
        }
    }

    @inline(__always)
    private static func transposed(
        _ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>, _ d: SIMD4<Float>
    ) -> (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>) {
        (
            SIMD4(a[0], b[0], c[0], d[0]), SIMD4(a[1], b[1], c[1], d[1]),
            SIMD4(a[2], b[2], c[2], d[2]), SIMD4(a[3], b[3], c[3], d[3])
        )
    }

    /// From what the lines give to what they get, row by row.
    private mutating func mix(_ block: AudioBlock) {
        let halves = UnsafeMutableRawPointer(rows).assumingMemoryBound(to: SIMD8<Float>.self)
        left.absorb(halves, count: block.count)
        right.absorb(halves + 1, count: block.count)
        let (cosineStep, sineStep) = (cosineStep, sineStep)
        var (cosine, sine) = (cosine, sine)
        for frame in block.indices {
            let (a, b) = (halves[2 * frame], halves[2 * frame + 1])
            let (turnedLeft, turnedRight) = (a * cosine - b * sine, a * sine + b * cosine)
            cosine += cosineStep
            sine += sineStep
            halves[2 * frame] = Self.hadamard(turnedLeft + turnedRight) + block[frame].x
            halves[2 * frame + 1] = Self.hadamard(turnedLeft - turnedRight) + block[frame].y
            block[frame] = StereoFrame(heardLeft[frame], heardRight[frame])
        }
        (self.cosine, self.sine) = (cosine, sine)
    }

    private mutating func turn() {
        let (c, s) = angles
        angles = (c * turns.cosine - s * turns.sine, s * turns.cosine + c * turns.sine)
        cosineStep = (SIMD8(angles.cosine) - cosine) / Float(Self.strideFrames)
        sineStep = (SIMD8(angles.sine) - sine) / Float(Self.strideFrames)
        count = Self.strideFrames
    }

    /// Half of the orthogonal matrix of sixteen, without its scale: energy goes round and none is made.
    @inline(__always)
    private static func hadamard(_ x: SIMD8<Float>) -> SIMD8<Float> {
        SIMD8(lowHalf: hadamard(x.lowHalf + x.highHalf), highHalf: hadamard(x.lowHalf - x.highHalf))
    }

    @inline(__always)
    private static func hadamard(_ x: SIMD4<Float>) -> SIMD4<Float> {
        let y = SIMD4(x[2], x[3], x[0], x[1]) + x * SIMD4(1, 1, -1, -1)
        return SIMD4(y[1], y[0], y[3], y[2]) + y * SIMD4(1, -1, 1, -1)
    }

    /// Lengths without a common divisor share no echo.
    private static func primeAtLeast(_ number: Int) -> Int {
        var candidate = max(2, number)
        while (2..<candidate).prefix(while: { $0 * $0 <= candidate }).contains(where: { candidate % $0 == 0 }) {
            candidate += 1
        }
        return candidate
    }
}

/// One side's eight filters.
private struct Absorption {
    private var b0 = SIMD8<Float>.zero
    private var b1 = SIMD8<Float>.zero
    private var b2 = SIMD8<Float>.zero
    private var a1 = SIMD8<Float>.zero
    private var a2 = SIMD8<Float>.zero
    /// What is fed forward and what is fed back to the next output, kept apart as in `Biquad`, and the second state.
    private var forward = SIMD8<Float>.zero
    private var back = SIMD8<Float>.zero
    private var second = SIMD8<Float>.zero

    mutating func set(_ line: Int, _ filter: Biquad.Coefficients) {
        // With the scale of the matrix: 1 / √16.
        (b0[line], b1[line], b2[line]) = (Float(filter.b0 / 4), Float(filter.b1 / 4), Float(filter.b2 / 4))
        (a1[line], a2[line]) = (Float(filter.a1), Float(filter.a2))
    }

    /// Leaves what the walls leave: of every second cell.
    mutating func absorb(_ cells: UnsafeMutablePointer<SIMD8<Float>>, count: Int) {
        let (b0, b1, b2, a1, a2) = (b0, b1, b2, a1, a2)
        var (forward, back, second) = (forward, back, second)
        for frame in 0..<count {
            let input = cells[2 * frame]
            let output = (input * b0 + forward) - back
            forward = input * b1 + second
            back = output * a1
            second = input * b2 - output * a2
            cells[2 * frame] = output
        }
        (self.forward, self.back, self.second) = (forward, back, second)
    }
}
