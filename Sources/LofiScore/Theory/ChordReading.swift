/// Adds sevenths, ninths, sixths and the bass note to a triad, from the notes of its beats.
enum ChordReading {
    /// The chord that `triad` and the notes of its beats form.
    static func chord(_ triad: ChordPath.Triad, _ beats: ArraySlice<HarmonicBeat>) -> Chord {
        var weights = [Double](repeating: 0, count: 12)
        var bass = [Double](repeating: 0, count: 12)
        var sounding = 0.0
        for beat in beats {
            guard let lowest = beat.lowest else { continue }
            sounding += 1
            for step in 0..<12 { weights[step] += beat.weights[(step + triad.root) % 12] }
            // The bass at the start of the chord counts double.
            let stress = beat.startTick == beats.first?.startTick ? 2.0 : 1
            bass[(lowest - triad.root + 12) % 12] += beat.bassWeight * stress
        }
        guard sounding > 0 else { return Chord(root: triad.root, quality: triad.quality) }
        let quality = quality(triad.quality, weights.map { $0 / sounding })
        let tones = Set(quality.intervals.map { $0 % 12 })
        let lowest = bass.indices.max { (bass[$0], -$0) < (bass[$1], -$1) } ?? 0
        // Only chord tones make an inversion; other bass notes are passing.
        let isTone = tones.contains(lowest) && lowest != 2
        return Chord(root: triad.root, quality: quality, bass: isTone ? (triad.root + lowest) % 12 : triad.root)
    }

    /// Minimum share of the chord's time for which a chord tone sounds: more than a passing eighth in a beat or two.
    private static let minimumSound = 0.3

    /// - Parameter sound: Share of the chord's time, 0…1, by semitones above the root.
    private static func quality(_ triad: Chord.Quality, _ sound: [Double]) -> Chord.Quality {
        func has(_ step: Int) -> Bool { sound[step] >= minimumSound }
        let ninth = has(2)
        switch triad {
        case .major:
            if has(11) && sound[11] >= sound[10] { return ninth ? .major9 : .major7 }
            if has(10) { return ninth ? .dominant9 : .dominant7 }
            return has(9) ? .major6 : .major
        case .minor:
            if has(10) && sound[10] >= sound[11] { return ninth ? .minor9 : .minor7 }
            if has(11) { return .minorMajor7 }
            return has(9) ? .minor6 : .minor
        case .diminished:
            if has(10) && sound[10] >= sound[9] { return .halfDiminished }
            return has(9) ? .diminished7 : .diminished
        case .suspended4: return has(10) ? .suspended7 : .suspended4
        default: return triad
        }
    }
}
