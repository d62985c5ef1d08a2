import LofiPlugin
import LofiScore
import Testing
@testable import LofiGenerate

@Suite("Requested chords")
struct ChordBindingTests {
    /// Required semitones above the root for each symbol, and its bass.
    static let symbols: [(String, root: Int, required: Set<Int>, bass: Int)] = [
        ("E7", 4, [0, 4, 10], 4), ("Fm7", 5, [0, 3, 10], 5), ("Db13", 1, [0, 2, 4, 9, 10], 1), ("C/D", 0, [0, 4], 2),
        ("G7b9", 7, [0, 1, 4, 10], 7), ("G7(#11)", 7, [0, 4, 6, 10], 7), ("C13#11", 0, [0, 2, 4, 6, 9, 10], 0),
        ("F#m7b5", 6, [0, 3, 6, 10], 6), ("A7alt", 9, [0, 1, 4, 8, 10], 9), ("Bb5", 10, [0, 7], 10),
        ("Dsus4", 2, [0, 5], 2), ("C6/9", 0, [0, 2, 4, 9], 0), ("Dm11", 2, [0, 2, 3, 5, 10], 2),
        ("Cmaj7#11/E", 0, [0, 4, 6, 11], 4), ("Gadd9", 7, [0, 2, 4], 7), ("E7b13", 4, [0, 4, 8, 10], 4),
    ]

    @Test("A symbol defines its required tones and its bass", arguments: symbols.map(\.0))
    func symbol(_ text: String) throws {
        let wanted = try #require(Self.symbols.first { $0.0 == text })
        let symbol = try #require(ChordSymbol(text))
        #expect(Set(symbol.requiredPitchClasses.map { ($0 - wanted.root + 12) % 12 }) == wanted.required)
        #expect(symbol.bass == wanted.bass)
        #expect(symbol.transposed(by: 12) == symbol)
        #expect(symbol.transposed(by: -1).bass == (wanted.bass + 11) % 12)
    }

    @Test(arguments: ["", "H7", "C7b", "b9", "C/X", "Cfoo", "alt"])
    func whatIsNotAChordIsRefused(_ text: String) { #expect(ChordSymbol(text) == nil) }

    /// Chords outside every key, inversions, suspensions, half-diminished and altered chords.
    static let rows = [
        "C | E7 | Am/G | F", "Cmaj7 | Fm7 | Em7b5 A7b9 | Db13", "Gsus4 G7 | Cmaj7#11", "F#m7 B7alt | Emaj9",
        "Bbm7 | Eb7 | Abmaj7 | C6/9", "C/D",
    ]

    /// Every span of the progression in a four-bar song.
    private func check(_ song: Score, _ text: String) throws {
        let row = try ChordRow(text)
        let played = song.parts.filter { $0.role == .bass || $0.role == .chords }.flatMap(\.notes)
        let bars = MeterMap(ticksPerQuarter: song.ticksPerQuarter).bars(upTo: 4 * 4 * song.ticksPerQuarter)
        for span in row.spans(over: bars, ticksPerQuarter: song.ticksPerQuarter) {
            let sounding = played.filter { $0.startTick < span.endTick && $0.endTick > span.startTick }
            let classes = Set(sounding.map { $0.pitch % 12 })
            #expect(
                classes.isSuperset(of: span.symbol.requiredPitchClasses), "\(text) at \(span.startTick): \(classes)")
            let allowed = Set(span.symbol.pitchClasses + [span.symbol.bass])
            #expect(classes.isSubset(of: allowed), "\(text) at \(span.startTick): \(classes)")
            #expect(sounding.map(\.pitch).min().map { $0 % 12 } == span.symbol.bass)
        }
    }

    @Test("The composer plays only the requested chords below the melody, whatever its weights", arguments: rows)
    func composer(_ text: String) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let row = try ChordRow(text)
            var song = try ComposerTests.song(seed) {
                ($0.bars, $0.key, $0.chords) = (4, row.key, row.moved(from: row.key))
            }.score()
            row.bind(&song)
            try check(song, text)
        }
    }

    @Test("The rules do so as well, also in a requested key", arguments: rows)
    func rules(_ text: String) throws {
        let generator = try RuleGenerator(settings: Settings(["chords": .text(text)], for: RuleGenerator.parameters))
        for key in [nil, "C", "F# minor"] {
            let request = GenerationRequest(bars: 4, seed: 3, key: key.flatMap { Key($0) })
            var random = RandomStream(seed: 3, place: "rules")
            try check(generator.generate(request, random: &random), text)
        }
    }

    @Test("A key that does not suit the chords is ignored with a note")
    func keyBesideChords() throws {
        let row = try ChordRow("Dm9 G13 | Cmaj9")
        #expect(row.key(asked: Key("C"), nil) == Key("C") && row.remarks(on: Key("C")).isEmpty)
        #expect(row.key(asked: Key("F#"), nil) == Key("C"))
        #expect(row.remarks(on: Key("F#")).first?.contains("F# major") == true)
        #expect(row.key(asked: nil, .minor).mode == .minor)
    }

    @Test("Notes that already fit are unchanged")
    func nothingToMend() throws {
        var song = try RuleGeneratorTests.song(2, ["chords": .text("Dm7 | G7 | Cmaj7 | Am7")], bars: 4)
        let before = song
        try ChordRow("Dm7 | G7 | Cmaj7 | Am7").bind(&song)
        #expect(song == before)
    }
}
