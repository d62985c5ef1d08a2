import LofiNeural
import LofiPlugin
import LofiScore
import Testing
@testable import LofiGenerate

@Suite struct ComposerTests {
    /// An untrained model, since the tests hold for any weights; it is only biased towards few notes per bar.
    static let model: ComposerModel = {
        var shape = ComposerNetwork<Float>.Shape()
        (shape.embedding, shape.hidden) = (8, [12, 12])
        let network = ComposerNetwork<Float>(shape, seed: 4)
        let bias = network.weights[network.weights.count - 1]
        for number in ComposerWord.pitches { bias.value[number] = -3 }
        for number in ComposerWord.velocities { bias.value[number] = -2 }
        for number in ComposerWord.positions { bias.value[number] = 1 }
        let header = ModelHeader(kind: ComposerModel.kind, corpus: .init(digest: "", files: 0), licence: "")
        return ComposerModel(
            header: header, styles: ["pop", "lofi"], network: network)
    }()

    static func song(_ seed: UInt64 = 1, _ change: (inout ComposerWishes) -> Void) throws -> Sketch {
        var wishes = ComposerWishes()
        wishes.bars = 6
        change(&wishes)
        return try Composer(model, wishes).compose(
            Sampling(temperature: 1, topP: 0.9), random: RandomStream(seed: seed, place: "test"))
    }

    @Test func gradientsAgreeWithFiniteDifferencesUnderDropout() {
        var shape = ComposerNetwork<Double>.Shape()
        (shape.rows, shape.rowsAtOnce, shape.words, shape.embedding, shape.hidden) = (15, 3, 6, 4, [5, 4])
        shape.repetitions = 9
        let network = ComposerNetwork<Double>(shape, seed: 2)
        let examples = [
            ComposerNetwork<Double>.Example(rows: [0, 8, 9, 1, -1, 13, 5, 7, -1, 3, 6, 14], targets: [1, 4, 0, 5]),
            ComposerNetwork<Double>.Example(rows: [2, 6, -1, 1, 1, 12, -1, 7, 10, 4, 4, 11], targets: [3, 3, -1, -1]),
        ]
        #expect(MelodyVAENetworkTests.largestError(network, examples) < 1e-5)
    }

    @Test func theSameChanceGivesTheSameSong() throws {
        #expect(try Self.song(3) { _ in } == Self.song(3) { _ in })
        #expect(try Self.song(3) { _ in } != Self.song(4) { _ in })
    }

    @Test(arguments: 1...8)
    func songsHaveTheBarsAndTheFormAskedFor(_ bars: Int) throws {
        let song = try Self.song(3) { ($0.bars, $0.form) = (bars, [0, 0, 1, 0]) }
        #expect(song.barCount == bars)
        let length = (bars + 3) / 4
        #expect(song.sections.map(\.letter) == (0..<(bars + length - 1) / length).map { [0, 0, 1, 0][$0 % 4] })
        #expect(song.bars.contains { !$0.notes.isEmpty })
    }

    @Test("Without a requested form, the next section's letter is drawn from letters only")
    func lettersAreDrawn() throws {
        // An untrained network finds the old letter and a new one about equally likely.
        let second = try (1...30 as ClosedRange<UInt64>).map { seed in
            try Self.song(seed) { $0.bars = 9 }.sections[1].letter
        }
        #expect((6...24).contains(second.count { $0 == 1 }), "\(second)")
        #expect(second.allSatisfy { $0 <= 1 })
    }

    @Test("Without a requested key it varies with the seed; a requested mode is kept")
    func keysAreDrawn() throws {
        let keys = try (1...12 as ClosedRange<UInt64>).map { seed in try Self.song(seed) { $0.mode = .minor }.key }
        #expect(Set(keys.map(\.tonic)).count > 3 && keys.allSatisfy { $0.mode == .minor })
    }

    @Test("A song ends on its tonic far more often than an untrained network would")
    func songsEndOnTheirTonic() throws {
        let last = try (1...40 as ClosedRange<UInt64>).map { seed in
            let song = try Self.song(seed) { ($0.bars, $0.mode) = (2, .major) }
            return song.bars[song.bars.count - 1].chords.last?.chord
        }
        // One in twenty-four by chance.
        #expect(last.count { $0?.root == 0 && $0?.quality.isMinor == false } >= 6)
    }

    @Test func chordsAskedForAreThePlan() throws {
        let row = try ChordRow("Dm9 G13 | Cmaj9 | Am7 |")
        #expect(row.key == Key(tonic: 0, mode: .major))
        let song = try Self.song { ($0.bars, $0.chords) = (4, row.moved(from: row.key)) }
        #expect(
            song.bars.map { $0.chords.map { $0.chord?.description } } == [
                ["Dm9", "G9"], ["Cmaj9"], ["Am7"], ["Dm9", "G9"],
            ])
        #expect(song.bars[0].chords.map(\.position) == [0, 8])
    }

    /// A melody with rests, a pickup, chords of its own and long notes.
    static func tune() -> Sketch {
        var sketch = Sketch(style: "", key: Key(tonic: 7, mode: .major), beatsPerMinute: 90)
        let bars = (0..<5).map { index in
            var bar = Sketch.Bar()
            bar.notes =
                index == 2
                ? []
                : [0, 3, 7, 14].map {
                    .init(voice: .melody, position: $0, pitch: 70 + $0 % 5, length: 3, velocity: $0 % 8)
                }
            if index == 4 { bar.notes.append(.init(voice: .melody, position: 15, pitch: 90, length: 1, velocity: 7)) }
            return bar
        }
        sketch.sections = [.init(letter: 0, bars: Array(bars[..<3])), .init(letter: 1, bars: Array(bars[3...]))]
        sketch.endNotes()
        return sketch
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func aTuneIsHarmonisedWithoutChangingIt(_ seed: UInt64) throws {
        let tune = Self.tune()
        let song = try Self.song(seed) { $0.melody = tune }
        #expect(song.bars.map { $0.notes.filter { $0.voice == .melody } } == tune.bars.map(\.notes))
        #expect(song.key == tune.key)
        #expect(song.bars.contains { $0.notes.contains { $0.voice != .melody } })
    }

    @Test func chordsOfATuneBearIt() throws {
        // C E G in every bar: chords in C major are sampled far more often than by chance.
        var tune = Self.tune()
        var bar = Sketch.Bar()
        bar.notes = [60, 64, 67, 72].enumerated().map {
            .init(voice: .melody, position: $0 * 4, pitch: $1, length: 4, velocity: 4)
        }
        tune.sections = [.init(letter: 0, bars: [Sketch.Bar](repeating: bar, count: 8))]
        let chords = try (0..<10 as Range<UInt64>).flatMap { seed in
            try Self.song(seed) { $0.melody = tune }.bars.compactMap { $0.chord(at: 0) }
        }
        let tones: Set = [0, 4, 7]
        let bearing = chords.count { Set($0.pitchClasses.map { $0 % 12 }).isSuperset(of: tones) }
        #expect(Double(bearing) > 0.4 * Double(chords.count))
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func whatIsContinuedStandsAtTheBeginning(_ seed: UInt64) throws {
        var song = ComposerCodingTests.sketch(seed: seed)
        song.endNotes()
        let longer = try Self.song(seed) { ($0.song, $0.bars) = (song, 3) }
        #expect(longer.barCount == song.barCount + 3)
        // The last notes may now be longer, so only onsets are compared.
        func struck(_ bars: ArraySlice<Sketch.Bar>) -> [[[Int]]] {
            bars.map { $0.notes.map { [$0.position, $0.voice.rawValue, $0.pitch, $0.velocity] } }
        }
        #expect(struck(longer.bars.prefix(song.barCount)) == struck(song.bars[...]))
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func onlyTheBarsNamedArePlayedAnew(_ seed: UInt64) throws {
        var song = ComposerCodingTests.sketch(seed: 40 + seed)
        song.endNotes()
        let last = song.barCount - 1
        let other = try Self.song(seed) { ($0.song, $0.replaced) = (song, last..<last + 1) }
        #expect(other.barCount == song.barCount)
        #expect(other.bars.dropLast().map(\.chords) == song.bars.dropLast().map(\.chords))
        #expect(
            other.bars.dropLast().map { $0.notes.map(\.pitch) } == song.bars.dropLast().map { $0.notes.map(\.pitch) })
        #expect(other.bars[last].chords == song.bars[last].chords)
    }

    @Test func densityThinsAndFills() throws {
        func notes(_ density: Double) throws -> Int {
            try (1...8 as ClosedRange<UInt64>).map { seed in
                try Self.song(seed) { $0.density = density }.bars.reduce(0) { $0 + Set($1.notes.map(\.position)).count }
            }.reduce(0, +)
        }
        let (sparse, usual, dense) = try (notes(0.4), notes(1), notes(2.5))
        #expect(sparse < usual && usual < dense)
    }

    @Test func aModelFileGivesTheSameSongs() throws {
        // 16-bit numbers in both cases.
        let first = try ComposerModel(Self.model.file().bytes(.half))
        let second = try ComposerModel(first.file().bytes(.half))
        let songs = try [first, second].map {
            try Composer($0, ComposerWishes()).compose(
                Sampling(temperature: 1, topP: 1), random: RandomStream(seed: 1, place: "test"))
        }
        #expect(songs[0] == songs[1])
        #expect(throws: GenerationError.self) {
            var wishes = ComposerWishes()
            wishes.music = "polka"
            _ = try Composer(first, wishes)
        }
    }
}
