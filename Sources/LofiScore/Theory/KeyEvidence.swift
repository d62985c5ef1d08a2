import LofiPlatform

/// Evidence of each bar for each of the 24 keys: how typical its notes and chords are there.
///
/// Both tables are frequencies in the even-numbered songs of the POP909 Dataset that stay in one key (348 songs, by
/// their annotated key; chords as found by `Harmony`; measured 2026-11-24). Notes identify the signature best; chords
/// distinguish the tonic from its relative, such as C from Am.
struct KeyEvidence {
    struct Bar {
        let startTick: Int
        let endTick: Int
        /// Log-likelihood times the bar's length in quarters, by key (`KeyEvidence.keys`).
        let fits: [Double]
        /// Duration of each pitch class, in quarters.
        let weights: [Double]
    }

    let bars: [Bar]
    let harmony: Harmony
    let ticksPerQuarter: Int
    /// Number of pitched notes.
    let noteCount: Int

    /// The 24 keys: twelve major, then twelve minor, by tonic.
    static let keys: [Key] = Key.Mode.allCases.flatMap { mode in (0..<12).map { Key(tonic: $0, mode: mode) } }

    init(_ score: Score, _ harmony: Harmony) {
        self.harmony = harmony
        ticksPerQuarter = score.ticksPerQuarter
        noteCount = score.parts.reduce(0) { $0 + ($1.isDrums ? 0 : $1.notes.count) }
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        let quarter = Double(score.ticksPerQuarter)
        let notes = Self.notes(score, bars)
        let chords = Self.chords(harmony, bars, quarter)
        self.bars = bars.indices.map { index in
            let length = Double(bars[index].lengthTicks) / quarter
            var fits = [Double](repeating: 0, count: 24)
            let sound = notes[index].reduce(0, +), chordTime = chords[index].reduce(0, +)
            for key in 0..<24 {
                let (tonic, mode) = (key % 12, key / 12)
                var (noteSum, chordSum) = (0.0, 0.0)
                for pitchClass in 0..<12 {
                    let step = (pitchClass - tonic + 12) % 12
                    noteSum += notes[index][pitchClass] * Self.noteFits[mode][step]
                    chordSum += chords[index][pitchClass] * Self.chordFits[mode][step]
                    chordSum += chords[index][12 + pitchClass] * Self.chordFits[mode][12 + step]
                }
                guard sound > 0 else { continue }
                let chordFit = chordTime > 0 ? chordSum / chordTime : Self.unknownChordFit
                fits[key] = (noteSum / sound + chordFit) * length
            }
            return Bar(
                startTick: bars[index].startTick, endTick: bars[index].endTick, fits: fits, weights: notes[index])
        }
    }

    /// Fit of each key to a range of bars, in nats per quarter: the mean of the bars, plus a bonus for the key whose
    /// tonic chord is the last.
    func fits(_ range: Range<Int>) -> [Double] {
        let sounding = bars[range].filter { $0.fits[0] != 0 }
        let quarters = Double(sounding.reduce(0) { $0 + $1.endTick - $1.startTick }) / Double(ticksPerQuarter)
        guard quarters > 0 else { return [Double](repeating: 0, count: 24) }
        var fits = (0..<24).map { key in sounding.reduce(0) { $0 + $1.fits[key] } / quarters }
        let begun = harmony.spans.partitioningIndex { $0.startTick >= bars[range.upperBound - 1].endTick }
        if begun > 0, case let last = harmony.spans[begun - 1], last.startTick >= bars[range.lowerBound].startTick,
            let state = Self.state(last.chord)
        {
            fits[state] += Self.lastChordFit
        }
        return fits
    }

    /// Whether there are enough notes, and whether they fit the best key of each range of bars at all.
    func isTonal(_ ranges: [Range<Int>]) -> Bool {
        var sounds = [Double](repeating: 0, count: 12)
        for bar in bars { for step in 0..<12 { sounds[step] += bar.weights[step] } }
        guard noteCount >= Self.minimumNotes, sounds.count(where: { $0 > 0 }) >= Self.minimumPitchClasses else {
            return false
        }
        let fit = ranges.reduce(0.0) { sum, range in sum + (fits(range).max() ?? 0) * Double(range.count) }
        return fit >= Self.minimumFit * Double(bars.count)
    }

    /// Share of the sound within the scales of the keys in force, 0…1; minor includes the raised seventh.
    func shareInScale(of map: KeyMap) -> Double {
        var (inside, total) = (0.0, 0.0)
        for bar in bars {
            guard let key = map.key(at: bar.startTick) else { continue }
            let scale = Set(key.scale + (key.mode == .minor ? [(key.tonic + 11) % 12] : []))
            for step in 0..<12 {
                total += bar.weights[step]
                inside += scale.contains(step) ? bar.weights[step] : 0
            }
        }
        return total > 0 ? inside / total : 0
    }

    /// The relative minor of a major key, or relative major of a minor one, as an index into `keys`.
    static func relative(of key: Int) -> Int { key < 12 ? 12 + (key + 9) % 12 : (key + 3) % 12 }

    /// How typical a distribution of pitch classes is of each of `keys`, in nats.
    /// - Parameter sound: share of each pitch class, which add up to 1.
    static func noteFits(of sound: [Double]) -> [Double] {
        keys.map { key in
            (0..<12).reduce(0) { $0 + sound[(key.tonic + $1) % 12] * noteFits[key.mode == .major ? 0 : 1][$1] }
        }
    }

    /// The tonic of the major key that best fits a distribution of pitch classes by duration.
    static func majorTonic(of sound: [Double]) -> Int {
        (0..<12).map { tonic in (0..<12).reduce(0.0) { $0 + sound[($1 + tonic) % 12] * noteFits[0][$1] } }.best
    }

    /// In nats per quarter. Music theory would weight it more, but the annotations, computed from recordings that fade
    /// out, hardly reward it.
    private static let lastChordFit = 0.05
    private static let minimumNotes = 4
    private static let minimumPitchClasses = 3
    /// In nats per quarter: 300 random notes reach at most -5.5, the least tonal song of POP909 -4.6, chromatic pieces
    /// from other sources -5.4.
    private static let minimumFit = -5.45
    /// For bars whose chords do not indicate a key: the mean fit of a chord of the key, so that the estimate is
    /// unaffected.
    private static let unknownChordFit = -2.0

    /// Index of the key whose tonic chord this is; nil for chords other than major and minor ones, with or without a
    /// seventh.
    private static func state(_ chord: Chord) -> Int? {
        switch chord.quality {
        case .diminished, .augmented, .suspended2, .suspended4, .halfDiminished, .diminished7, .suspended7: nil
        default: chord.root + (chord.quality.isMinor ? 12 : 0)
        }
    }

    private static func notes(_ score: Score, _ bars: [MeterMap.Bar]) -> [[Double]] {
        var weights = [[Double]](repeating: [Double](repeating: 0, count: 12), count: bars.count)
        // A note held through many bars counts no more than one that lasts a bar.
        let longest = score.ticksPerQuarter * 4
        for part in score.parts where !part.isDrums {
            var first = 0
            for note in part.notes {
                if first < bars.count, bars[first].startTick > note.startTick { first = 0 }
                while first + 1 < bars.count, bars[first].endTick <= note.startTick { first += 1 }
                let end = note.startTick + max(1, min(note.durationTicks, longest))
                var index = first
                while index < bars.count, bars[index].startTick < end {
                    let overlap = min(end, bars[index].endTick) - max(note.startTick, bars[index].startTick)
                    weights[index][note.pitch % 12] += Double(max(0, overlap)) / Double(score.ticksPerQuarter)
                    index += 1
                }
            }
        }
        return weights
    }

    /// Duration of each major, then each minor triad, in quarters.
    private static func chords(_ harmony: Harmony, _ bars: [MeterMap.Bar], _ quarter: Double) -> [[Double]] {
        var weights = [[Double]](repeating: [Double](repeating: 0, count: 24), count: bars.count)
        var first = 0
        for span in harmony.spans {
            guard let state = state(span.chord) else { continue }
            while first + 1 < bars.count, bars[first].endTick <= span.startTick { first += 1 }
            var index = first
            while index < bars.count, bars[index].startTick < span.endTick {
                let overlap = min(span.endTick, bars[index].endTick) - max(span.startTick, bars[index].startTick)
                weights[index][state] += Double(max(0, overlap)) / quarter
                index += 1
            }
        }
        return weights
    }

    /// Natural logarithms of the frequencies plus 0.01: a degree absent from a corpus of pop songs is unlikely, not
    /// impossible. By mode and semitones above the tonic.
    private static let noteFits = [
        [-1.49, -4.51, -1.94, -4.51, -1.85, -2.33, -4.34, -1.54, -4.20, -1.97, -4.27, -2.59],
        [-1.38, -4.42, -2.41, -1.85, -4.42, -2.02, -4.61, -1.55, -2.59, -4.20, -1.99, -4.07],
    ]

    /// By semitones of the root above the tonic: major triads, then minor ones.
    private static let chordFits = [
        [
            -1.27, -4.61, -3.82, -4.51, -4.07, -1.81, -4.61, -1.54, -4.34, -4.20, -4.14, -4.61,
            -4.51, -4.61, -2.33, -4.61, -2.34, -4.02, -4.42, -4.27, -4.61, -1.86, -4.61, -4.42,
        ],
        [
            -3.58, -4.34, -4.51, -2.11, -4.61, -3.44, -4.61, -2.92, -2.00, -4.61, -1.87, -4.51,
            -1.10, -4.61, -4.27, -4.61, -4.61, -2.18, -4.61, -2.25, -4.51, -4.27, -4.51, -4.61,
        ],
    ]
}
