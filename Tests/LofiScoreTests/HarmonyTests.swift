import Testing
@testable import LofiScore

@Suite("Harmony")
struct HarmonyTests {
    /// One chord per 4/4 bar, played on every beat.
    private func harmony(_ chords: [[Int]]) -> Harmony {
        Harmony(TheoryTests.song(chords: chords))
    }

    /// A close voicing with the root at 48 + its pitch class.
    private func pitches(_ chord: Chord, inversion: Int = 0) -> [Int] {
        let tones = chord.quality.intervals.map { 48 + chord.root + $0 }
        let raised = tones.prefix(inversion).map { $0 + 12 }
        return tones.dropFirst(inversion) + raised
    }

    @Test("Every chord quality is recognised on every root", arguments: Chord.Quality.allCases)
    func qualities(quality: Chord.Quality) {
        for root in 0..<12 {
            let chord = Chord(root: root, quality: quality)
            let found = harmony([pitches(chord)]).spans.map(\.chord)
            // Symmetrical chords have no unique root; the bass decides.
            #expect(found == [chord], "\(chord) is read as \(found)")
        }
    }

    /// The others are ambiguous: Am7/C is C6, Csus2/G is Gsus4, Cmaj9/E contains Em7, and inversions of an augmented triad
    /// are augmented triads.
    static let invertible: [Chord.Quality] = [
        .major, .minor, .diminished, .dominant7, .major7, .minorMajor7, .dominant9,
    ]

    @Test("Inversions keep the root and name the bass note", arguments: invertible)
    func inversions(quality: Chord.Quality) {
        for root in [0, 3, 7, 10] {
            for inversion in 1..<min(4, quality.intervals.count) {
                let bass = (root + quality.intervals[inversion]) % 12
                let chord = Chord(root: root, quality: quality, bass: bass)
                let found = harmony([pitches(chord, inversion: inversion)]).spans.map(\.chord)
                #expect(found == [chord], "\(chord) is read as \(found)")
            }
        }
    }

    @Test("An arpeggio is one chord")
    func arpeggio() {
        let pattern = [[48], [55], [60], [64]]
        let notes = [0, 5, 9, 7].enumerated().flatMap { bar, root in
            pattern.enumerated().flatMap { beat, pitches in
                pitches.map {
                    let third = root == 9 && $0 == 64 ? -1 : 0
                    return Note(
                        startTick: bar * 1920 + beat * 480, durationTicks: 480, pitch: $0 + root + third, velocity: 80)
                }
            }
        }
        let score = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [Part(name: "Guitar", role: .chords, notes: notes)])
        #expect(Harmony(score).spans.map(\.chord.description) == ["C", "F", "Am", "G"])
    }

    @Test("A melody's passing notes do not change the chord")
    func passingNotes() {
        var score = TheoryTests.song(chords: [[48, 52, 55], [53, 57, 60]])
        let tune = [72, 74, 76, 77, 79, 77, 76, 74, 72, 74, 76, 77, 81, 79, 77, 76]
        let notes = tune.enumerated().map {
            Note(startTick: $0.offset * 240, durationTicks: 240, pitch: $0.element, velocity: 90)
        }
        score.parts.append(Part(name: "Tune", role: .melody, notes: notes))
        #expect(Harmony(score).spans.map(\.chord.description) == ["C", "F"])
    }

    @Test("A long silence has no chord; a short rest belongs to the previous chord")
    func rests() {
        let score = TheoryTests.song(chords: [[48, 52, 55], [], [45, 48, 52]])
        let stretches = Harmony(score).stretches(upTo: 3 * 1920)
        #expect(stretches.map(\.label) == ["C:maj", "N", "A:min"])
        #expect(stretches.map(\.startTick) == [0, 1920, 3840])
        #expect(Harmony(score).chord(at: 2000) == nil && Harmony(score).chord(at: 4000)?.description == "Am")
        var short = TheoryTests.song(chords: [[48, 52, 55], [48, 52, 55]])
        short.parts[0].notes.removeAll { $0.startTick == 480 || $0.startTick == 960 }
        #expect(Harmony(short).stretches(upTo: 3840).map(\.label) == ["C:maj"])
        #expect(Harmony(Score(tempoMap: TempoMap(ticksPerQuarter: 480))).stretches(upTo: 0).isEmpty)
    }

    @Test("Drums have no chords")
    func drums() {
        var score = TheoryTests.song(chords: [[36, 38, 42]])
        score.parts[0].role = .drums
        #expect(Harmony(score).spans.isEmpty && KeyEstimate(score) == nil)
    }

    @Test("Chords are named as in lead sheets and in annotations")
    func names() {
        let names = [
            Chord(root: 3, quality: .minor), Chord(root: 0, quality: .major7),
            Chord(root: 7, quality: .dominant7, bass: 11),
            Chord(root: 1, quality: .minor7), Chord(root: 11, quality: .halfDiminished),
            Chord(root: 10, quality: .suspended7, bass: 8),
        ]
        #expect(names.map(\.label) == ["Eb:min", "C:maj7", "G:7/3", "C#:min7", "B:hdim7", "Bb:sus4(b7)/b7"])
        #expect(names.map(\.description) == ["Ebm", "Cmaj7", "G7/B", "C#m7", "Bm7b5", "Bb7sus4/Ab"])
    }

    @Test("Roman numerals follow the key")
    func romanNumerals() {
        func numerals(_ key: String, _ chords: [(Int, Chord.Quality)]) -> [String] {
            guard let key = Key(key) else { return [] }
            return chords.map { Chord(root: $0.0, quality: $0.1).romanNumeral(in: key) }
        }
        #expect(numerals("C", [(0, .major), (2, .minor7), (7, .dominant7)]) == ["I", "ii7", "V7"])
        #expect(numerals("C", [(10, .major), (5, .minor6), (11, .halfDiminished)]) == ["bVII", "iv6", "viiø7"])
        #expect(numerals("Am", [(9, .minor), (4, .dominant7), (5, .major7)]) == ["i", "V7", "VImaj7"])
        #expect(numerals("Am", [(8, .diminished7), (0, .augmented), (10, .major)]) == ["#vii°7", "III+", "bII"])
        #expect(numerals("Eb", [(3, .major9), (0, .minor9), (8, .suspended2)]) == ["Imaj9", "vi9", "IVsus2"])
    }
}
