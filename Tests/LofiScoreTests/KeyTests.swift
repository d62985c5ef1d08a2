import Testing
@testable import LofiScore

@Suite("Keys")
struct KeyTests {
    /// Root-position triads by pitch class and third, one per bar.
    private func song(_ chords: [(root: Int, isMinor: Bool)]) -> Score {
        TheoryTests.song(
            chords: chords.map { root, isMinor in [36, 48, isMinor ? 51 : 52, 55].map { $0 + root } })
    }

    /// I vi IV V.
    private func major(_ tonic: Int) -> [(root: Int, isMinor: Bool)] {
        [(tonic, false), (tonic + 9, true), (tonic + 5, false), (tonic + 7, false)]
    }

    /// i VI iv V.
    private func minor(_ tonic: Int) -> [(root: Int, isMinor: Bool)] {
        [(tonic, true), (tonic + 8, false), (tonic + 5, true), (tonic + 7, false)]
    }

    @Test("Major and relative minor are distinguished by their chords", arguments: 0..<12)
    func relatives(tonic: Int) throws {
        let inMajor = major(tonic) + major(tonic) + [(tonic, false)]
        #expect(KeyEstimate(song(inMajor))?.key == Key(tonic: tonic, mode: .major))
        let inMinor = minor(tonic) + minor(tonic) + [(tonic, true)]
        #expect(KeyEstimate(song(inMinor))?.key == Key(tonic: tonic, mode: .minor))
    }

    @Test("A natural minor loop without a leading tone is minor: i VII VI VII")
    func aeolian() {
        let loop: [(root: Int, isMinor: Bool)] = [(9, true), (7, false), (5, false), (7, false)]
        #expect(KeyEstimate(song(loop + loop + [(9, true)]))?.key == Key(tonic: 9, mode: .minor))
    }

    @Test("A song that modulates up a semitone has two keys", arguments: [0, 4, 9])
    func modulation(tonic: Int) throws {
        let chords = Array(repeating: major(tonic), count: 6) + Array(repeating: major(tonic + 1), count: 5)
        let score = song(chords.flatMap { $0 })
        let spans = KeyMap(score).spans
        #expect(KeyEstimate(score)?.key == Key(tonic: tonic, mode: .major), "the key of the longer part")
        #expect(spans.map(\.key) == [Key(tonic: tonic, mode: .major), Key(tonic: tonic + 1, mode: .major)])
        let change = try #require(spans.last).startTick
        #expect(abs(change - 24 * 1920) <= 1920)
        #expect(spans.first?.startTick == 0 && spans.first?.endTick == change)
    }

    @Test("A borrowed chord, a secondary dominant and a bridge in the relative key do not change the key")
    func staysInKey() {
        let colours: [(root: Int, isMinor: Bool)] = [(0, false), (5, true), (10, false), (2, false), (7, false)]
        let bridge: [(root: Int, isMinor: Bool)] = [(9, true), (2, true), (4, true), (9, true)]
        let verse = major(0) + major(0)
        let whole = verse + colours + verse + bridge + bridge + verse + [(0, false)]
        let map = KeyMap(song(whole))
        #expect(map.spans.map(\.key) == [Key(tonic: 0, mode: .major)])
        #expect(map.key(at: 1920) == Key(tonic: 0, mode: .major) && map.key(at: -1) == nil)
    }

    @Test("A clear key has a higher confidence than an ambiguous one")
    func confidence() throws {
        let clear = try #require(KeyEstimate(song(major(0) + major(0) + [(0, false)])))
        let wavering: [(root: Int, isMinor: Bool)] = [(5, false), (7, false), (9, true), (5, false), (0, false)]
        let doubtful = try #require(KeyEstimate(song(wavering + wavering + [(9, true)])))
        #expect(clear.confidence > doubtful.confidence && clear.confidence < 1 && doubtful.confidence >= 0)
    }

    @Test("No notes, one note and random notes have no key")
    func noKey() {
        #expect(KeyEstimate(Score(tempoMap: TempoMap(ticksPerQuarter: 480))) == nil)
        #expect(KeyEstimate(TheoryTests.song(chords: [[60], [60], [60]])) == nil)
        #expect(KeyMap(TheoryTests.song(chords: [[60], [67], [60]])).spans.isEmpty)
        for seed in 0..<20 {
            var state = UInt64(seed)
            let notes = (0..<300).map { index in
                // Knuth's MMIX generator; its upper bits are even enough.
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Note(
                    startTick: index * 240, durationTicks: 240, pitch: 36 + Int(state >> 33) % 49, velocity: 80)
            }
            let score = Score(
                tempoMap: TempoMap(ticksPerQuarter: 480), parts: [Part(name: "Lot", role: .chords, notes: notes)])
            #expect(KeyEstimate(score) == nil && KeyMap(score).spans.isEmpty, "seed \(seed)")
        }
    }

    @Test("Keys are labelled as in annotations")
    func labels() {
        #expect(Key(tonic: 6, mode: .major).label == "Gb:maj" && Key(tonic: 3, mode: .minor).label == "Eb:min")
        for mode in Key.Mode.allCases {
            for tonic in 0..<12 { #expect(Key(Key(tonic: tonic, mode: mode).label) == Key(tonic: tonic, mode: mode)) }
        }
    }
}
