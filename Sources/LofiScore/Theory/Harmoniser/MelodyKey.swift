/// The key of an unaccompanied melody.
///
/// A log-linear model of scale degrees in the melody: all notes by duration, those at the starts of segments, those
/// that end phrases, and the last one. Fitted 2026-11-30 to the melodies of the even-numbered songs of the POP909
/// Dataset (MIT licence) that stay in one key, by their annotated key.
struct MelodyKey {
    let key: Key
    /// Log-likelihoods up to a constant, in tenths of a nat, by tonic, the twelve major keys first.
    let fits: [Double]

    init(_ segments: [MelodySegment], line: MelodyLine, phrases: [PhraseAnalysis.Phrase]) {
        var sound = [Double](repeating: 0, count: 12)
        var (starts, ends, last) = (sound, sound, sound)
        for segment in segments {
            for pitchClass in 0..<12 { sound[pitchClass] += segment.sound[pitchClass] }
            if let first = segment.first { starts[first] += 1 }
        }
        var index = 0
        for phrase in phrases {
            while index + 1 < line.notes.count, line.notes[index + 1].startTick < phrase.endTick { index += 1 }
            if index < line.notes.count { ends[line.notes[index].pitch % 12] += 1 }
        }
        if let note = line.notes.last { last[note.pitch % 12] = 1 }
        let shares = [sound, starts, ends, last].map { counts -> [Double] in
            let total = counts.reduce(0, +)
            return total > 0 ? counts.map { $0 / total } : counts
        }
        var fits = [Double](repeating: 0, count: 24)
        for state in fits.indices {
            let (tonic, mode) = (state % 12, state / 12)
            fits[state] = mode == 0 ? 0 : Self.minorFit
            for (source, share) in shares.enumerated() {
                let row = Self.weights[mode * shares.count + source]
                for step in 0..<12 { fits[state] += share[(step + tonic) % 12] * row[step] }
            }
        }
        // A key whose scale leaves out clearly more of the notes than another's is ruled out, however its tonic is
        // accented.
        let inside = (0..<24).map { state in
            Key(tonic: state % 12, mode: state < 12 ? .major : .minor).scale.reduce(0.0) { $0 + shares[0][$1] }
        }
        let maximum = inside.max() ?? 0
        for state in fits.indices {
            fits[state] -= Self.outsideCost * max(0, maximum - inside[state] - Self.outsideAllowed)
        }
        self.fits = fits
        let best = fits.best
        key = Key(tonic: best % 12, mode: best < 12 ? .major : .minor)
    }

    private static let minorFit = 3.0
    /// Share of the sound that may lie outside the key beyond what the best scale leaves out, and the cost of any more.
    /// A borrowed note stays free; a non-scale note used throughout does not.
    private static let outsideAllowed = 0.04, outsideCost = 1000.0

    /// Weights by mode and source, then by semitones above the tonic.
    private static let weights: [[Double]] = [
        // major: sound
        [129, -5, 30, -48, 96, -70, -50, 71, -16, -7, -65, -69],
        // major: segment starts
        [54, -4, 36, -45, 34, -27, -49, 20, -18, 44, -53, 5],
        // major: phrase ends
        [41, -1, 29, -23, 11, -11, -19, 20, -22, 8, -29, -6],
        // major: last note
        [19, -5, -4, -1, 7, -9, -1, 1, -4, 15, -7, -12],
        // minor: sound
        [124, -49, -17, 80, -34, -18, -19, 91, -46, -88, -13, -7],
        // minor: segment starts
        [22, -41, -8, 40, -27, 44, -15, 52, -13, -58, 19, -14],
        // minor: phrase ends
        [17, -33, -5, 28, -28, 50, -11, 32, -47, -38, 31, 7],
        // minor: last note
        [22, -6, 12, 1, -13, -7, -4, 6, -31, -2, 0, 26],
    ]
}
