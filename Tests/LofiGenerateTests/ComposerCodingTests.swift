import LofiCore
import LofiScore
import Testing

@testable import LofiGenerate

@Suite struct ComposerCodingTests {
    /// Any music on the grid: every voice, length, strength and meter, with sections that return.
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
        sketch.findLikenesses()
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

    @Test func everyWordHasItsNumber() {
        for number in 0..<ComposerWord.count { #expect(ComposerWord(number: number).number == number) }
    }

    /// Whatever is drawn among the words allowed, a song comes out that can be said again.
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
        // Four bars of a loop in each key: chords, bass and tune.
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
}
