/// Tracks the beat of a performance in seconds, for files whose own grid carries no information.
///
/// Dynamic programming over beats with a tempo each, as in Ellis, Beat Tracking by Dynamic Programming (2007), with the
/// tempo as a state that may change slightly at each beat, as in Krebs, Böck and Widmer (2015). Onsets must be
/// explained by the beat, its half or its quarters; unexplained ones cost.
struct BeatTracker {
    /// Beat times in seconds, ascending.
    let beats: [Double]

    /// 16 ms: finer than human timing, coarse enough that four minutes take a few milliseconds.
    private static let frameSeconds = 0.016
    /// Beat periods in frames: 163 to 48 beats per minute.
    private static let periods = 23...78
    /// Number of past frames kept, a little over the longest period, so that memory does not grow with the song.
    private static let ringFrames = 128
    /// Longer silences split the song into separately tracked stretches.
    private static let maximumSilenceSeconds = 6.0

    /// Tuned 2026-11-24 on performances generated from the even-numbered half of POP909.
    private struct Weights {
        var half: Float = 0.6
        var quarter: Float = 0.25
        /// Per unit of onset strength, wherever it falls.
        var unexplained: Float = 0.3
        /// Per beat.
        var beat: Float = 0.35
        /// Per second at one octave from the middle tempo.
        var tempo: Float = 0.6
        /// Middle tempo in beats per minute.
        var middle: Float = 82
        /// Per tempo change of a tenth between beats.
        var change: Float = 0.8
    }

    init(_ onsets: [Onsets.Onset]) {
        var beats: [Double] = []
        var first = 0
        for index in onsets.indices {
            let isLast = index + 1 == onsets.count
            guard isLast || onsets[index + 1].seconds - onsets[index].seconds > Self.maximumSilenceSeconds else {
                continue
            }
            beats += Self.follow(onsets[first...index]).filter { beat in beats.last.map { beat > $0 + 0.3 } ?? true }
            first = index + 1
        }
        self.beats = beats
    }

    /// Beats of a stretch without long silences, in seconds.
    private static func follow(_ onsets: ArraySlice<Onsets.Onset>) -> [Double] {
        guard let first = onsets.first, let last = onsets.last, onsets.count > 3 else { return [] }
        let start = first.seconds - 0.1
        let salience = salience(onsets, startSeconds: start, count: Int((last.seconds - start) / frameSeconds) + 4)
        let frames = bestPath(salience)
        return refined(frames.map { start + Double($0) * frameSeconds }, onsets)
    }

    /// Onset strength in each frame, spread over 32 ms to either side to allow for loose timing.
    private static func salience(
        _ onsets: ArraySlice<Onsets.Onset>, startSeconds: Double, count: Int
    ) -> [Float] {
        var salience = [Float](repeating: 0, count: count)
        var total: Float = 0
        for onset in onsets {
            let accents = onset.accents
            let weight =
                0.3 + 0.5 * accents[Accent.low] + 0.3 * accents[Accent.density] + 0.5 * accents[Accent.length]
                + 0.4 * accents[Accent.harmony] + 0.3 * accents[Accent.bassGap]
            total += weight
            let position = Float((onset.seconds - startSeconds) / frameSeconds)
            for frame in max(0, Int(position) - 2)...min(count - 1, Int(position) + 3) {
                salience[frame] += weight * max(0, 1 - abs(Float(frame) - position) / 3)
            }
        }
        // Normalised to a mean onset of 1.
        let scale = Float(onsets.count) / max(1e-6, total)
        for frame in salience.indices { salience[frame] *= scale }
        return salience
    }

    /// The frames of the beats on the best path.
    private static func bestPath(_ salience: [Float]) -> [Int] {
        let weights = Weights()
        let count = salience.count
        var mass = [Float](repeating: 0, count: count + 1)
        // A single onset adds up to 3 over its frames.
        for frame in salience.indices { mass[frame + 1] = mass[frame] + salience[frame] / 3 }
        let lowest = periods.lowerBound, width = periods.count
        let bias = periods.map { period -> Float in
            let octaves = Accent.logarithm(60 / (Float(period) * Float(frameSeconds)) / weights.middle)
            return weights.beat + weights.tempo * octaves * octaves * Float(period) * Float(frameSeconds)
        }
        var total = [Float](repeating: 0, count: ringFrames * width)
        var from = [Int8](repeating: .min, count: count * width)
        let costs = periods.map { weights.change * 10 / Float($0) }
        for frame in 0..<count {
            for index in 0..<width {
                let period = lowest + index
                let previous = frame - period
                let half = max(0, frame - period / 2), quarter = period / 4
                let offBeats = salience[max(0, frame - quarter)] + salience[max(0, frame - period + quarter)]
                let onsetMass = mass[frame + 1] - mass[max(0, previous + 1)]
                let gain =
                    salience[frame] + weights.half * salience[half] + weights.quarter * offBeats
                    - weights.unexplained * onsetMass - bias[index]
                guard previous >= 0 else {
                    // The first beats have no predecessor.
                    total[frame % ringFrames * width + index] = salience[frame]
                    continue
                }
                var best = -Float.infinity
                var step: Int8 = 0
                for other in max(0, index - 2)...min(width - 1, index + 2) {
                    let score = total[previous % ringFrames * width + other] - costs[index] * Float(abs(other - index))
                    if score > best { (best, step) = (score, Int8(truncatingIfNeeded: other - index)) }
                }
                total[frame % ringFrames * width + index] = best + gain
                from[frame * width + index] = step
            }
        }
        return traced(total, from, count: count)
    }

    /// Traces the best path back from the end.
    private static func traced(_ total: [Float], _ from: [Int8], count: Int) -> [Int] {
        let lowest = periods.lowerBound, width = periods.count
        var best = (score: -Float.infinity, frame: 0, index: 0)
        for frame in max(0, count - periods.upperBound)..<count {
            for index in 0..<width where frame > count - lowest - index - 1 {
                let score = total[frame % ringFrames * width + index]
                if score > best.score { best = (score, frame, index) }
            }
        }
        var frames: [Int] = []
        var (frame, index) = (best.frame, best.index)
        while true {
            frames.append(frame)
            let step = from[frame * width + index]
            guard step != .min else { break }
            frame -= lowest + index
            index += Int(step)
        }
        return frames.reversed()
    }

    /// Moves each beat to the mean onset within 50 ms, then halfway towards the middle of its neighbours: the player's
    /// timing is loose, the beat is not.
    private static func refined(_ beats: [Double], _ onsets: ArraySlice<Onsets.Onset>) -> [Double] {
        var next = onsets.startIndex
        let moved = beats.map { beat in
            while next < onsets.endIndex, onsets[next].seconds < beat - 0.05 { next += 1 }
            var (sum, weight) = (0.0, 0.0)
            var index = next
            while index < onsets.endIndex, onsets[index].seconds <= beat + 0.05 {
                let count = Double(onsets[index].noteCount)
                sum += onsets[index].seconds * count
                weight += count
                index += 1
            }
            return weight > 0 ? sum / weight : beat
        }
        return moved.indices.map { index in
            guard index > 0, index + 1 < moved.count else { return moved[index] }
            return (moved[index] + (moved[index - 1] + moved[index + 1]) / 2) / 2
        }
    }
}
