import LofiPlatform
import LofiPlugin

/// The spring tank of a guitar amplifier: a drip at every attack, a dark wobbling tail.
///
/// Signal flow: high-pass → two springs, each a loop of 64 all-passes and a delay → low-pass at the transition
/// frequency.
/// V. Välimäki, J. Parker and J. S. Abel, "Parametric Spring Reverberation Effect" (JAES 2010): the all-passes,
/// stretched to the transition frequency, let the bass through first, so that each echo is a rising chirp that
/// lengthens with every pass. Simplification: only the chirps below the transition frequency; the faint ones above it
/// are omitted.
package final class Spring: AudioEffect {
    package static let kind = "spring"
    package static let summary = "spring reverb of a guitar amplifier"
    package static let parameters: [Parameter] = [
        .number("time", 0.3...4, default: 1.6, unit: "s", "decay time (RT60)"),
        .number("edge", 2000...5500, default: 4300, unit: "Hz", "transition frequency, the upper limit of the springs"),
        .number("length", 25...70, default: 38, unit: "ms", "round-trip delay of the first spring"),
        .number("mix", 0...1, default: 1, "wet share; 1 on a bus for sends"),
    ]

    package static func isLinear(_ settings: Settings) -> Bool { true }

    /// The paper has 80; fewer are as steep but shorter.
    private static let stages = 64
    private static let coefficient: Float = 0.62

    package let tailFrames: Int
    private let first: AllpassChain
    private let second: AllpassChain
    private let ring: UnsafeMutablePointer<StereoFrame>
    private let ringFrames: Int
    /// Delay from the end of the all-pass chain back to its start; half of it to the pickup.
    private let backFrames: (Int, Int)
    private var position = 0
    private let feedback: StereoFrame
    private var filters: [Biquad]
    private let balance: WetDry

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        let (time, edge) = (settings.number("time"), min(settings.number("edge"), 0.4 * context.sampleRate))
        let stretch = max(1, Int((rate / (2 * edge)).rounded()))
        first = AllpassChain(stages: Self.stages, coefficient: Self.coefficient, stretch: stretch)
        second = AllpassChain(stages: Self.stages, coefficient: Self.coefficient, stretch: stretch)
        // The two springs of a tank differ by about a fifth; the chains' own delay in the bass is part of the round
        // trip.
        let chain = first.delayFrames
        let roundTrips = [1.0, 1.19].map { $0 * settings.number("length") / 1000 * rate }
        backFrames = (max(2, Int(roundTrips[0] - chain)), max(2, Int(roundTrips[1] - chain)))
        ringFrames = max(backFrames.0, backFrames.1) + 1
        ring = .allocate(capacity: ringFrames)
        ring.initialize(repeating: .zero, count: ringFrames)
        let gains = [backFrames.0, backFrames.1].map { -pow(10, -3 * (Double($0) + chain) / rate / time) }
        feedback = StereoFrame(Float(gains[0]), Float(gains[1]))
        let lowCut = AnalogueSection.highPass().digital(cornerHz: 90, sampleRate: rate)
        filters = ([lowCut] + Self.chebyshev(edgeHz: 0.95 * edge, sampleRate: rate)).map { Biquad($0) }
        // A send of 1 returns about as loud as the dry sound (measured on noise, 1.6 s).
        balance = WetDry(mix: settings.number("mix"), wetGain: 0.6)
        tailFrames = Int(1.7 * time * rate) + Int(0.3 * rate)
    }

    deinit { ring.deallocate() }

    package func process(_ block: AudioBlock) {
        balance.process(block) { wet in
            run(wet)
            Biquad.process(wet, through: &filters)
        }
    }

    private func run(_ block: AudioBlock) {
        var position = position
        func back(_ frames: Int) -> StereoFrame {
            let from = position - frames
            return ring[from < 0 ? from + ringFrames : from]
        }
        for index in block.indices {
            let drive = (block[index].x + block[index].y) * 0.5
            ring[position] = StereoFrame(
                first.next(drive + back(backFrames.0).x * feedback.x),
                second.next(drive + back(backFrames.1).y * feedback.y))
            let (one, other) = (back(backFrames.0 / 2).x, back(backFrames.1 / 2).y)
            block[index] = StereoFrame(one + 0.5 * other, other + 0.5 * one)
            position = position + 1 == ringFrames ? 0 : position + 1
        }
        self.position = position
    }

    /// Six-pole Chebyshev low-pass with 1 dB of ripple, since the response of the stretched all-passes repeats above
    /// the transition.
    private static func chebyshev(edgeHz: Double, sampleRate: Double) -> [Biquad.Coefficients] {
        let spread = asinh(1 / (pow(10, 0.1) - 1).squareRoot()) / 6
        return (0..<3).map { pair in
            let angle = Double.pi * (2 * Double(pair) + 1) / 12
            let (re, im) = (sinh(spread) * sin(angle), cosh(spread) * cos(angle))
            let radius = (re * re + im * im).squareRoot()
            return AnalogueSection.lowPass(q: radius / (2 * re)).digital(
                cornerHz: radius * edgeHz, sampleRate: sampleRate)
        }
    }
}
