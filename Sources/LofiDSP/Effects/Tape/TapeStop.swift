import LofiPlugin

/// Tape start and stop: the pitch rises into the first chord and sinks out of the last, as if the machine were switched
/// on and off.
///
/// Signal flow: delay line read ever slower, or ever faster → gain proportional to the speed (a replay head senses the
/// change of flux, so half the speed is half the voltage).
/// The speed changes linearly, as under constant torque. The tape comes to a standstill in the frame in which the music
/// ends, so nothing is lengthened. At the start it is in sync with the song from the frame in which it reaches full
/// speed: the first half of `start` is lost, as if the machine had been switched on late.
/// Simplification: the replay equaliser does not follow the speed, as on a real machine.
package final class TapeStop: AudioEffect {
    package static let kind = "tape-stop"
    package static let summary = "tape starts as the song begins and stops as it ends"
    package static let parameters: [Parameter] = [
        .number("start", 0...4, default: 0, unit: "s", "time from standstill to full speed; 0 = already running"),
        .number("stop", 0...8, default: 1.5, unit: "s", "time from full speed to standstill; 0 = keeps running"),
    ]

    package static func isLinear(_ settings: Settings) -> Bool { true }

    package let latencyFrames: Int
    package var tailFrames: Int { 2 * WarpedDelayLine.minimumDelayFrames }

    private var line: WarpedDelayLine
    private let startFrames: Double
    private let stopFrames: Double
    /// Output frames where the slowdown begins and ends; `.max` if the song's end is unknown.
    private let slowing: Int
    private let standstill: Int
    private var frame = 0

    package init(settings: Settings, context: AudioContext) {
        // A loop has no beginning.
        startFrames = context.loopFrames == nil ? settings.number("start") * context.sampleRate : 0
        latencyFrames = Int((startFrames / 2).rounded(.up)) + WarpedDelayLine.minimumDelayFrames
        let wanted = settings.number("stop") * context.sampleRate
        // A song shorter than its stop starts slowing at once.
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

    package func process(_ block: AudioBlock) {
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

    /// Returns how many frames playback lags behind the input.
    private func lag(at frame: Int) -> Double {
        let latency = Double(latencyFrames)
        if frame >= slowing {
            let passed = min(Double(frame - slowing), stopFrames)
            return latency + passed * passed / (2 * stopFrames)
        }
        let passed = Double(frame - latencyFrames)
        guard startFrames > 0, passed < startFrames else { return latency }
        // At the song's beginning playback is half of `start` ahead, and is caught up with as full speed is reached.
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
