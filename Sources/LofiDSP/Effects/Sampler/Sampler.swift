import LofiPlatform
import LofiPlugin

/// The grain of an early sampler: few bits, few samples, images that ring above.
///
/// Signal flow: drive → input filter below half of the machine's rate → sampling at its rate → its coding (clips at full
/// scale) → zero-order hold, band-limited to the host's rate → its reconstruction filter, if any → low-pass.
/// Machines: E-mu SP-1200 26.04 kHz, 12 bits, no reconstruction, so the images stay, under the sinc of the hold; Akai MPC60
/// 40 kHz, 12 bits non-linear; Akai S950; an 8-bit µ-law telephone (ITU-T G.711) at 8 kHz; a cheap converter whose ladder
/// misses codes and whose clock jitters.
/// Simplification: input filters are steeper and straighter in phase than the machines' own.
public final class Sampler: AudioEffect {
    public static let kind = "sampler"
    public static let summary = "bits and rate of an early sampler"
    public static let parameters: [Parameter] = [
        .choice("machine", SamplerMachine.names, default: "sp-1200", "custom and cheap-converter take rate and bits"),
        .number("rate", 2000...48000, default: 22050, unit: "Hz", "samples per second of a custom machine"),
        .integer("bits", 4...16, default: 10, unit: "bits", "of a custom machine"),
        .number("drive", 0...24, default: 0, unit: "dB", "into the converter, which clips; the level stays"),
        .number("filter", 200...20000, default: 20000, unit: "Hz", "low-pass of four poles behind it; 20000 is none"),
        .number("mix", 0...1, default: 1, "share of the effect"),
    ]

    private static let chunk = 256
    /// Of the ladder's resistors: a 1 % part.
    private static let tolerance = 0.01

    public let latencyFrames: Int
    public let tailFrames: Int
    private let kernel: SamplingKernel
    private let edge: BandLimitedStep
    private let ratio: ClockRatio
    private let coding: SampleCoding
    private let ladder: UnsafeMutablePointer<Float>?
    /// What went in, driven and not, as far back as is needed, and what the edges of the staircase will add.
    private let input: UnsafeMutablePointer<StereoFrame>
    private let dry: UnsafeMutablePointer<StereoFrame>
    private let edges: UnsafeMutablePointer<StereoFrame>
    private let steps: UnsafeMutableBufferPointer<BandLimitedStep.Step>
    private let history: Int
    private var filters: [Biquad] = []
    private let drive: Float
    private let mix: Float
    /// In phases of the kernel.
    private let jitter: Float
    private var clock: WhiteNoise
    private var phase = 0
    private var held = StereoFrame.zero

    public init(settings: Settings, context: AudioContext) {
        var random = context.random
        let hostRate = context.sampleRate
        let machine = SamplerMachine(
            name: settings.text("machine"), rate: settings.number("rate"), bits: settings.integer("bits"))
        // Measured: 0.2 dB down at 0.36 of the machine's rate, 2 dB at 0.40; what folds is 48 dB down from 0.51 on.
        // A beta of 5: side lobes of -53 dB, and a slope as narrow as that allows.
        let cutoff = 0.43 * min(1, machine.rate / hostRate)
        ratio = ClockRatio(machine.rate / hostRate)
        // A clock that ticks in time meets no instants but the ratio's; one that does not, any: to 1/256 of a frame.
        let finer = machine.jitter > 0 ? (255 + ratio.ticks) / ratio.ticks : 1
        kernel = SamplingKernel(
            taps: 4 * Int((8 / cutoff / 4).rounded(.up)), cutoff: cutoff, beta: 5, phases: finer * ratio.ticks,
            readsBetween: false)
        edge = BandLimitedStep(phases: ratio.ticks)
        (coding, ladder) = Self.makeCoding(machine, random.fork("ladder"))
        drive = Decibels.amplitude(settings.number("drive"))
        mix = Float(settings.number("mix"))
        jitter = Float(machine.jitter * hostRate / machine.rate * Double(kernel.phases))
        clock = WhiteNoise(random: random.fork("clock"))
        // Half of the kernel, half of the hold, half of the edge.
        latencyFrames = kernel.taps / 2 + Int((0.5 * hostRate / machine.rate).rounded()) + BandLimitedStep.latencyFrames
        history = max(kernel.taps, latencyFrames)
        (input, dry) = (Self.zeros(history + Self.chunk), Self.zeros(history + Self.chunk))
        edges = Self.zeros(Self.chunk + BandLimitedStep.reachFrames)
        steps = .allocate(capacity: Self.chunk * (1 + ratio.ticks / ratio.frames))
        if let (hertz, poles) = machine.reconstruction { filters += Self.butterworth(hertz, poles, hostRate) }
        let filter = settings.number("filter")
        if filter < 20000 { filters += Self.butterworth(filter, 4, hostRate) }
        let lowest = min(filter, machine.reconstruction?.hertz ?? 20000)
        tailFrames =
            history + Int(hostRate / machine.rate) + ringFrames(cornerHz: lowest, quality: 1.94, sampleRate: hostRate)
    }

    deinit {
        for buffer in [input, dry, edges] { buffer.deallocate() }
        steps.deallocate()
        ladder?.deallocate()
    }

    public func process(_ block: AudioBlock) {
        guard let base = block.baseAddress else { return }
        var position = 0
        while position < block.count {
            let count = min(Self.chunk, block.count - position)
            run(AudioBlock(start: base + position, count: count))
            position += count
        }
    }

    private func run(_ block: AudioBlock) {
        let count = block.count
        for index in 0..<count {
            let frame = block[index].bounded
            dry[history + index] = frame
            input[history + index] = frame * drive
        }
        hold(block)
        Biquad.process(block, through: &filters)
        let wet = mix / drive
        for index in 0..<count {
            block[index] = dry[history + index - latencyFrames] * (1 - mix) + block[index] * wet
        }
        dry.update(from: dry + count, count: history)
        input.update(from: input + count, count: history)
        edges.update(from: edges + count, count: BandLimitedStep.taps)
        (edges + BandLimitedStep.taps).update(repeating: .zero, count: count)
    }

    /// The staircase, at the host's rate.
    private func hold(_ block: AudioBlock) {
        let steps = UnsafeMutableBufferPointer(rebasing: steps[..<sample(frames: block.count)])
        var held = held
        var index = 0
        for place in steps.indices {
            while index < steps[place].frame {
                block[index] = held
                index += 1
            }
            let sample = steps[place].height
            steps[place].height = sample - held
            held = sample
        }
        while index < block.count {
            block[index] = held
            index += 1
        }
        self.held = held
        edge.soften(edges, UnsafeBufferPointer(steps))
        for index in block.indices { block[index] += edges[index] }
    }

    /// Samples the input where the machine's clock ticks: the first of the steps with the samples as their heights.
    /// - Returns: how many.
    private func sample(frames: Int) -> Int {
        let (kernel, coding, steps) = (kernel, coding, steps)
        let (ratio, finer, jitter) = (ratio, kernel.phases / ratio.ticks, jitter)
        let oldest = input + history - kernel.taps
        var (phase, clock) = (phase, clock)
        var count = 0
        for frame in 0..<frames {
            phase += ratio.ticks
            while phase >= ratio.frames {
                phase -= ratio.frames
                steps[count] = BandLimitedStep.Step(frame: frame, phase: phase, height: .zero)
                count += 1
            }
        }
        for place in 0..<count {
            // The clock ticked phase / ticks of a frame ago.
            var instant = kernel.phases - steps[place].phase * finer
            if jitter > 0 { instant = max(0, min(kernel.phases, instant - Int(clock.next().x * jitter))) }
            steps[place].height = coding.coded(kernel.read(oldest + steps[place].frame, phase: instant))
        }
        (self.phase, self.clock) = (phase, clock)
        return count
    }

    private static func makeCoding(
        _ machine: SamplerMachine, _ random: RandomStream
    ) -> (SampleCoding, UnsafeMutablePointer<Float>?) {
        switch machine.coding {
        case .linear: return (.linear(levels: Float(1 << (machine.bits - 1))), nil)
        case .muLaw: return (.muLaw, nil)
        case .nonLinear: return (.nonLinear, nil)
        case .ladder:
            let values = SampleCoding.ladder(bits: machine.bits, tolerance: tolerance, random: random)
            let table = UnsafeMutablePointer<Float>.allocate(capacity: values.count)
            table.initialize(from: values, count: values.count)
            return (.ladder(values: table, count: values.count), table)
        }
    }

    /// Q of the pole pairs of a Butterworth filter: 1 / (2 cos θ).
    private static func butterworth(_ cutoffHz: Double, _ poles: Int, _ sampleRate: Double) -> [Biquad] {
        guard cutoffHz < 0.49 * sampleRate else { return [] }
        return (0..<(poles / 2)).map { pair in
            let angle = Double.pi * (2 * Double(pair) + 1) / (2 * Double(poles))
            return Biquad(.lowPass(cutoffHz: cutoffHz, q: 1 / (2 * cos(angle)), sampleRate: sampleRate))
        }
    }

    private static func zeros(_ count: Int) -> UnsafeMutablePointer<StereoFrame> {
        let buffer = UnsafeMutablePointer<StereoFrame>.allocate(capacity: count)
        buffer.initialize(repeating: .zero, count: count)
        return buffer
    }
}
