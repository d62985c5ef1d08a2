import Glibc
import LofiPlugin
import LofiScore

/// A song while it is being written: the words so far, what the network makes of them, and chance.
struct Composition {
    private(set) var reader = ComposerReader()
    /// Its own copy of what is in use while it thinks, so that songs can be written side by side.
    private let network: ComposerNetwork<Float>
    private let memory: ComposerNetwork<Float>.Memory
    private let sampling: Sampling
    private var random: RandomStream
    private let density: Double
    /// The chords that were asked for, by bar and position: bass and chords play nothing else.
    private var bound: [Int: [(position: Int, symbol: ChordSymbol)]] = [:]
    /// Those of the word to come; nil until they are asked for.
    private var probabilities: [Float]?

    init(_ model: ComposerModel, sampling: Sampling, density: Double, random: RandomStream) {
        (self.sampling, self.density, self.random) = (sampling, density, random)
        network = model.network.replica()
        memory = ComposerNetwork<Float>.Memory(network)
    }

    /// The network has to hear every moment, whether its word is drawn or given.
    private mutating func expectations() -> [Float] {
        if let probabilities { return probabilities }
        let heard = network.hear(ComposerSituation.rows(reader), memory)
        probabilities = heard
        return heard
    }

    mutating func say(_ word: ComposerWord) {
        _ = expectations()
        reader.hear(word)
        probabilities = nil
    }

    mutating func say(_ words: [ComposerWord]) { for word in words { say(word) } }

    /// What repeats is drawn so much more often than learnt: a song that strays for a word comes back, while here each
    /// slip makes the next one likelier. 1.5 gives what is taken up the likeness that it has in songs.
    private static let repetitionWeight: Float = 1.5
    /// In a plan top-p cuts off so much of the probability that it cuts off elsewhere, 0…1: a rare chord is a colour, a rare
    /// note a slip.
    private static let cutInPlans = 0.4

    /// Draws among what the grammar allows.
    /// - Parameter weigh: changes what is likely; 0 forbids.
    /// - Returns: the word, not said yet.
    private mutating func draw(_ weigh: (inout [Float], ComposerReader) -> Void) -> ComposerWord {
        let all = expectations()
        var weighed = [Float](repeating: 0, count: all.count)
        // Nothing that is allowed is impossible: however sure the network is, there is a way on.
        for range in reader.allowed { for number in range { weighed[number] = max(all[number], 1e-9) } }
        if reader.phase == .playing, let word = reader.repetition { weighed[word.number] *= Self.repetitionWeight }
        weigh(&weighed, reader)
        var sampling = sampling
        if reader.phase == .planning { sampling.topP = 1 - (1 - sampling.topP) * Self.cutInPlans }
        guard let number = sampling.choose(weighed, &random) else {
            preconditionFailure("no word may follow \(String(describing: reader.last))")
        }
        return ComposerWord(number: number)
    }

    // MARK: Form

    /// Any tonic; the mode as learnt where none is given.
    mutating func drawKey(_ given: Key.Mode?) -> Key {
        let drawn = draw { _, _ in }
        let tonic = Int(random.unit() * 12)
        guard given == nil, case .mode(let mode) = drawn else { return Key(tonic: tonic, mode: given ?? .major) }
        return Key(tonic: tonic, mode: mode)
    }

    /// The letter of the next section as learnt.
    mutating func drawLetter() -> Int {
        let word = draw { weighed, _ in
            // That the last bar is done was decided before.
            for number in weighed.indices where !ComposerWord.sections.contains(number) { weighed[number] = 0 }
        }
        guard case .section(let letter, _) = word else { preconditionFailure("\(word) for a section") }
        return letter
    }

    mutating func beginSection(_ letter: Int) {
        say(.section(letter, again: reader.sections.contains { $0.letter == letter }))
    }

    // MARK: Plan

    /// Plans a section of so many bars.
    /// - Parameters:
    ///   - endsSong: its last chord tends to be the tonic.
    ///   - length: of a bar of the section, in sixteenths.
    ///   - chords: of a bar of the section; nil draws them.
    ///   - tune: the melody that the chords of a bar of the section have to bear.
    mutating func plan(
        bars: Int, length: (Int) -> Int, endsSong: Bool, chords: (Int) -> [ChordSymbol]?, tune: (Int) -> [Sketch.Note]
    ) {
        for bar in 0..<bars {
            say(.bar(length(bar)))
            if let given = chords(bar) {
                let changes = ChordRow.changes(given, length: length(bar))
                bound[reader.bars.count - 1] = zip(changes, given).map { ($0.position, $1) }
                for change in changes {
                    say(
                        change.position == 0
                            ? [.chord(change.chord)] : [.position(change.position), .chord(change.chord)])
                }
            } else {
                drawChords(tune(bar), endsSong: endsSong && bar == bars - 1)
            }
        }
        say(.notes)
    }

    private mutating func drawChords(_ tune: [Sketch.Note], endsSong: Bool) {
        say(drawChord(tune, endsSong: endsSong))
        while true {
            let word = draw { weighed, reader in
                // Going on to another bar or to the notes is one and the same here: who asked says which it is.
                Self.gather(ComposerWord.bars, into: ComposerWord.notes.number, &weighed)
                for place in ComposerWord.positions where (place - ComposerWord.positions.lowerBound) % 4 != 0 {
                    weighed[place] = 0
                }
            }
            guard case .position = word else { return }
            say(word)
            say(drawChord(tune, endsSong: endsSong))
        }
    }

    /// So much more often than learnt a song ends on its tonic: the network does not know that it ends.
    private static let tonicWeight: Float = 10

    private mutating func drawChord(_ tune: [Sketch.Note], endsSong: Bool) -> ComposerWord {
        let position = reader.position
        let borne = tune.filter { $0.position >= position && $0.position < position + 16 }
        return draw { weighed, reader in
            let isMinor = reader.mode == .minor
            for number in ComposerWord.chords {
                guard case .chord(let chord) = ComposerWord(number: number) else { continue }
                if !borne.isEmpty { weighed[number] *= Float(exp(Self.fit(chord, borne))) }
                let isTonic = chord?.root == (isMinor ? 9 : 0) && chord?.quality.isMinor == isMinor
                if endsSong, isTonic { weighed[number] *= Self.tonicWeight }
            }
        }
    }

    /// How well a chord bears a tune, in nats: what is long and sounds in the chord speaks for it.
    private static func fit(_ chord: Chord?, _ tune: [Sketch.Note]) -> Double {
        guard let chord else { return -2 }
        let tones = Set(chord.pitchClasses.map { $0 % 12 })
        let total = tune.reduce(0) { $0 + min($1.length, 8) }
        let borne = tune.filter { tones.contains($0.pitch % 12) }.reduce(0) { $0 + min($1.length, 8) }
        return 5 * (Double(borne) / Double(total) - 1)
    }

    private static func gather(_ range: Range<Int>, into number: Int, _ weighed: inout [Float]) {
        for other in range where other != number {
            weighed[number] += weighed[other]
            weighed[other] = 0
        }
    }

    // MARK: Notes

    /// Plays the next bar of the section as it stands in a song.
    mutating func play(_ bar: Sketch.Bar, _ strengths: inout Sketch.StrengthsTold) { say(bar.noteWords(&strengths)) }

    /// Plays the next bar of the section as planned.
    /// - Parameter tune: a melody that stands; nil leaves it free.
    mutating func play(tune: [Sketch.Note]? = nil) {
        let bar = reader.bar.map { $0 + 1 } ?? reader.sectionStart
        say(.bar(reader.bars[bar].length))
        say(draw { _, _ in })
        say(draw { _, _ in })
        var toCome = tune ?? []
        while true {
            let here = toCome.filter { $0.position == reader.position }
            if case .position = reader.last, !here.isEmpty, !othersPlay() {
                sayTune(here, &toCome)
                continue
            }
            let word = drawInBar(toCome, hasTune: tune != nil)
            if !here.isEmpty, word.isWayOn {
                // The tune comes last at its place.
                sayTune(here, &toCome)
                continue
            }
            guard word != .end else { return }
            say(word)
        }
    }

    /// At a place of a tune that stands: whether others play too.
    private mutating func othersPlay() -> Bool {
        guard reader.voices.contains(where: { $0 != .melody }) else { return false }
        let all = expectations()
        let alone = all[Self.melody].reduce(0, +)
        let others = all[ComposerWord.pitches.lowerBound..<Self.melody.lowerBound].reduce(0, +)
        return random.chance(Double(others / max(alone + others, 1e-9)))
    }

    private mutating func sayTune(_ here: [Sketch.Note], _ toCome: inout [Sketch.Note]) {
        toCome.removeAll { $0.position <= reader.position }
        for note in here.sorted(by: { $0.pitch < $1.pitch }) {
            if reader.strength(of: .melody) != note.velocity { say(.velocity(note.velocity)) }
            say(.note(.melody, note.pitch))
            say(Sketch.Bar.lengthWords(note.length))
        }
    }

    /// What each sixteenth to the next onset costs, in nats, so that a bar has about `density` times its usual onsets.
    ///
    /// Tuned, 2026-11-30, on onset positions a bar of 8 songs of the shipped composer, seeds 1 to 8: 10.8 at 1. A bar of 16
    /// sixteenths leaves room for half as many again, so beyond 1.5 nearly all are struck.
    private static func bias(_ density: Double) -> Double {
        density < 1 ? -0.46 * (1 - density).squareRoot() : 2 * log(density)
    }

    /// The next word of the bar, `end` if the bar is done.
    private mutating func drawInBar(_ toCome: [Sketch.Note], hasTune: Bool) -> ComposerWord {
        let (density, bound) = (density, bound)
        return draw { weighed, reader in
            // All that follows a bar is one: that it is done.
            let done = ComposerWord.end.number
            Self.gather(ComposerWord.bars, into: done, &weighed)
            Self.gather(ComposerWord.sections, into: done, &weighed)
            Self.holdToChord(reader, bound, &weighed)
            if hasTune { Self.leaveTune(toCome.map(\.position).filter { $0 > reader.position }.min(), &weighed) }
            guard density != 1, let bar = reader.bar else { return }
            let bias = Self.bias(density)
            func weight(_ place: Int) -> Float { Float(exp(-bias * Double(place - max(0, reader.position)))) }
            weighed[done] *= weight(reader.bars[bar].length)
            for place in ComposerWord.positions {
                weighed[place] *= weight(place - ComposerWord.positions.lowerBound)
            }
        }
    }

    /// Who accompanies keeps to the plan: notes outside its chord are drawn so much less often than the network would.
    private static let strayWeight: Float = 0.05

    /// The same where the chord was asked for: as good as never, and still something where nothing else is left.
    private static let foreignWeight: Float = 1e-6

    private static func holdToChord(
        _ reader: ComposerReader, _ bound: [Int: [(position: Int, symbol: ChordSymbol)]], _ weighed: inout [Float]
    ) {
        guard let bar = reader.bar else { return }
        let position = max(0, reader.position)
        if let symbol = bound[bar]?.last(where: { $0.position <= position })?.symbol {
            let tones = Set(symbol.pitchClasses)
            for voice in [Sketch.Voice.bass, .chords] { weigh(voice, foreignWeight, &weighed) { !tones.contains($0) } }
            weigh(.melody, strayWeight, &weighed) { symbol.clashes.contains($0) }
        } else if let chord = reader.bars[bar].chord(at: position) {
            let tones = Set(chord.pitchClasses.map { $0 % 12 })
            for voice in [Sketch.Voice.bass, .chords] { weigh(voice, strayWeight, &weighed) { !tones.contains($0) } }
        }
    }

    /// Multiplies what the notes of some pitch classes weigh.
    private static func weigh(
        _ voice: Sketch.Voice, _ weight: Float, _ weighed: inout [Float], _ isMeant: (Int) -> Bool
    ) {
        let first = ComposerWord.note(voice, 0).number
        for pitch in 0..<128 where isMeant(pitch % 12) { weighed[first + pitch] *= weight }
    }

    /// Leaves the melody to whoever says it, and no place out at which it goes on.
    private static func leaveTune(_ next: Int?, _ weighed: inout [Float]) {
        for number in melody { weighed[number] = 0 }
        if weighed[ComposerWord.pitches].allSatisfy({ $0 == 0 }) {
            for number in ComposerWord.velocities { weighed[number] = 0 }
        }
        guard let next else { return }
        weighed[ComposerWord.end.number] = 0
        for place in ComposerWord.positions where place - ComposerWord.positions.lowerBound > next {
            weighed[place] = 0
        }
    }

    private static let melody: Range<Int> = {
        let first = ComposerWord.note(.melody, 0).number
        return first..<first + 128
    }()
}

extension ComposerWord {
    /// It leaves the place at hand.
    fileprivate var isWayOn: Bool {
        switch self {
        case .position, .end: true
        default: false
        }
    }
}
