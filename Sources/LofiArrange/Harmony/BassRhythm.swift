import LofiPlatform
import LofiPlugin
import LofiScore

/// When a bass plays within a bar of one chord.
enum BassRhythm {
    struct Stroke: Equatable {
        let start: Int
        let duration: Int
        /// Added to the velocity.
        let accent: Int
        /// Not longer than half a beat: on its way to something.
        let isShort: Bool
    }

    /// The rhythm of a named pattern.
    static func pattern(
        _ name: String, from start: Int, to end: Int, beatTicks: Int, _ random: inout RandomStream
    ) -> [Stroke] {
        let count = max(1, (end - start) / beatTicks)
        func stroke(_ beat: Double, _ length: Double, _ accent: Int) -> Stroke? {
            let from = start + Int(beat * Double(beatTicks))
            guard from < end else { return nil }
            let duration = min(Int(length * Double(beatTicks)), end - from)
            return Stroke(start: from, duration: duration, accent: accent, isShort: length < 0.6)
        }
        let beats = Double(count)
        let strokes: [Stroke?]
        switch name {
        case "root": strokes = [stroke(0, beats - 0.1, 0)]
        case "octave": strokes = (0..<count).map { stroke(Double($0), 0.8, $0 == 0 ? 6 : -6) }
        case "walking": strokes = (0..<count).map { stroke(Double($0), 0.92, $0 == 0 ? 5 : -4) }
        case "syncopated":
            strokes = [
                stroke(0, 1.4, 6), count >= 2 ? stroke(1.5, 0.45, -12) : nil, count >= 4 ? stroke(2.5, 0.9, -4) : nil,
                count >= 4 && random.chance(0.45) ? stroke(3.5, 0.45, -10) : nil,
            ]
        default:
            strokes = [
                stroke(0, min(beats, 2) - 0.25, 5), count >= 3 ? stroke(2, beats - 2.3, -6) : nil,
                count >= 4 && random.chance(0.35) ? stroke(3.5, 0.45, -14) : nil,
            ]
        }
        return strokes.compactMap { $0 }
    }

    /// The first note where the chord begins, then one with each kick: as a bassist listens to the foot.
    /// - Returns: nil where no kick is struck.
    static func answering(_ kicks: [Int], from start: Int, to end: Int, beatTicks: Int) -> [Stroke]? {
        var onsets: [Int] = []
        var index = kicks.partitioningIndex { $0 >= start - beatTicks / 8 }
        while index < kicks.count, kicks[index] < end - beatTicks / 4 {
            // Two kicks within less than half a beat are one to the bass.
            if kicks[index] - (onsets.last ?? start - beatTicks) >= beatTicks * 2 / 5 {
                onsets.append(max(0, kicks[index]))
            }
            index += 1
        }
        guard !onsets.isEmpty else { return nil }
        if onsets[0] - start > beatTicks / 4 { onsets.insert(start, at: 0) }
        return onsets.indices.map { place in
            let next = place + 1 < onsets.count ? onsets[place + 1] : end
            let duration = (next - onsets[place]) * 9 / 10
            return Stroke(
                start: onsets[place], duration: min(duration, beatTicks * 9 / 4), accent: place == 0 ? 5 : -7,
                isShort: duration < beatTicks * 3 / 5)
        }
    }
}
