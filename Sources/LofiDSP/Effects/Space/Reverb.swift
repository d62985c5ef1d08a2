import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A room around the sound.
///
/// Signal flow: pre-delay → two allpasses for each channel → eight delay lines that feed each other through a Hadamard
/// matrix, each with a damping low-pass → even lines left, odd lines right.
/// J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators" (AES 1991): each line loses
/// 60 dB in the reverberation time; lengths mutually prime. Simplification: no modulation of the lines.
public final class Reverb: AudioEffect {
    public static let kind = "reverb"
    public static let summary = "a room around the sound"
    public static let parameters: [Parameter] = [
        .number("time", 0.1...10, default: 1.4, unit: "s", "until it has fallen by 60 dB"),
        .number("damping", 500...18000, default: 4500, unit: "Hz", "above it the room swallows faster"),
        .number("size", 0.3...2, default: 1, "length of the walls"),
        .number("pre-delay", 0...200, default: 12, unit: "ms", "before the room answers"),
        .number("mix", 0...1, default: 1, "share of the room; 1 where it is a bus for sends"),
    ]

    public let tailFrames: Int
    private let lines: UnsafeMutablePointer<Float>
    private let lineFrames: Int
    private let lengths: SIMD8<Int32>
    private let gains: SIMD8<Float>
    private let damping: Float
    private var lowPassed = SIMD8<Float>.zero
    private var write = 0
    private let preDelay: UnsafeMutablePointer<StereoFrame>
    private let preDelayFrames: Int
    private var preWrite = 0
    private var diffusers: [Diffuser]
    private let wet: Float
    private let dry: Float

    /// Milliseconds; incommensurable, 29 to 68 ms, as in a small hall.
    private static let lineMilliseconds = [29.3, 33.7, 38.9, 43.1, 48.7, 53.9, 61.3, 67.9]

    private struct Diffuser {
        let ring: UnsafeMutablePointer<StereoFrame>
        let count: Int
        var position = 0

        init(_ count: Int) {
            self.count = count
            ring = .allocate(capacity: count)
            ring.initialize(repeating: .zero, count: count)
        }

        @inline(__always)
        mutating func next(_ input: StereoFrame) -> StereoFrame {
            let delayed = ring[position]
            let fed = input - delayed * 0.6
            ring[position] = fed
            position += 1
            if position == count { position = 0 }
            return delayed + fed * 0.6
        }
    }

    public init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        let time = settings.number("time")
        let size = settings.number("size")
        var lengths = SIMD8<Int32>()
        var gains = SIMD8<Float>()
        for (line, milliseconds) in Self.lineMilliseconds.enumerated() {
            let frames = Self.primeAtLeast(Int(milliseconds / 1000 * size * rate))
            lengths[line] = Int32(frames)
            gains[line] = Float(pow(10, -3 * Double(frames) / rate / time))
        }
        self.lengths = lengths
        self.gains = gains
        lineFrames = Int(lengths.max()) + 1
        lines = .allocate(capacity: 8 * lineFrames)
        lines.initialize(repeating: 0, count: 8 * lineFrames)
        // A one-pole low-pass in a loop that is passed some twenty times a second must be far gentler than its corner.
        damping = Float(exp(-2 * .pi * min(settings.number("damping") * 2, 0.45 * rate) / rate))
        preDelayFrames = max(1, Int(settings.number("pre-delay") / 1000 * rate))
        preDelay = .allocate(capacity: preDelayFrames)
        preDelay.initialize(repeating: .zero, count: preDelayFrames)
        diffusers = [4.7, 3.6, 12.7, 9.3].map { Diffuser(Self.primeAtLeast(Int($0 / 1000 * rate))) }
        let mix = settings.number("mix")
        // 0.35: a send of 1 returns about as loud as the sound that was sent (measured on noise, 1.4 s).
        (wet, dry) = (Float(mix) * 0.35, Float(1 - mix))
        tailFrames = Int((1.5 * time + 0.3 * size) * rate) + preDelayFrames + 2000
    }

    deinit {
        lines.deallocate()
        preDelay.deallocate()
        for diffuser in diffusers { diffuser.ring.deallocate() }
    }

    public func process(_ block: AudioBlock) {
        var (lowPassed, write, preWrite) = (lowPassed, write, preWrite)
        diffusers.withUnsafeMutableBufferPointer { diffusers in
            for index in block.indices {
                let input = block[index].bounded
                var early = preDelay[preWrite]
                preDelay[preWrite] = input
                preWrite += 1
                if preWrite == preDelayFrames { preWrite = 0 }
                for stage in diffusers.indices { early = diffusers[stage].next(early) }

                var outputs = SIMD8<Float>()
                for line in 0..<8 {
                    let place = write - Int(lengths[line])
                    outputs[line] = lines[line * lineFrames + (place < 0 ? place + lineFrames : place)]
                }
                lowPassed = outputs + (lowPassed - outputs) * damping
                let fed = Self.hadamard(lowPassed * gains)
                for line in 0..<8 {
                    lines[line * lineFrames + write] = fed[line] + (line & 1 == 0 ? early.x : early.y)
                }
                write += 1
                if write == lineFrames { write = 0 }
                let signs = SIMD4<Float>(1, -1, 1, -1)
                let room = StereoFrame((outputs.evenHalf * signs).sum(), (outputs.oddHalf * signs).sum())
                block[index] = input * dry + room * wet
            }
        }
        (self.lowPassed, self.write, self.preWrite) = (lowPassed, write, preWrite)
    }

    /// The orthogonal matrix of eight: energy goes round and none is made.
    @inline(__always)
    private static func hadamard(_ x: SIMD8<Float>) -> SIMD8<Float> {
        let (a, b) = (x.lowHalf + x.highHalf, x.lowHalf - x.highHalf)
        let y = SIMD8(lowHalf: a, highHalf: b)
        let (c, d) = (y.evenHalf + y.oddHalf, y.evenHalf - y.oddHalf)
        let z = SIMD8(lowHalf: c, highHalf: d)
        let (e, f) = (z.evenHalf + z.oddHalf, z.evenHalf - z.oddHalf)
        return SIMD8(lowHalf: e, highHalf: f) * 0.353553390593274
    }

    static func primeAtLeast(_ number: Int) -> Int {
        var candidate = max(2, number)
        while (2..<candidate).prefix(while: { $0 * $0 <= candidate }).contains(where: { candidate % $0 == 0 }) {
            candidate += 1
        }
        return candidate
    }
}
