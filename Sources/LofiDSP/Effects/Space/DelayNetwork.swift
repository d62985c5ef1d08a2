import LofiPlatform
import LofiPlugin

/// A feedback delay network of sixteen lines: the late reverberation of a room, a hall or a plate.
///
/// Signal flow: lines → absorption → slow rotation of pairs → Hadamard matrix → lines; the first eight carry the left
/// channel, the others the right.
/// J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators" (AES 1991): a second-order
/// filter behind each line absorbs in proportion to its length, so that every mode decays by 60 dB in the time set for
/// its frequency. The rotation follows S. J. Schlecht and E. A. P. Habets, "Time-varying feedback matrices in feedback
/// delay networks" (JASA 2015): no mode lasts long enough to ring, and energy is preserved.
struct DelayNetwork: ~Copyable {
    private typealias Lines = SIMD16<Float>

    static let lineCount = 16
    /// Frames processed together, and between two exact rotations; every line is longer.
    private static let strideFrames = 32

    /// Tuned, 2026-11-24, by the strongest mode after 200 ms: below 1 Hz modes stand out by 13 dB; 2 Hz begins to
    /// shimmer.
    private static let rotationHz = 1.4
    /// Frames beyond the end of a line's ring: one stride, plus the overrun of writing four at a time.
    private static let margin = strideFrames + 4

    private let memory: UnsafeMutablePointer<Float>
    /// Frames in a line's ring, a power of two.
    private let size: Int
    /// Distance in frames from one line's ring to the next.
    private let pitch: Int
    private let lengths: [Int]
    private var left: Absorption
    private var right: Absorption
    private var position = 0
    /// One row of all lines per frame of a stride.
    private let rows: UnsafeMutablePointer<Lines>
    private let outputLeft: UnsafeMutablePointer<Float>
    private let outputRight: UnsafeMutablePointer<Float>

    /// Cosine and sine of each pair's angle at the next exact rotation.
    private var angles: (cosine: SIMD8<Double>, sine: SIMD8<Double>)
    /// Cosine and sine of each pair's rotation per stride.
    private let turns: (cosine: SIMD8<Double>, sine: SIMD8<Double>)
    private var cosine = SIMD8<Float>.zero
    private var sine = SIMD8<Float>.zero
    private var cosineStep = SIMD8<Float>.zero
    private var sineStep = SIMD8<Float>.zero
    private var count = 0

    /// - Parameter lineSeconds: sixteen lengths in ascending order; each becomes a distinct prime number of frames.
    init(lineSeconds: [Double], decay: DecayCurve, sampleRate: Double) {
        precondition(lineSeconds.count == Self.lineCount)
        var lengths = [Int](repeating: 0, count: Self.lineCount)
        var sides = [Absorption(), Absorption()]
        var longest = Self.strideFrames
        for (index, seconds) in lineSeconds.enumerated() {
            longest = Self.primeAtLeast(max(longest + 1, Int(seconds * sampleRate)))
            // Alternate short and long lines between the two sides.
            let line = index / 2 + index % 2 * 8
            lengths[line] = longest
            sides[index % 2].set(index / 2, decay.absorption(frames: longest, sampleRate: sampleRate))
        }
        self.lengths = lengths
        (left, right) = (sides[0], sides[1])
        var size = 64
        while size <= longest + Self.margin { size *= 2 }
        self.size = size
        // Not a power of two itself, or all lines would map to the same cache sets.
        pitch = size + 2 * Self.margin
        memory = .allocate(capacity: Self.lineCount * pitch)
        memory.initialize(repeating: 0, count: Self.lineCount * pitch)
        rows = .allocate(capacity: Self.margin)
        rows.initialize(repeating: .zero, count: Self.margin)
        outputLeft = .allocate(capacity: Self.margin)
        outputLeft.initialize(repeating: 0, count: Self.margin)
        outputRight = .allocate(capacity: Self.margin)
        outputRight.initialize(repeating: 0, count: Self.margin)
        var (cosines, sines) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        var (turnCosines, turnSines) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for pair in 0..<8 {
            // From half to twice the rate, every second pair in reverse.
            let share = pow(2, 2 * Double(pair) / 7 - 1) * (pair % 2 == 0 ? 1 : -1)
            let angle = 2 * .pi * Self.rotationHz * share * Double(Self.strideFrames) / sampleRate
            (turnCosines[pair], turnSines[pair]) = (cos(angle), sin(angle))
            (cosines[pair], sines[pair]) = (cos(Double(pair)), sin(Double(pair)))
        }
        (angles, turns) = ((cosines, sines), (turnCosines, turnSines))
        (cosine, sine) = (SIMD8(cosines), SIMD8(sines))
    }

    deinit {
        memory.deallocate()
        rows.deallocate()
        outputLeft.deallocate()
        outputRight.deallocate()
    }

    /// Replaces the sound by its reverberation.
    mutating func process(_ block: AudioBlock) {
        var start = 0
        while start < block.count {
            if count == 0 { rotate() }
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
        position = (position + block.count) & (size - 1)
    }

    /// Copies four lines into their columns, four frames at a time, and mixes them into the output: of a side's eight
    /// lines, four with positive and four with negative sign. Reads up to three frames more than asked for.
    private func read(_ first: Int, _ count: Int) {
        func source(_ line: Int) -> UnsafeRawPointer {
            UnsafeRawPointer(memory + (first + line) * pitch + ((position - lengths[first + line]) & (size - 1)))
        }
        let (a, b, c, d) = (source(0), source(1), source(2), source(3))
        let columns = UnsafeMutableRawPointer(rows) + 4 * first
        let output = UnsafeMutableRawPointer(first < 8 ? outputLeft : outputRight)
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
            let before = output.loadUnaligned(fromByteOffset: 4 * frame, as: SIMD4<Float>.self)
            output.storeBytes(of: first % 8 == 0 ? sum : before - sum, toByteOffset: 4 * frame, as: SIMD4<Float>.self)
            let square = Self.transposed(p, q, r, s)
            columns.storeBytes(of: square.0, toByteOffset: 64 * frame, as: SIMD4<Float>.self)
            columns.storeBytes(of: square.1, toByteOffset: 64 * (frame + 1), as: SIMD4<Float>.self)
            columns.storeBytes(of: square.2, toByteOffset: 64 * (frame + 2), as: SIMD4<Float>.self)
            columns.storeBytes(of: square.3, toByteOffset: 64 * (frame + 3), as: SIMD4<Float>.self)
        }
    }

    /// Copies columns back into four lines. Anything written beyond the count is overwritten with the next frames.
    private func write(_ first: Int, _ count: Int) {
        let columns = UnsafeRawPointer(rows) + 4 * first
        for frame in stride(from: 0, to: count, by: 4) {
            let square = Self.transposed(
                columns.load(fromByteOffset: 64 * frame, as: SIMD4<Float>.self),
                columns.load(fromByteOffset: 64 * (frame + 1), as: SIMD4<Float>.self),
                columns.load(fromByteOffset: 64 * (frame + 2), as: SIMD4<Float>.self),
                columns.load(fromByteOffset: 64 * (frame + 3), as: SIMD4<Float>.self))
            let target = UnsafeMutableRawPointer(memory + first * pitch + position + frame)
            target.storeBytes(of: square.0, as: SIMD4<Float>.self)
            target.storeBytes(of: square.1, toByteOffset: 4 * pitch, as: SIMD4<Float>.self)
            target.storeBytes(of: square.2, toByteOffset: 8 * pitch, as: SIMD4<Float>.self)
            target.storeBytes(of: square.3, toByteOffset: 12 * pitch, as: SIMD4<Float>.self)
        }
        // The margin mirrors the start of the ring, so that every read is contiguous.
        for line in first..<(first + 4) {
            let samples = memory + line * pitch
            if position < Self.margin { (samples + size).update(from: samples, count: Self.margin) }
            if position + count > size { samples.update(from: samples + size, count: position + count - size) }
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

    /// Turns line outputs into line inputs, row by row.
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
            halves[2 * frame] = (turnedLeft + turnedRight).hadamard + block[frame].x
            halves[2 * frame + 1] = (turnedLeft - turnedRight).hadamard + block[frame].y
            block[frame] = StereoFrame(outputLeft[frame], outputRight[frame])
        }
        (self.cosine, self.sine) = (cosine, sine)
    }

    private mutating func rotate() {
        let (c, s) = angles
        angles = (c * turns.cosine - s * turns.sine, s * turns.cosine + c * turns.sine)
        cosineStep = (SIMD8(angles.cosine) - cosine) / Float(Self.strideFrames)
        sineStep = (SIMD8(angles.sine) - sine) / Float(Self.strideFrames)
        count = Self.strideFrames
    }

    /// Returns the next prime, since line lengths without a common divisor share no echoes.
    private static func primeAtLeast(_ number: Int) -> Int {
        var candidate = max(2, number)
        while (2..<candidate).prefix(while: { $0 * $0 <= candidate }).contains(where: { candidate % $0 == 0 }) {
            candidate += 1
        }
        return candidate
    }
}

/// The absorption filters of one side's eight lines.
private struct Absorption {
    private var b0 = SIMD8<Float>.zero
    private var b1 = SIMD8<Float>.zero
    private var b2 = SIMD8<Float>.zero
    private var a1 = SIMD8<Float>.zero
    private var a2 = SIMD8<Float>.zero
    /// Feedforward and feedback parts of the first state, kept apart as in `Biquad`, and the second state.
    private var forward = SIMD8<Float>.zero
    private var back = SIMD8<Float>.zero
    private var second = SIMD8<Float>.zero

    mutating func set(_ line: Int, _ filter: Biquad.Coefficients) {
        // Includes the scale of the matrix: 1 / √16.
        (b0[line], b1[line], b2[line]) = (Float(filter.b0 / 4), Float(filter.b1 / 4), Float(filter.b2 / 4))
        (a1[line], a2[line]) = (Float(filter.a1), Float(filter.a2))
    }

    /// Filters every second cell in place.
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
