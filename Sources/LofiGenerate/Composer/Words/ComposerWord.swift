import LofiScore

/// One word of the composer's language; every word has a fixed number.
///
///     style mode tempo voice… | section (bar (position? chord)…)… notes (bar like tune-like (position (velocity? note… length…)…)…)… | … end
///
/// A section is first planned, its bars with their chords, and then played, bar for bar. Notes of one voice that begin and
/// end together and are struck alike share their length and strength.
package enum ComposerWord: Sendable, Hashable {
    case end
    /// The plan of a section is done; its notes follow.
    case notes
    /// Which kind of music, an index into the model's styles.
    case style(Int)
    case mode(Key.Mode)
    /// An eighth part of the tempi, see `tempo(of:)`.
    case tempo(Int)
    /// A voice that plays.
    case has(Sketch.Voice)
    /// Its letter, and whether it was there before.
    case section(Int, again: Bool)
    /// Sixteenths, 1…24.
    case bar(Int)
    /// Sixteenths into the bar, 0…23.
    case position(Int)
    /// Which bar the accompaniment takes up.
    case like(Sketch.Likeness)
    /// Which bar the melody takes up.
    case tuneLike(Sketch.Likeness)
    /// Root and quality, or none.
    case chord(Chord?)
    /// 0…7.
    case velocity(Int)
    /// Sixteenths, 1…32; after 32 another may be added.
    case length(Int)
    /// Voice and MIDI key.
    case note(Sketch.Voice, Int)

    package static let styleCount = 8
    package static let tempoCount = 8
    package static let longestLength = 32

    // MARK: Numbers

    static let styles = 2..<2 + styleCount
    static let modes = styles.upperBound..<styles.upperBound + 2
    static let tempi = modes.upperBound..<modes.upperBound + tempoCount
    static let voices = tempi.upperBound..<tempi.upperBound + Sketch.Voice.allCases.count
    static let sections = voices.upperBound..<voices.upperBound + 2 * Sketch.letterCount
    static let bars = sections.upperBound..<sections.upperBound + Sketch.longestBar
    static let positions = bars.upperBound..<bars.upperBound + Sketch.longestBar
    static let likenesses = positions.upperBound..<positions.upperBound + Sketch.Likeness.allCases.count
    static let tuneLikenesses =
        likenesses.upperBound..<likenesses.upperBound + Sketch.Likeness.allCases.count
    static let chords = tuneLikenesses.upperBound..<tuneLikenesses.upperBound + 1 + 12 * qualities.count
    static let velocities = chords.upperBound..<chords.upperBound + Sketch.velocityClasses
    static let lengths = velocities.upperBound..<velocities.upperBound + longestLength
    static let pitches = lengths.upperBound..<lengths.upperBound + 128 * Sketch.Voice.allCases.count
    package static let count = pitches.upperBound

    private static let qualities = Chord.Quality.allCases

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
        case .position(let place): Self.positions.lowerBound + place
        case .like(let likeness): Self.likenesses.lowerBound + likeness.rawValue
        case .tuneLike(let likeness): Self.tuneLikenesses.lowerBound + likeness.rawValue
        case .chord(let chord): Self.chords.lowerBound + Self.number(of: chord)
        case .velocity(let strength): Self.velocities.lowerBound + strength
        case .length(let length): Self.lengths.lowerBound + length - 1
        case .note(let voice, let pitch): Self.pitches.lowerBound + voice.rawValue * 128 + pitch
        }
    }

    /// - Parameter number: 0..<count.
    package init(number: Int) {
        func place(_ range: Range<Int>) -> Int? { range.contains(number) ? number - range.lowerBound : nil }
        self =
            if number == 0 { .end } else if number == 1 { .notes } else if let place = place(Self.styles) {
                .style(place)
            } else if let place = place(Self.modes) {
                .mode(place == 1 ? .minor : .major)
            } else if let place = place(Self.tempi) {
                .tempo(place)
            } else if let place = place(Self.voices) {
                .has(Sketch.Voice.allCases[place])
            } else if let place = place(Self.sections) {
                .section(place / 2, again: place % 2 == 1)
            } else if let place = place(Self.bars) {
                .bar(place + 1)
            } else if let place = place(Self.positions) {
                .position(place)
            } else if let place = place(Self.likenesses) {
                .like(Sketch.Likeness.allCases[place])
            } else if let place = place(Self.tuneLikenesses) {
                .tuneLike(Sketch.Likeness.allCases[place])
            } else if let place = place(Self.chords) {
                .chord(Self.chord(numbered: place))
            } else if let place = place(Self.velocities) {
                .velocity(place)
            } else if let place = place(Self.lengths) {
                .length(place + 1)
            } else {
                .note(
                    Sketch.Voice.allCases[(number - Self.pitches.lowerBound) / 128],
                    (number - Self.pitches.lowerBound) % 128)
            }
    }

    /// 0 for none; the bass of a chord is not told.
    static func number(of chord: Chord?) -> Int {
        guard let chord else { return 0 }
        return 1 + chord.root * qualities.count + (qualities.firstIndex(of: chord.quality) ?? 0)
    }

    private static func chord(numbered number: Int) -> Chord? {
        number == 0
            ? nil : Chord(root: (number - 1) / qualities.count, quality: qualities[(number - 1) % qualities.count])
    }

    // MARK: Tempi

    /// Four to an octave, the lowest up to 65 bpm, the highest from 185.
    package static func tempo(of beatsPerMinute: Double) -> Int {
        var (bucket, edge) = (0, 65.4)
        while bucket < tempoCount - 1, beatsPerMinute >= edge {
            bucket += 1
            edge *= 1.189_207_115
        }
        return bucket
    }
}
