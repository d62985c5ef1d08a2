import LofiPlatform
import LofiPlugin
import LofiScore

/// The rhythm of a bass within a bar of one chord.
enum BassRhythm {
    /// One bass note without its pitch, in ticks.
    struct Onset: Equatable {
        let start: Int
        let duration: Int
        /// Added to the velocity.
        let accent: Int
        /// Whether it is at most half a beat long, on its way to something.
        let isShort: Bool
    }

    /// Returns the rhythm of a named pattern.
    static func pattern(
        _ name: String, from start: Int, to end: Int, beatTicks: Int, _ random: inout RandomStream
    ) -> [Onset] {
        let count = max(1, (end - start) / beatTicks)
        func onset(_ beat: Double, _ length: Double, _ accent: Int) -> Onset? {
            let from = start + Int(beat * Double(beatTicks))
            guard from < end else { return nil }
            let duration = min(Int(length * Double(beatTicks)), end - from)
            return Onset(start: from, duration: duration, accent: accent, isShort: length < 0.6)
        }
        let beats = Double(count)
        let onsets: [Onset?]
        switch name {
        case "root": onsets = [onset(0, beats - 0.1, 0)]
        case "octave": onsets = (0..<count).map { onset(Double($0), 0.8, $0 == 0 ? 6 : -6) }
        case "walking": onsets = (0..<count).map { onset(Double($0), 0.92, $0 == 0 ? 5 : -4) }
        case "syncopated":
            onsets = [
                onset(0, 1.4, 6), count >= 2 ? onset(1.5, 0.45, -12) : nil, count >= 4 ? onset(2.5, 0.9, -4) : nil,
                count >= 4 && random.chance(0.45) ? onset(3.5, 0.45, -10) : nil,
            ]
        default:
            onsets = [
                onset(0, min(beats, 2) - 0.25, 5), count >= 3 ? onset(2, beats - 2.3, -6) : nil,
                count >= 4 && random.chance(0.35) ? onset(3.5, 0.45, -14) : nil,
            ]
        }
        return onsets.compactMap { $0 }
    }

    /// Returns a note on the chord's start, then one with each kick, as a bassist follows the kick drum.
    ///
    /// - Returns: nil if there is no kick.
    static func answering(_ kicks: [Int], from start: Int, to end: Int, beatTicks: Int) -> [Onset]? {
        var onsets: [Int] = []
        var index = kicks.partitioningIndex { $0 >= start - beatTicks / 8 }
        while index < kicks.count, kicks[index] < end - beatTicks / 4 {
            // Two kicks less than half a beat apart are one to the bass.
            if kicks[index] - (onsets.last ?? start - beatTicks) >= beatTicks * 2 / 5 {
                onsets.append(max(0, kicks[index]))
            }
            index += 1
        }
        guard !onsets.isEmpty else { return nil }
        if onsets[0] - start > beatTicks / 4 { onsets.insert(start, at: 0) }
        return onsets.indices.map { index in
            let next = index + 1 < onsets.count ? onsets[index + 1] : end
            let duration = (next - onsets[index]) * 9 / 10
            return Onset(
                start: onsets[index], duration: min(duration, beatTicks * 9 / 4), accent: index == 0 ? 5 : -7,
                isShort: duration < beatTicks * 3 / 5)
        }
    }
}
