import LofiScore
import Testing
@testable import LofiGenerate

@Suite("Tokens of the write-up")
struct WordTests {
    @Test("The normal order of each of the 4,095 sets equals music21's")
    func normalOrder() {
        // Hash of the names of all sets, bit by bit from C, one per line, as printed by music21 10.5.1.
        var names = ""
        for set in 1..<4096 {
            let order = NormalOrder.of((0..<12).filter { set >> $0 & 1 == 1 })
            names += order.map(String.init).joined(separator: ".") + "\n"
        }
        #expect(ContentHash(names.utf8).description == "7739e2918a72b79f")
        #expect(NormalOrder.of([68, 69, 50, 55]) == [7, 8, 9, 2] && NormalOrder.of([60, 72]) == [0])
    }

    @Test(
        "Notes are spelt as by music21 and parsed back",
        arguments: [(60, "C4"), (63, "E-4"), (54, "F#3"), (46, "B-2"), (68, "G#4"), (0, "C-1"), (127, "G9")])
    func pitchNames(pitch: Int, name: String) {
        #expect(PitchName.of(pitch) == name && PitchName.pitch(name) == pitch)
        #expect(NoteChordToken(name: name)?.kind == .note(pitch))
    }

    @Test(
        "Invalid token names are rejected",
        arguments: ["", "H4", "C", "C99", "12", "0..4", "0.C4", "|0", "@24", ":5", ":x", "."])
    func noWords(name: String) { #expect(NoteChordToken(name: name) == nil) }

    @Test("A vocabulary has unique names in the order of Python's sorted(), and is restored from them")
    func vocabulary() throws {
        let names = ["C4", "0.4.7", "E-4", "11", "2", "C4", "F#3", "|16", ":4", "@0", "C3.G3"]
        let vocabulary = Vocabulary(names.compactMap { NoteChordToken(name: $0) })
        #expect(
            vocabulary.names == ["0.4.7", "11", "2", ":4", "@0", "C3.G3", "C4", "E-4", "F#3", "|16"])
        #expect(vocabulary.index(of: NoteChordToken(.note(60))) == 6 && vocabulary[6].kind == .note(60))
        #expect(vocabulary.index(of: NoteChordToken(.note(61))) == nil)
        #expect(Vocabulary(names: vocabulary.names) == vocabulary)
        #expect(Vocabulary(names: ["C4", "0.4.7"]) == nil && Vocabulary(names: ["what"]) == nil)
    }

    /// Two hands: onset and duration in quarters, and MIDI keys.
    private static func score(_ hands: [[(Double, Double, [Int])]]) -> Score {
        let parts = hands.enumerated().map { index, strikes in
            let notes = strikes.flatMap { start, length, pitches in
                pitches.map {
                    Note(startTick: Int(start * 480), durationTicks: Int(length * 480), pitch: $0, velocity: 80)
                }
            }
            return Part(name: "\(index)", role: .chords, notes: notes)
        }
        return Score(tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 85), parts: parts)
    }

    @Test("Notes that start and end together form a chord, including strums; the write-up reads only the first part")
    func gathering() {
        let score = Self.score([
            [(0, 1.4, [58, 60]), (0.1, 1.4, [65]), (1.5, 1, [60]), (1.5, 2, [64])], [(0, 1, [46]), (2, 1, [39, 51])],
        ])
        #expect(NoteChordCoding(.asWritten).tokens(of: score).map(\.name) == ["10.0.5", "C4", "E4"])
        #expect(
            NoteChordCoding(.bothHands).tokens(of: score).map(\.name) == ["10.0.5", "B-2", "C4", "E4", "3"])
    }

    @Test("Less than a sixteenth apart is a chord, a sixteenth is not; notes over a bar line are repeated")
    func edges() {
        let apart = Self.score([[(0, 2, [60]), (0.25, 1.75, [64])]])
        #expect(NoteChordCoding(.asWritten).tokens(of: apart).map(\.name) == ["C4", "E4"])
        let together = Self.score([[(0, 2, [60]), (0.24, 1.75, [64])]])
        #expect(NoteChordCoding(.asWritten).tokens(of: together).map(\.name) == ["0.4"])
        let tied = Self.score([[(3, 6, [60]), (4.5, 1, [64])]])
        #expect(NoteChordCoding(.asWritten).tokens(of: tied).map(\.name) == ["C4", "C4", "E4", "C4"])
    }

    @Test("Onsets and durations are quantised to quarters and thirds as by music21")
    func notationGrid() {
        // Twelfths of a quarter; POP909 594, whose lengths fill no gap in thirds, and a triplet, whose do.
        #expect([36.5167, 36.7667, 0.34, 0.66, 0.125, 0.9].map(NotationGrid.nearest) == [438, 441, 4, 8, 0, 12])
        let lengths: [(Double, Int?, Int)] = [
            (0.3354, 6, 3), (0.4021, 6, 6), (0.6188, 30, 6), (0.33, 4, 4), (0.01, 3, 3), (0.35, nil, 4), (1, 12, 12),
        ]
        for (quarters, gap, twelfths) in lengths {
            #expect(NotationGrid.length(quarters, gap: gap) == twelfths, "\(quarters)")
        }
    }

    @Test("Tokens decode as in the write-up: an eighth apart, a quarter long, chords around middle C")
    func decoding() throws {
        let words = ["C4", "7.11.2", "E-4"].compactMap { NoteChordToken(name: $0) }
        let notes = try #require(NoteChordCoding(.asWritten).score(of: words).parts.first).notes
        #expect(notes.map(\.startTick) == [0, 240, 240, 240, 480])
        #expect(notes.allSatisfy { $0.durationTicks == 480 })
        #expect(notes.map(\.pitch) == [60, 62, 67, 71, 63])
    }

    @Test("Close voicing keeps the chord and reduces voice movement")
    func voicing() {
        let words = ["0.3.7", "11.3.6", "0.3.7", "10.2.5", "0.3.7"].compactMap { NoteChordToken(name: $0) }
        func moves(_ close: Bool) -> Int {
            let notes = NoteChordCoding(.asWritten).score(of: words, closeVoicing: close).parts[0].notes
            let chords = words.indices.map { index in notes.filter { $0.startTick == index * 240 }.map(\.pitch) }
            #expect(
                chords.map { NormalOrder.of($0) } == [[0, 3, 7], [11, 3, 6], [0, 3, 7], [10, 2, 5], [0, 3, 7]])
            return zip(chords, chords.dropFirst()).reduce(0) { sum, pair in
                sum + zip(pair.0.sorted(), pair.1.sorted()).reduce(0) { $0 + abs($1.0 - $1.1) }
            }
        }
        #expect(moves(true) * 2 < moves(false))
    }
}
