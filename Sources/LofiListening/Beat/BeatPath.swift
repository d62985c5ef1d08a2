import LofiPlatform

/// The most likely sequence of beats through an activation: a hidden Markov model whose states are a tempo and a position
/// within the beat.
///
/// The tempo may change at beats only, and there is one state for each instant of a beat, so that all tempi are equally
/// precise (F. Krebs, S. Böck and G. Widmer, "An efficient state-space model for joint tempo and meter tracking", ISMIR 2015).
/// The path is decided a minute after the fact, so memory does not grow with the recording.
enum BeatPath {
    /// Instants per beat: 200…50 bpm.
    static let intervals = Array(30...120)
    /// The cost in nats of a tempo that changes by the factor e from one beat to the next.
    private static let tempoCost = 150.0
    /// A beat is expected within the first of so many parts of the beat.
    private static let parts = 16
    /// The tempo at which people tap most readily lies above that of this music: without a preference for this one, every
    /// second beat found is an eighth. In beats per minute; width in octaves; weight per beat in nats.
    private static let usualTempo = 85.0, tempoWidth = 0.4, tempoWeight = 3.0
    /// Instants after which the path is decided, and how often that is done. Within a minute, all likely paths have met.
    private static let delay = 6000, stride = 3000
    /// The most that an interval changes from one beat to the next, in instants.
    private static let reach = 14

    /// - Parameter activation: probability of a beat, 0…1, 100 a second.
    /// - Returns: indices of the beats, ascending.
    static func beats(_ activation: [Float]) -> [Int] {
        let count = intervals.count
        var offsets = [0]
        for interval in intervals { offsets.append(offsets[offsets.count - 1] + interval) }
        let prior = intervals.map { interval -> Float in
            let octaves = log2(60 * Double(OnsetStrength.rate) / Double(interval) / usualTempo)
            return Float(-tempoWeight * octaves * octaves / (2 * tempoWidth * tempoWidth))
        }
        let costs = intervals.map { after in
            intervals.map { before in Float(tempoCost * abs(Double(after) / Double(before) - 1)) }
        }
        // The scores of each tempo in a ring: the state entered at instant t is at t modulo the interval.
        var scores = [Float](repeating: 0, count: offsets[count])
        // Where each state entered came from, for the latest instants.
        let kept = delay + stride
        var from = [UInt8](repeating: 0, count: kept * count)
        var beats: [Int] = []
        /// Appends the beats of the best path up to an instant that are later than those decided before.
        func decide(upTo last: Int, at now: Int) {
            guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return }
            var tempo = (offsets.firstIndex { $0 > best } ?? 1) - 1
            var time = now
            while time >= 0, time % intervals[tempo] != best - offsets[tempo] { time -= 1 }
            let earliest = beats.last.map { $0 + intervals[0] / 2 } ?? 0
            var path: [Int] = []
            while time >= max(earliest, now - kept + 1) {
                if time <= last { path.append(time) }
                tempo = Int(from[time % kept * count + tempo])
                time -= intervals[tempo]
            }
            beats += path.reversed()
        }
        var ends = [Float](repeating: 0, count: count)
        for (time, value) in activation.enumerated() {
            for tempo in 0..<count { ends[tempo] = scores[offsets[tempo] + time % intervals[tempo]] }
            let likely = min(0.999, max(0.001, value))
            // Relative to an instant that is no beat.
            let gain = logf(likely) - logf((1 - likely) / Float(parts - 1))
            for tempo in 0..<count {
                let near = max(0, tempo - reach)...min(count - 1, tempo + reach)
                var (best, source) = (-Float.infinity, tempo)
                for earlier in near where ends[earlier] - costs[tempo][earlier] > best {
                    (best, source) = (ends[earlier] - costs[tempo][earlier], earlier)
                }
                from[time % kept * count + tempo] = UInt8(source)
                scores[offsets[tempo] + time % intervals[tempo]] = best + prior[tempo]
                for entered in max(0, time - intervals[tempo] / parts)...time {
                    scores[offsets[tempo] + entered % intervals[tempo]] += gain
                }
            }
            // Large sums would lose precision.
            if time % 1000 == 999, let best = scores.max() {
                for state in scores.indices { scores[state] -= best }
            }
            if time % stride == stride - 1 { decide(upTo: time - delay, at: time) }
        }
        decide(upTo: activation.count - 1, at: activation.count - 1)
        return beats
    }
}
