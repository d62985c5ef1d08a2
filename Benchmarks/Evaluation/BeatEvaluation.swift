import LofiScore

/// Beats and bars against the annotations: of the songs as they are, and of performances made of them.
enum BeatEvaluation {
    /// What counts as one beat, as in mir_eval: 70 ms.
    static let windowSeconds = 0.07

    /// - Parameter checked: Hand-checked bars by the name of the song; songs that are not in it count by their annotation alone.
    static func printGridded(_ songs: [AnnotatedSong], checked: [String: CheckedBars], listsSongs: Bool) {
        var (phases, periods, bars, downbeats, most, exact, kept, later) = (0, 0, 0, 0, 0, 0, 0, 0)
        var total = 0.0
        var misses: [String] = []
        var tally = CheckedTally()
        let clock = ContinuousClock()
        var spent = Duration.zero
        for song in songs {
            var grid: BeatGrid?
            spent += clock.measure { grid = BeatGrid(song.score) }
            guard let grid else { continue }
            kept += grid.source == .file ? 1 : 0
            let period = median(song.beats)
            let isPhase = phaseError(of: grid.beats, from: song.beats) < 0.06
            phases += isPhase ? 1 : 0
            periods += abs(median(grid.beats) / period - 1) < 0.02 ? 1 : 0
            bars += grid.beatsPerBar == song.beatsPerBar ? 1 : 0
            let score = fMeasure(grid.downbeats, song.downbeats)
            total += score
            most += score > 0.5 ? 1 : 0
            exact += score > 0.8 ? 1 : 0
            let isRight = grid.beatsPerBar == song.beatsPerBar && score > 0.5
            downbeats += isRight ? 1 : 0
            if let bars = checked[song.name] { tally.add(grid, song, bars, isAsAnnotated: isRight) }
            // In every ninth song of POP909 bass, lengths and chord changes all fall one beat behind the annotated downbeats.
            later += !isRight && fMeasure(grid.downbeats, oneBeatLater(song)) > 0.5 ? 1 : 0
            if !isRight || !isPhase {
                misses.append("\(song.name)(\(grid.beatsPerBar)/\(song.beatsPerBar) \(percent(score)))")
            }
        }
        func row(_ name: String, _ count: Int) { print("  \(name): \(percent(Double(count) / Double(songs.count)))") }
        print("beats")
        row("the file's own grid kept", kept)
        row("beat phase within 0.06 beat", phases)
        row("period within 2 %", periods)
        row("beats per bar", bars)
        row("most downbeats within 70 ms (F > 0.5)", most)
        row("nearly all downbeats (F > 0.8)", exact)
        row("bars right (length, and most downbeats)", downbeats)
        tally.printRows()
        row("wrong, but most lie one beat behind the annotated", later)
        print("  mean F of downbeats: \(percent(total / Double(songs.count))); mean analysis \(spent / songs.count)")
        if listsSongs {
            print("  not so: \(misses.joined(separator: " "))")
            if !checked.isEmpty { print("  not nearly as checked: \(tally.misses.joined(separator: " "))") }
        }
    }

    static func printPerformances(_ songs: [AnnotatedSong], listsSongs: Bool) {
        var (beats, downbeats, tracked, kept) = (0.0, 0.0, 0, 0)
        var scores: [(name: String, score: Double, ratio: Double)] = []
        let clock = ContinuousClock()
        var spent = Duration.zero
        for song in songs {
            let performance = Performed(song)
            var grid: BeatGrid?
            spent += clock.measure { grid = BeatGrid(performance.score) }
            guard let grid else { continue }
            tracked += grid.source == .notes ? 1 : 0
            kept += grid.keepsBeat ? 1 : 0
            let score = fMeasure(grid.beats, performance.beats)
            beats += score
            downbeats += fMeasure(grid.downbeats, performance.downbeats)
            scores.append((song.name, score, median(performance.beats) / max(0.01, median(grid.beats))))
        }
        let count = Double(songs.count)
        print("performances")
        print("  tracked through the notes: \(percent(Double(tracked) / count))")
        print("  steady enough for drums: \(percent(Double(kept) / count))")
        print("  mean F of beats: \(percent(beats / count)), of downbeats: \(percent(downbeats / count))")
        let octaves = scores.filter { !(0.9...1.1).contains($0.ratio) }.count
        print("  another tempo: \(percent(Double(octaves) / count)); mean analysis \(spent / songs.count)")
        let worst = scores.filter { $0.score < 0.7 }.map { "\($0.name)(\(percent($0.score)) at \(percent($0.ratio)))" }
        if listsSongs { print("  below 0.7: \(worst.joined(separator: " "))") }
    }

    private static func oneBeatLater(_ song: AnnotatedSong) -> [Double] {
        let downbeats = Set(song.downbeats)
        return zip(song.beats, song.beats.dropFirst()).filter { downbeats.contains($0.0) }.map(\.1)
    }

    /// Median distance of the annotated beats from ours, in parts of an annotated beat.
    private static func phaseError(of beats: [Double], from annotated: [Double]) -> Double {
        guard beats.count > 1 else { return 0.5 }
        let period = median(annotated)
        var errors: [Double] = []
        var next = 0
        for beat in annotated where beat >= beats[0] - period / 2 && beat <= beats[beats.count - 1] + period / 2 {
            while next + 1 < beats.count, abs(beats[next + 1] - beat) <= abs(beats[next] - beat) { next += 1 }
            errors.append(abs(beats[next] - beat) / period)
        }
        return errors.isEmpty ? 0.5 : errors.sorted()[errors.count / 2]
    }

    private static func median(_ beats: [Double]) -> Double {
        let distances = zip(beats, beats.dropFirst()).map { $1 - $0 }.sorted()
        return distances.isEmpty ? 0 : distances[distances.count / 2]
    }

    /// As mir_eval's `beat.f_measure`: each beat matches one at most; the first 5 s do not count.
    static func fMeasure(_ found: [Double], _ annotated: [Double]) -> Double {
        let found = found.filter { $0 >= 5 }, annotated = annotated.filter { $0 >= 5 }
        guard !found.isEmpty, !annotated.isEmpty else { return 0 }
        var (matches, index) = (0, 0)
        for beat in annotated {
            while index < found.count, found[index] < beat - windowSeconds { index += 1 }
            if index < found.count, found[index] <= beat + windowSeconds {
                matches += 1
                index += 1
            }
        }
        return 2 * Double(matches) / Double(found.count + annotated.count)
    }

    static func percent(_ share: Double) -> String { String((share * 1000).rounded() / 1000) }
}
