import LofiPlugin

/// A tape machine that is switched on as the song begins and off as it ends: the pitch rises into the first chord and sinks
/// out of the last.
///
/// Signal flow: delay line read ever slower, or ever faster → gain in proportion to the speed (a replay head gives what
/// changes, so half the speed is half the voltage).
/// The speed rises and falls evenly, as under a constant torque. The tape stands still in the frame in which the music ends
/// and stays so: nothing is lengthened. Started, it has been in step with the song since the frame in which it reached its
/// speed: the first half of `start` is what is missed, as by a hand that was late.
/// Simplification: the replay equaliser does not follow, as on a machine.
public final class TapeStop: AudioEffect {
    public static let kind = "tape-stop"
    public static let summary = "the tape speeds up as the song begins and slows down as it ends"
    public static let parameters: [Parameter] = [
        .number("start", 0...4, default: 0, unit: "s", "from standstill to full speed; 0 is running already"),
        .number("stop", 0...8, default: 1.5, unit: "s", "from full speed to standstill; 0 runs on"),
    ]

    public let latencyFrames: Int
    public var tailFrames: Int { 2 * WarpedDelayLine.leastDelayFrames }

    private var line: WarpedDelayLine
    private let startFrames: Double
    private let stopFrames: Double
    /// Where the slowing begins and where it ends, in frames of the output; never where nobody knows the song's end.
    private let slowing: Int
    private let standstill: Int
    private var frame = 0

    public init(settings: Settings, context: AudioContext) {
        startFrames = settings.number("start") * context.sampleRate
        latencyFrames = Int((startFrames / 2).rounded(.up)) + WarpedDelayLine.leastDelayFrames
        let wanted = settings.number("stop") * context.sampleRate
        // A song shorter than its stop begins to stop at once.
        let end = context.arc.endFrame.flatMap { wanted > 0 && $0 > 0 ? $0 : nil }
        stopFrames = min(wanted, Double(end ?? 0))
        if let end {
            standstill = end + latencyFrames
            slowing = end + latencyFrames - Int(stopFrames)
        } else {
            (slowing, standstill) = (.max, .max)
        }
        line = WarpedDelayLine(longestDelayFrames: latencyFrames + Int(stopFrames / 2) + 2)
    }

    public func process(_ block: AudioBlock) {
        let first = frame
        var now = first
        line.process(block) {
            let lag = lag(at: now)
            now += 1
            return lag
        }
        let isRunning = first >= latencyFrames + Int(startFrames) && first + block.count <= slowing
        if !isRunning {
            for index in block.indices { block[index] *= speed(at: first + index) }
        }
        frame = now
    }

    /// How many frames the place that is heard lies behind what comes in.
    private func lag(at frame: Int) -> Double {
        let latency = Double(latencyFrames)
        if frame >= slowing {
            let passed = min(Double(frame - slowing), stopFrames)
            return latency + passed * passed / (2 * stopFrames)
        }
        let passed = Double(frame - latencyFrames)
        guard startFrames > 0, passed < startFrames else { return latency }
        // At the song's beginning it stands half of `start` ahead, and is caught up with as the speed is reached.
        let missing = max(0, startFrames - max(0, passed))
        return latency - missing * missing / (2 * startFrames)
    }

    private func speed(at frame: Int) -> Float {
        if frame >= standstill { return 0 }
        if frame >= slowing { return Float(1 - Double(frame - slowing) / stopFrames) }
        let passed = Double(frame - latencyFrames)
        return startFrames > 0 ? Float(max(0, min(1, passed / startFrames))) : 1
    }
}
