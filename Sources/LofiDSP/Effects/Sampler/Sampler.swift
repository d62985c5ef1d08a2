import LofiPlatform
import LofiPlugin

/// The grain of an early sampler: low bit depth, low sample rate, images above the band.
///
/// Signal flow: drive → anti-aliasing filter below half of the machine's rate → resampling to its rate → its coding
/// (clips at full scale) → zero-order hold, band-limited at the host's rate → its reconstruction filter, if any →
/// low-pass.
/// Machines: E-mu SP-1200 at 26.04 kHz, 12 bits, without a reconstruction filter, so the images remain under the sinc
/// of the hold; Akai MPC60 at 40 kHz, 12 bits non-linear; Akai S950; 8-bit µ-law telephony (ITU-T G.711) at 8 kHz; a
/// cheap converter whose ladder misses codes and whose clock jitters.
/// Simplification: the anti-aliasing filters are steeper and closer to linear phase than the machines' own.
package final class Sampler: AudioEffect {
    package static let kind = "sampler"
    package static let summary = "bit depth and sample rate of an early sampler"
    package static let parameters: [Parameter] = [
        .choice(
            "machine", SamplerMachine.names, default: "sp-1200",
            "sampler model; custom and cheap-converter use rate and bits"),
        .number("rate", 2000...48000, default: 22050, unit: "Hz", "sample rate of a custom machine"),
        .integer("bits", 4...16, default: 10, unit: "bits", "bit depth of a custom machine"),
        .number(
            "drive", 0...24, default: 0, unit: "dB", "gain into the converter, which clips; the level is compensated"),
        .number(
            "filter", 200...20000, default: 20000, unit: "Hz",
            "cutoff of a four-pole low-pass at the output; 20000 = off"),
        .number("mix", 0...1, default: 1, "wet share"),
    ]

    package static var hasClock: Bool { true }

    private static let chunk = 256
    /// Resistor tolerance of the ladder: 1 % parts.
    private static let tolerance = 0.01

    package let latencyFrames: Int
    package let tailFrames: Int
    private let kernel: SamplingKernel
    private let edge: BandLimitedStep
    private let ratio: ClockRatio
    private let coding: SampleCoding
    private let ladder: UnsafeMutablePointer<Float>?
    /// Input history, with drive and dry.
    private let input: UnsafeMutablePointer<StereoFrame>
    private let dry: UnsafeMutablePointer<StereoFrame>
    /// Band-limiting corrections still to be added to the steps of the staircase.
    private let edges: UnsafeMutablePointer<StereoFrame>
    private let steps: UnsafeMutableBufferPointer<BandLimitedStep.Step>
    private let history: Int
    private var filters: [Biquad] = []
    private let drive: Float
    private let mix: Float
    /// Clock jitter in kernel phases.
    private let jitter: Float
    private var clock: WhiteNoise
    private var phase = 0
    private var held = StereoFrame.zero

    package init(settings: Settings, context: AudioContext) {
        var random = context.random
        let hostRate = context.sampleRate
        let machine = SamplerMachine(
            name: settings.text("machine"), rate: settings.number("rate"), bits: settings.integer("bits"))
        // Measured: 0.2 dB down at 0.36 of the machine's rate, 2 dB at 0.40; aliases are 48 dB down from 0.51 on.
        // Beta 5: side lobes at -53 dB, with the narrowest transition that allows.
        let cutoff = 0.43 * min(1, machine.rate / hostRate)
        ratio = ClockRatio(machine.rate / hostRate)
        // A steady clock only falls on the phases of the ratio; a jittery one falls anywhere, so resolve 1/256 of a
        // frame.
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
        // Half of the kernel, half of the hold, half of the step.
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

    package func process(_ block: AudioBlock) {
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

    /// Writes the staircase at the host's rate.
    private func hold(_ block: AudioBlock) {
        let steps = UnsafeMutableBufferPointer(rebasing: steps[..<sample(frames: block.count)])
        var held = held
        var index = 0
        for tick in steps.indices {
            while index < steps[tick].frame {
                block[index] = held
                index += 1
            }
            let sample = steps[tick].height
            steps[tick].height = sample - held
            held = sample
        }
        while index < block.count {
            block[index] = held
            index += 1
        }
        self.held = held
        edge.addCorrections(edges, UnsafeBufferPointer(steps))
        for index in block.indices { block[index] += edges[index] }
    }

    /// Samples the input at the machine's clock ticks and writes each sample as the height of its entry in `steps`.
    /// - Returns: number of steps written.
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
        for tick in 0..<count {
            // The clock ticked phase / ticks of a frame ago.
            var instant = kernel.phases - steps[tick].phase * finer
            if jitter > 0 { instant = max(0, min(kernel.phases, instant - Int(clock.next().x * jitter))) }
            steps[tick].height = coding.coded(kernel.read(oldest + steps[tick].frame, phase: instant))
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
