import LofiScore

/// A song as the composer represents it: on sixteenths, in C major or A minor, with its form and chords.
package struct Sketch: Sendable, Equatable {
    /// The voices from the lowest up, in the order of their words at a position.
    package enum Voice: Int, Sendable, CaseIterable { case bass, chords, melody }

    /// A note on the grid of sixteenths.
    package struct Note: Sendable, Hashable {
        /// The voice that plays it.
        package var voice: Voice
        /// Sixteenths from the start of the bar.
        package var position: Int
        /// MIDI key, 0…127.
        package var pitch: Int
        /// Duration in sixteenths, 1 or more.
        package var length: Int
        /// Velocity class, 0…7.
        package var velocity: Int

        /// Makes a note; see the properties for units and ranges.
        package init(voice: Voice, position: Int, pitch: Int, length: Int, velocity: Int) {
            (self.voice, self.position, self.pitch) = (voice, position, pitch)
            (self.length, self.velocity) = (length, velocity)
        }
    }

    /// A chord that starts at a position in the bar, in sixteenths; nil = no chord.
    package struct ChordChange: Sendable, Hashable {
        package var position: Int
        package var chord: Chord?

        package init(position: Int, chord: Chord?) { (self.position, self.chord) = (position, chord) }
    }

    /// The earlier bar that a bar's accompaniment or melody resembles.
    package enum Similarity: Int, Sendable, CaseIterable {
        /// None: the bar is new.
        case new
        /// The bar this many bars before.
        case one, two, four, eight
        /// The bar at the same index of the last section with the same letter.
        case section

        /// Distance in bars; nil for `new` and `section`.
        package var barsBack: Int? {
            switch self {
            case .one: 1
            case .two: 2
            case .four: 4
            case .eight: 8
            case .new, .section: nil
            }
        }
    }

    /// A bar with its chords and notes.
    package struct Bar: Sendable, Equatable {
        /// Length in sixteenths.
        package var length = 16
        /// Chords in order, the first at position 0.
        package var chords: [ChordChange] = []
        /// Notes by position, voice and pitch.
        package var notes: [Note] = []
        /// The earlier bar that bass and chords resemble.
        package var similarity = Similarity.new
        /// The earlier bar that the melody resembles.
        package var tuneSimilarity = Similarity.new

        /// - Parameter length: Length in sixteenths, 1…24.
        package init(length: Int = 16) { self.length = length }

        /// The chord in force at a position, in sixteenths.
        package func chord(at position: Int) -> Chord? { chords.last { $0.position <= position }?.chord }
    }

    /// A section with its letter and bars.
    package struct Section: Sendable, Equatable {
        /// 0 = A; sections with the same letter share their material.
        package var letter: Int
        package var bars: [Bar]

        package init(letter: Int, bars: [Bar]) { (self.letter, self.bars) = (letter, bars) }
    }

    /// Style of music, such as `pop`.
    package var style: String
    /// The sounding key; the notes themselves are in C major or A minor.
    package var key: Key
    /// Tempo in beats per minute.
    package var beatsPerMinute: Double
    /// Sections in order.
    package var sections: [Section]

    /// Makes a sketch; `sections` may be added later.
    package init(style: String, key: Key, beatsPerMinute: Double, sections: [Section] = []) {
        (self.style, self.key, self.beatsPerMinute, self.sections) = (style, key, beatsPerMinute, sections)
    }

    /// All bars of the song, in order.
    package var bars: [Bar] { sections.flatMap(\.bars) }
    /// Number of bars.
    package var barCount: Int { sections.reduce(0) { $0 + $1.bars.count } }

    /// Maximum bar length in sixteenths.
    package static let maximumBarLength = 24
    /// Maximum number of bars in a section.
    package static let maximumSectionBars = 16
    /// Number of section letters.
    package static let letterCount = 8
    /// Number of velocity classes.
    package static let velocityClasses = 8

    /// The class of a MIDI velocity, 0…7.
    package static func velocityClass(_ velocity: Int) -> Int { min(max(velocity, 1), 127) / 16 }
    /// The MIDI velocity in the middle of a class.
    package static func velocity(ofClass number: Int) -> Int { number * 16 + 8 }
}
