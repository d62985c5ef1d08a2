/// Follows the beat of a performance in seconds, where the file's own grid says nothing.
///
/// Dynamic programming over beats with a tempo each, as Ellis, Beat Tracking by Dynamic Programming (2007), with the tempo
/// as a state that may change a little at each beat, as Krebs, Böck and Widmer (2015). What is struck has to be explained
/// by the beat, its half or its quarters; what is not costs.
struct BeatTracker {
    /// In seconds, in order.
    let beats: [Double]

    /// 16 ms: finer than players are, coarse enough that four minutes take a few milliseconds.
    private static let frameSeconds = 0.016
    /// In frames: 163 to 48 beats per minute.
    private static let periods = 23...78
    /// As many frames of scores as are looked back at, the longest period and more: hours need no more.
    private static let ringFrames = 128
    /// Longer silences are not bridged.
    private static let longestSilenceSeconds = 6.0

    /// Tuned 2026-11-24 on performances made of the even half of POP909.
    private struct Weights {
        var half: Float = 0.6
        var quarter: Float = 0.25
        /// For all that is struck, wherever.
        var unexplained: Float = 0.3
        /// For each beat.
        var beat: Float = 0.35
        /// For each second at one octave from the middle tempo.
        var tempo: Float = 0.6
        /// Beats per minute.
        var middle: Float = 82
        /// For a change of a tenth in tempo from a beat to the next.
        var change: Float = 0.8
    }

    init(_ strikes: [Strikes.Strike]) {
        var beats: [Double] = []
        var first = 0
        for index in strikes.indices {
            let isLast = index + 1 == strikes.count
            guard isLast || strikes[index + 1].seconds - strikes[index].seconds > Self.longestSilenceSeconds else {
                continue
            }
            beats += Self.follow(strikes[first...index]).filter { beat in beats.last.map { beat > $0 + 0.3 } ?? true }
            first = index + 1
        }
        self.beats = beats
    }

    /// Beats of a stretch without long silences.
    private static func follow(_ strikes: ArraySlice<Strikes.Strike>) -> [Double] {
        guard let first = strikes.first, let last = strikes.last, strikes.count > 3 else { return [] }
        let start = first.seconds - 0.1
        let salience = salience(strikes, startSeconds: start, count: Int((last.seconds - start) / frameSeconds) + 4)
        let frames = bestPath(salience)
        return refined(frames.map { start + Double($0) * frameSeconds }, strikes)
    }

    /// How strong the music strikes in each frame, spread over 32 ms to either side for what is played loosely.
    private static func salience(
        _ strikes: ArraySlice<Strikes.Strike>, startSeconds: Double, count: Int
    ) -> [Float] {
        var salience = [Float](repeating: 0, count: count)
        var total: Float = 0
        for strike in strikes {
            let accents = strike.accents
            let weight =
                0.3 + 0.5 * accents[Accent.low] + 0.3 * accents[Accent.density] + 0.5 * accents[Accent.length]
                + 0.4 * accents[Accent.harmony] + 0.3 * accents[Accent.bassGap]
            total += weight
            let place = Float((strike.seconds - startSeconds) / frameSeconds)
            for frame in max(0, Int(place) - 2)...min(count - 1, Int(place) + 3) {
                salience[frame] += weight * max(0, 1 - abs(Float(frame) - place) / 3)
            }
        }
        // So that the mean strike weighs 1.
        let scale = Float(strikes.count) / max(1e-6, total)
        for frame in salience.indices { salience[frame] *= scale }
        return salience
    }

    /// The frames of the beats.
    private static func bestPath(_ salience: [Float]) -> [Int] {
        let weights = Weights()
        let count = salience.count
        var mass = [Float](repeating: 0, count: count + 1)
        // A lone strike weighs 3 frames in all.
        for frame in salience.indices { mass[frame + 1] = mass[frame] + salience[frame] / 3 }
        let lowest = periods.lowerBound, width = periods.count
        let bias = periods.map { period -> Float in
            let octaves = Accent.logarithm(60 / (Float(period) * Float(frameSeconds)) / weights.middle)
            return weights.beat + weights.tempo * octaves * octaves * Float(period) * Float(frameSeconds)
        }
        var total = [Float](repeating: 0, count: ringFrames * width)
        var from = [Int8](repeating: .min, count: count * width)
        let prices = periods.map { weights.change * 10 / Float($0) }
        for frame in 0..<count {
            for index in 0..<width {
                let period = lowest + index
                let previous = frame - period
                let half = max(0, frame - period / 2), quarter = period / 4
                let offBeats = salience[max(0, frame - quarter)] + salience[max(0, frame - period + quarter)]
                let struck = mass[frame + 1] - mass[max(0, previous + 1)]
                let gain =
                    salience[frame] + weights.half * salience[half] + weights.quarter * offBeats
                    - weights.unexplained * struck - bias[index]
                guard previous >= 0 else {
                    // The first beats: nothing came before.
                    total[frame % ringFrames * width + index] = salience[frame]
                    continue
                }
                var best = -Float.infinity
                var step: Int8 = 0
                for other in max(0, index - 2)...min(width - 1, index + 2) {
                    let score = total[previous % ringFrames * width + other] - prices[index] * Float(abs(other - index))
                    if score > best { (best, step) = (score, Int8(truncatingIfNeeded: other - index)) }
                }
                total[frame % ringFrames * width + index] = best + gain
                from[frame * width + index] = step
            }
        }
        return traced(total, from, count: count)
    }

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

    /// Moves each beat to the middle of what is struck within 50 ms, then half-way to where its neighbours want it: a
    /// player is loose, the beat is not.
    private static func refined(_ beats: [Double], _ strikes: ArraySlice<Strikes.Strike>) -> [Double] {
        var next = strikes.startIndex
        let moved = beats.map { beat in
            while next < strikes.endIndex, strikes[next].seconds < beat - 0.05 { next += 1 }
            var (sum, weight) = (0.0, 0.0)
            var index = next
            while index < strikes.endIndex, strikes[index].seconds <= beat + 0.05 {
                let count = Double(strikes[index].noteCount)
                sum += strikes[index].seconds * count
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
