import LofiScore

/// A word of the composer's vocabulary; every word has a fixed number.
///
///     style mode tempo voice… | section (bar (position? chord)…)…
///     notes (bar like tune-like (position (velocity? note… length…)…)…)… | … end
///
/// A section is first planned, its bars with their chords, and then played bar by bar. Notes of one voice with the same
/// onset, duration and velocity share their duration and velocity words.
package enum ComposerWord: Sendable, Hashable {
    /// End of the song.
    case end
    /// End of a section's plan; its notes follow.
    case notes
    /// Style of music, an index into the model's styles.
    case style(Int)
    /// Mode of the song.
    case mode(Key.Mode)
    /// Tempo class, 0…7, see `tempo(of:)`.
    case tempo(Int)
    /// A voice that plays.
    case has(Sketch.Voice)
    /// Start of a section: its letter, and whether it occurred before.
    case section(Int, again: Bool)
    /// Start of a bar: its length in sixteenths, 1…24.
    case bar(Int)
    /// Position in the bar in sixteenths, 0…23.
    case position(Int)
    /// The earlier bar that the accompaniment resembles.
    case like(Sketch.Similarity)
    /// The earlier bar that the melody resembles.
    case tuneLike(Sketch.Similarity)
    /// Root and quality; nil = no chord.
    case chord(Chord?)
    /// Velocity class, 0…7.
    case velocity(Int)
    /// Duration in sixteenths, 1…32; after 32 another may be added.
    case length(Int)
    /// Voice and MIDI key.
    case note(Sketch.Voice, Int)

    package static let styleCount = 8
    package static let tempoCount = 8
    package static let maximumLength = 32

    // MARK: Numbers

    static let styles = 2..<2 + styleCount
    static let modes = styles.upperBound..<styles.upperBound + 2
    static let tempi = modes.upperBound..<modes.upperBound + tempoCount
    static let voices = tempi.upperBound..<tempi.upperBound + Sketch.Voice.allCases.count
    static let sections = voices.upperBound..<voices.upperBound + 2 * Sketch.letterCount
    static let bars = sections.upperBound..<sections.upperBound + Sketch.maximumBarLength
    static let positions = bars.upperBound..<bars.upperBound + Sketch.maximumBarLength
    static let similarities = positions.upperBound..<positions.upperBound + Sketch.Similarity.allCases.count
    static let tuneSimilarities =
        similarities.upperBound..<similarities.upperBound + Sketch.Similarity.allCases.count
    static let chords = tuneSimilarities.upperBound..<tuneSimilarities.upperBound + 1 + 12 * qualities.count
    static let velocities = chords.upperBound..<chords.upperBound + Sketch.velocityClasses
    static let lengths = velocities.upperBound..<velocities.upperBound + maximumLength
    static let pitches = lengths.upperBound..<lengths.upperBound + 128 * Sketch.Voice.allCases.count
    /// Number of words.
    package static let count = pitches.upperBound

    private static let qualities = Chord.Quality.allCases

    /// Number of the word, 0 ..< `count`.
    package var number: Int {
        switch self {
        case .end: 0
        case .notes: 1
        case .style(let index): Self.styles.lowerBound + index
        case .mode(let mode): Self.modes.lowerBound + (mode == .minor ? 1 : 0)
        case .tempo(let bucket): Self.tempi.lowerBound + bucket
        case .has(let voice): Self.voices.lowerBound + voice.rawValue
        case .section(let letter, let again): Self.sections.lowerBound + letter * 2 + (again ? 1 : 0)
        case .bar(let length): Self.bars.lowerBound + length - 1
        case .position(let sixteenths): Self.positions.lowerBound + sixteenths
        case .like(let similarity): Self.similarities.lowerBound + similarity.rawValue
        case .tuneLike(let similarity): Self.tuneSimilarities.lowerBound + similarity.rawValue
        case .chord(let chord): Self.chords.lowerBound + Self.number(of: chord)
        case .velocity(let number): Self.velocities.lowerBound + number
        case .length(let length): Self.lengths.lowerBound + length - 1
        case .note(let voice, let pitch): Self.pitches.lowerBound + voice.rawValue * 128 + pitch
        }
    }

    /// - Parameter number: 0 ..< `count`.
    package init(number: Int) {
        func index(in range: Range<Int>) -> Int? { range.contains(number) ? number - range.lowerBound : nil }
        self =
            if number == 0 { .end } else if number == 1 { .notes } else if let index = index(in: Self.styles) {
                .style(index)
            } else if let index = index(in: Self.modes) {
                .mode(index == 1 ? .minor : .major)
            } else if let index = index(in: Self.tempi) {
                .tempo(index)
            } else if let index = index(in: Self.voices) {
                .has(Sketch.Voice.allCases[index])
            } else if let index = index(in: Self.sections) {
                .section(index / 2, again: index % 2 == 1)
            } else if let index = index(in: Self.bars) {
                .bar(index + 1)
            } else if let index = index(in: Self.positions) {
                .position(index)
            } else if let index = index(in: Self.similarities) {
                .like(Sketch.Similarity.allCases[index])
            } else if let index = index(in: Self.tuneSimilarities) {
                .tuneLike(Sketch.Similarity.allCases[index])
            } else if let index = index(in: Self.chords) {
                .chord(Self.chord(numbered: index))
            } else if let index = index(in: Self.velocities) {
                .velocity(index)
            } else if let index = index(in: Self.lengths) {
                .length(index + 1)
            } else {
                .note(
                    Sketch.Voice.allCases[(number - Self.pitches.lowerBound) / 128],
                    (number - Self.pitches.lowerBound) % 128)
            }
    }

    /// Number of a chord, 0 for none; the bass is not encoded.
    static func number(of chord: Chord?) -> Int {
        guard let chord else { return 0 }
        return 1 + chord.root * qualities.count + (qualities.firstIndex(of: chord.quality) ?? 0)
    }

    private static func chord(numbered number: Int) -> Chord? {
        number == 0
            ? nil : Chord(root: (number - 1) / qualities.count, quality: qualities[(number - 1) % qualities.count])
    }

    // MARK: Tempo

    /// Tempo class, 0…7, four per octave: the lowest up to 65 bpm, the highest from 185.
    package static func tempo(of beatsPerMinute: Double) -> Int {
        var (bucket, edge) = (0, 65.4)
        while bucket < tempoCount - 1, beatsPerMinute >= edge {
            bucket += 1
            edge *= 1.189_207_115
        }
        return bucket
    }
}
