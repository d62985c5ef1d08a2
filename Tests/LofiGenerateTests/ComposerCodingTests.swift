import LofiPlugin
import LofiScore
import Testing
@testable import LofiGenerate

@Suite struct ComposerCodingTests {
    /// Random music on the grid: all voices, durations, velocities and meters, with recurring sections.
    static func sketch(seed: UInt64) -> Sketch {
        var random = RandomStream(seed: seed, place: "sketch")
        func draw(_ range: Range<Int>) -> Int { range.lowerBound + Int(random.unit() * Double(range.count)) }
        var sketch = Sketch(
            style: "pop", key: Key(tonic: draw(0..<12), mode: random.chance(0.5) ? .minor : .major),
            beatsPerMinute: Double(draw(60..<140)))
        var letters = 0
        for _ in 0..<draw(1..<5) {
            let letter = min(draw(0..<letters + 1), Sketch.letterCount - 1)
            letters = max(letters, letter + 1)
            let length = random.chance(0.8) ? 16 : draw(1..<25)
            let bars = (0..<draw(1..<9)).map { _ in
                var bar = Sketch.Bar(length: length)
                bar.chords = [.init(position: 0, chord: Chord(root: draw(0..<12), quality: .minor7))]
                if length > 8, random.chance(0.5) { bar.chords.append(.init(position: 8, chord: nil)) }
                bar.notes = (0..<draw(0..<20)).map { _ in
                    Sketch.Note(
                        voice: Sketch.Voice.allCases[draw(0..<3)], position: draw(0..<length), pitch: draw(0..<128),
                        length: draw(1..<100), velocity: draw(0..<8))
                }
                bar.tidy()
                return bar
            }
            sketch.sections.append(.init(letter: letter, bars: bars))
        }
        sketch.findSimilarities()
        return sketch
    }

    @Test(arguments: 0..<200)
    func wordsSayASketchWithoutLoss(_ seed: Int) {
        let sketch = Self.sketch(seed: UInt64(seed))
        let words = sketch.words(style: 3)
        var reader = ComposerReader()
        for (index, word) in words.enumerated() {
            #expect(
                reader.allows(word), "word \(index), \(word), is forbidden after \(String(describing: reader.last))")
            guard reader.allows(word) else { return }
            let rows = ComposerSituation.rows(reader)
            #expect(rows.count == ComposerSituation.width)
            #expect(rows.allSatisfy { (-1..<Int16(ComposerSituation.rowCount)).contains($0) })
            reader.hear(word)
        }
        #expect(reader.phase == .done)
        #expect(
            reader.sketch(
                styles: ["", "", "", "pop"], key: sketch.key, beatsPerMinute: sketch.beatsPerMinute) == sketch)
    }

    /// A bar equal to the one it refers to is predicted word for word by the repetition.
    @Test(arguments: 0..<40)
    func whatWouldRepeatABarTellsItAgain(_ seed: Int) throws {
        var sketch = Self.sketch(seed: UInt64(seed))
        sketch.sections = [sketch.sections[0], sketch.sections[0]]
        sketch.sections[0].letter = 0
        sketch.sections[1].letter = 0
        for index in sketch.sections.indices {
            for bar in sketch.sections[index].bars.indices {
                // Durations of one word, and one velocity, which is written only once.
                for note in sketch.sections[index].bars[bar].notes.indices {
                    sketch.sections[index].bars[bar].notes[note].velocity = 3
                    sketch.sections[index].bars[bar].notes[note].length %= 32
                    sketch.sections[index].bars[bar].notes[note].length += 1
                }
                sketch.sections[index].bars[bar].similarity = index == 0 ? .new : .section
                sketch.sections[index].bars[bar].tuneSimilarity = index == 0 ? .new : .section
            }
        }
        var reader = ComposerReader()
        var (told, asked) = (0, 0)
        for word in sketch.words(style: 0) {
            if reader.sections.count == 2, reader.last != .notes, word != .end {
                switch word {
                case .like, .tuneLike: break
                default:
                    asked += 1
                    told += reader.repetition == word ? 1 : 0
                }
            }
            reader.hear(word)
        }
        #expect(asked > 2)
        #expect(told == asked, "\(asked - told) of \(asked) words were not told")
    }

    @Test func everyWordHasItsNumber() {
        for number in 0..<ComposerWord.count { #expect(ComposerWord(number: number).number == number) }
    }

    /// Any sequence drawn from the permitted words decodes to a song that can be encoded again.
    @Test(arguments: 0..<30)
    func whatTheGrammarAllowsIsASong(_ seed: Int) {
        var random = RandomStream(seed: UInt64(seed), place: "grammar")
        var reader = ComposerReader()
        var count = 0
        while reader.phase != .done, count < 3000 {
            let allowed = reader.allowed.flatMap { Array($0) }
            #expect(!allowed.isEmpty, "nothing may follow \(String(describing: reader.last))")
            guard !allowed.isEmpty else { return }
            reader.hear(ComposerWord(number: allowed[Int(random.unit() * Double(allowed.count))]))
            count += 1
        }
        let sketch = reader.sketch(styles: [], key: Key(tonic: 0, mode: .major), beatsPerMinute: 80)
        for bar in sketch.bars {
            #expect(Set(bar.notes.map { [$0.position, $0.voice.rawValue, $0.pitch] }).count == bar.notes.count)
            #expect(bar.notes.allSatisfy { $0.position < bar.length && $0.position >= 0 })
        }
    }

    @Test(arguments: 0..<12)
    func aSketchPlayedIsHeardAgain(_ tonic: Int) throws {
        // A four-bar loop in each key: chords, bass and melody.
        let key = Key(tonic: tonic, mode: .major)
        let loop = [(2, Chord.Quality.minor7), (7, .dominant7), (0, .major7), (9, .minor7)]
        var sketch = Sketch(style: "pop", key: key, beatsPerMinute: 84)
        let bars = (0..<16).map { index in
            let (root, quality) = loop[index % 4]
            var bar = Sketch.Bar()
            bar.chords = [.init(position: 0, chord: Chord(root: root, quality: quality))]
            bar.notes = [Sketch.Note(voice: .bass, position: 0, pitch: 36 + root, length: 8, velocity: 5)]
            bar.notes += [0, 8].flatMap { position in
                quality.intervals.map {
                    Sketch.Note(
                        voice: .chords, position: position, pitch: 55 + (root + $0 + 5) % 12, length: 8, velocity: 4)
                }
            }
            bar.notes += [0, 3, 6, 10].enumerated().map { place, position in
                Sketch.Note(
                    voice: .melody, position: position, pitch: 72 + [0, 2, 4, 7][(place + index) % 4], length: 2,
                    velocity: 6)
            }
            bar.tidy()
            return bar
        }
        sketch.sections = [.init(letter: 0, bars: bars)]
        let heard = try #require(SketchReading.sketch(of: sketch.score(), style: "pop"))
        #expect(heard.key == key)
        #expect(heard.barCount == 16)
        #expect(heard.bars.map(\.notes) == bars.map(\.notes))
        let chords = heard.bars.map { $0.chord(at: 0)?.root }
        #expect(zip(chords, bars).count { $0 == $1.chord(at: 0)?.root } >= 15)
    }

    // MARK: References to earlier bars

    private static func bar(_ notes: [(Sketch.Voice, Int, Int)]) -> Sketch.Bar {
        var bar = Sketch.Bar()
        bar.notes = notes.map { Sketch.Note(voice: $0, position: $1, pitch: $2, length: 2, velocity: 4) }
        return bar
    }

    @Test("Accompaniment and melody each refer to the most similar bar; rhythm counts for a quarter")
    func similarities() {
        let vamp: [(Sketch.Voice, Int, Int)] = [(.bass, 0, 36), (.chords, 4, 60), (.chords, 4, 64), (.chords, 12, 60)]
        let other: [(Sketch.Voice, Int, Int)] = [(.bass, 2, 41), (.chords, 6, 65), (.chords, 10, 69)]
        let tune: [(Sketch.Voice, Int, Int)] = [(.melody, 0, 76), (.melody, 6, 74), (.melody, 10, 72)]
        let answer: [(Sketch.Voice, Int, Int)] = [(.melody, 3, 67), (.melody, 9, 69)]
        // The rhythm of the vamp, and one of its four notes.
        let moved: [(Sketch.Voice, Int, Int)] = [(.bass, 0, 36), (.chords, 4, 59), (.chords, 4, 65), (.chords, 12, 62)]
        var sketch = Sketch(style: "pop", key: Key(tonic: 0, mode: .major), beatsPerMinute: 80)
        sketch.sections = [
            .init(letter: 0, bars: [Self.bar(vamp + tune), Self.bar(other + answer)]),
            .init(letter: 1, bars: [Self.bar(vamp + answer), Self.bar(moved)]),
            .init(letter: 0, bars: [Self.bar(other + tune), Self.bar(other + answer)]),
        ]
        sketch.findSimilarities()
        let bars = sketch.bars
        #expect(bars.map(\.similarity) == [.new, .new, .two, .one, .new, .section])
        #expect(bars.map(\.tuneSimilarity) == [.new, .new, .one, .new, .section, .section])

        // The reader combines the two bars into one.
        var reader = ComposerReader()
        for word in sketch.words(style: 0) {
            reader.hear(word)
            guard reader.bar == 2, case .tuneLike = word else { continue }
            let taken = reader.reference?.notes.map { [$0.voice.rawValue, $0.position, $0.pitch] }
            #expect(
                taken == [[0, 0, 36], [2, 3, 67], [1, 4, 60], [1, 4, 64], [2, 9, 69], [1, 12, 60]],
                "\(String(describing: taken))")
        }
    }

    @Test("A sparse intro and ending are removed, and the rest starts with A")
    func thinEnds() {
        let full: [(Sketch.Voice, Int, Int)] = (0..<8).map { (.chords, $0 * 2, 60 + $0) }
        let thin: [(Sketch.Voice, Int, Int)] = [(.chords, 0, 60)]
        var sketch = Sketch(style: "pop", key: Key(tonic: 0, mode: .major), beatsPerMinute: 80)
        sketch.sections = [(0, thin), (1, full), (2, full), (1, full), (2, thin), (1, full), (3, thin)].map {
            letter, notes in .init(letter: letter, bars: [Self.bar(notes), Self.bar(notes)])
        }
        let core = sketch.withoutThinEnds
        #expect(core.sections.map(\.letter) == [0, 1, 0, 1, 0])
        #expect(core.sections.map { $0.bars[0].notes.count } == [8, 8, 8, 1, 8])
        #expect(core.bars[4].similarity == .section)
        #expect(core.withoutThinEnds == core)
    }
}
