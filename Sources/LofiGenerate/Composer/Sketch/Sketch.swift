import LofiScore

/// A song as the composer thinks of it: on sixteenths, in C major or A minor, its form and its chords known.
package struct Sketch: Sendable, Equatable {
    /// Who plays, from below: the order in which the words of one moment come.
    package enum Voice: Int, Sendable, CaseIterable { case bass, chords, melody }

    package struct Note: Sendable, Hashable {
        package var voice: Voice
        /// Sixteenths from the beginning of the bar.
        package var position: Int
        /// MIDI key, 0…127.
        package var pitch: Int
        /// Sixteenths, 1 or more.
        package var length: Int
        /// Strength in eight classes, 0…7.
        package var velocity: Int

        package init(voice: Voice, position: Int, pitch: Int, length: Int, velocity: Int) {
            (self.voice, self.position, self.pitch) = (voice, position, pitch)
            (self.length, self.velocity) = (length, velocity)
        }
    }

    /// From a place in the bar on; nil where there is no harmony.
    package struct ChordChange: Sendable, Hashable {
        package var position: Int
        package var chord: Chord?

        package init(position: Int, chord: Chord?) { (self.position, self.chord) = (position, chord) }
    }

    /// Which earlier bar a bar takes up, in its accompaniment or in its tune.
    package enum Likeness: Int, Sendable, CaseIterable {
        /// None: it is new.
        case new
        /// So many bars before.
        case one, two, four, eight
        /// The bar at the same place of the last section with its letter.
        case section

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

    package struct Bar: Sendable, Equatable {
        /// Sixteenths.
        package var length = 16
        /// The first at position 0, then rising.
        package var chords: [ChordChange] = []
        /// By position, voice, pitch.
        package var notes: [Note] = []
        /// Which earlier bar bass and chords take up.
        package var likeness = Likeness.new
        /// Which earlier bar the melody takes up.
        package var tuneLikeness = Likeness.new

        package init(length: Int = 16) { self.length = length }

        package func chord(at position: Int) -> Chord? { chords.last { $0.position <= position }?.chord }
    }

    package struct Section: Sendable, Equatable {
        /// 0 is A; the same letter is the same material.
        package var letter: Int
        package var bars: [Bar]

        package init(letter: Int, bars: [Bar]) { (self.letter, self.bars) = (letter, bars) }
    }

    /// Name of a kind of music, such as `pop`.
    package var style: String
    /// Where the song sounds; the notes themselves stand in C major or A minor.
    package var key: Key
    package var beatsPerMinute: Double
    package var sections: [Section]

    package init(style: String, key: Key, beatsPerMinute: Double, sections: [Section] = []) {
        (self.style, self.key, self.beatsPerMinute, self.sections) = (style, key, beatsPerMinute, sections)
    }

    package var bars: [Bar] { sections.flatMap(\.bars) }
    package var barCount: Int { sections.reduce(0) { $0 + $1.bars.count } }

    package static let longestBar = 24
    /// Bars of a section at most.
    package static let longestSection = 16
    package static let letterCount = 8
    package static let velocityClasses = 8

    package static func velocityClass(_ velocity: Int) -> Int { min(max(velocity, 1), 127) / 16 }
    package static func velocity(ofClass number: Int) -> Int { number * 16 + 8 }
}
