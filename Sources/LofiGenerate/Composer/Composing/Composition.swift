import Glibc
import LofiPlugin
import LofiScore

/// A song being composed: the words so far, the state of the network, and the random stream.
struct Composition {
    private(set) var reader = ComposerReader()
    /// A replica with its own buffers, so that songs can be composed in parallel.
    private let network: ComposerNetwork<Float>
    private let memory: ComposerNetwork<Float>.Memory
    private let sampling: Sampling
    private var random: RandomStream
    private let density: Double
    /// Requested chords by bar and position, which bass and chords must follow.
    private var bound: [Int: [(position: Int, symbol: ChordSymbol)]] = [:]
    /// Probabilities of the next word; nil until computed.
    private var probabilities: [Float]?

    init(_ model: ComposerModel, sampling: Sampling, density: Double, random: RandomStream) {
        (self.sampling, self.density, self.random) = (sampling, density, random)
        network = model.network.replica()
        memory = ComposerNetwork<Float>.Memory(network)
    }

    /// Probabilities of the next word. The network must process every step, whether its word is sampled or given.
    private mutating func expectations() -> [Float] {
        if let probabilities { return probabilities }
        let heard = network.hear(ComposerSituation.rows(reader), memory)
        probabilities = heard
        return heard
    }

    /// Appends a given word.
    mutating func say(_ word: ComposerWord) {
        _ = expectations()
        reader.hear(word)
        probabilities = nil
    }

    /// Appends given words.
    mutating func say(_ words: [ComposerWord]) { for word in words { say(word) } }

    /// Factor on the probability of the word that repeats the earlier bar. After a deviation real songs return to the
    /// repetition, while here each deviation makes the next one likelier; 1.5 restores the similarity found in songs.
    private static let repetitionWeight: Float = 1.5
    /// Share of the top-p cut-off that applies in plans, 0…1: a rare chord adds colour, a rare note sounds like a
    /// mistake.
    private static let cutInPlans = 0.4

    /// Samples a word permitted by the grammar.
    /// - Parameter weigh: Adjusts the probabilities; 0 forbids a word.
    /// - Returns: the word, which is not yet appended.
    private mutating func draw(_ weigh: (inout [Float], ComposerReader) -> Void) -> ComposerWord {
        let all = expectations()
        var weighed = [Float](repeating: 0, count: all.count)
        // A permitted word always keeps a minimal probability, so that there is always a continuation.
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

    /// Chooses a random tonic; the mode is sampled if none is given.
    mutating func drawKey(_ given: Key.Mode?) -> Key {
        let drawn = draw { _, _ in }
        let tonic = Int(random.unit() * 12)
        guard given == nil, case .mode(let mode) = drawn else { return Key(tonic: tonic, mode: given ?? .major) }
        return Key(tonic: tonic, mode: mode)
    }

    /// Samples the letter of the next section.
    mutating func drawLetter() -> Int {
        let word = draw { weighed, _ in
            // The number of bars is already decided, so the song cannot end here.
            for number in weighed.indices where !ComposerWord.sections.contains(number) { weighed[number] = 0 }
        }
        guard case .section(let letter, _) = word else { preconditionFailure("\(word) for a section") }
        return letter
    }

    /// Starts a section with its letter.
    mutating func beginSection(_ letter: Int) {
        say(.section(letter, again: reader.sections.contains { $0.letter == letter }))
    }

    // MARK: Plan

    /// Plans the chords of a section.
    /// - Parameters:
    ///   - bars: Number of bars.
    ///   - length: Length of a bar of the section, in sixteenths.
    ///   - endsSong: Favours the tonic as the last chord.
    ///   - chords: Given chords of a bar of the section; nil = sample them.
    ///   - tune: The melody that the chords of a bar have to fit.
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
                // A new bar and the start of the notes are equivalent here: the caller knows which comes next.
                Self.gather(ComposerWord.bars, into: ComposerWord.notes.number, &weighed)
                for number in ComposerWord.positions where (number - ComposerWord.positions.lowerBound) % 4 != 0 {
                    weighed[number] = 0
                }
            }
            guard case .position = word else { return }
            say(word)
            say(drawChord(tune, endsSong: endsSong))
        }
    }

    /// Factor on the probability of a final tonic: the network does not know that the song ends.
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

    /// How well a chord fits a melody, in nats: the duration-weighted share of its notes that are chord tones.
    private static func fit(_ chord: Chord?, _ tune: [Sketch.Note]) -> Double {
        guard let chord else { return -2 }
        let tones = Set(chord.pitchClasses.map { $0 % 12 })
        let total = tune.reduce(0) { $0 + min($1.length, 8) }
        let borne = tune.filter { tones.contains($0.pitch % 12) }.reduce(0) { $0 + min($1.length, 8) }
        return 5 * (Double(borne) / Double(total) - 1)
    }

    /// Adds the probabilities of a range of words to one word.
    private static func gather(_ range: Range<Int>, into number: Int, _ weighed: inout [Float]) {
        for other in range where other != number {
            weighed[number] += weighed[other]
            weighed[other] = 0
        }
    }

    // MARK: Notes

    /// Appends the next bar of the section from an existing song.
    mutating func play(_ bar: Sketch.Bar, _ velocities: inout Sketch.WrittenVelocities) {
        say(bar.noteWords(&velocities))
    }

    /// Composes the next bar of the section as planned.
    /// - Parameter tune: Given melody; nil = compose it.
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
                // The melody comes last at its position.
                sayTune(here, &toCome)
                continue
            }
            guard word != .end else { return }
            say(word)
        }
    }

    /// Decides whether other voices also play at a position of the given melody.
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
            if reader.velocityClass(of: .melody) != note.velocity { say(.velocity(note.velocity)) }
            say(.note(.melody, note.pitch))
            say(Sketch.Bar.lengthWords(note.length))
        }
    }

    /// Cost per sixteenth to the next onset, in nats, so that a bar has about `density` times its usual onsets.
    ///
    /// Tuned 2026-11-30 on the number of onset positions per bar in 8 songs of the included composer, seeds 1 to 8:
    /// 10.8 at 1. A bar of 16 sixteenths has room for only half as many again, so beyond 1.5 nearly all have an onset.
    private static func bias(_ density: Double) -> Double {
        density < 1 ? -0.46 * (1 - density).squareRoot() : 2 * log(density)
    }

    /// Samples the next word of the bar; `end` if the bar is complete.
    private mutating func drawInBar(_ toCome: [Sketch.Note], hasTune: Bool) -> ComposerWord {
        let (density, bound) = (density, bound)
        return draw { weighed, reader in
            // Whatever follows the bar means only that it is complete.
            let done = ComposerWord.end.number
            Self.gather(ComposerWord.bars, into: done, &weighed)
            Self.gather(ComposerWord.sections, into: done, &weighed)
            Self.holdToChord(reader, bound, &weighed)
            if hasTune { Self.leaveTune(toCome.map(\.position).filter { $0 > reader.position }.min(), &weighed) }
            guard density != 1, let bar = reader.bar else { return }
            let bias = Self.bias(density)
            func weight(_ position: Int) -> Float { Float(exp(-bias * Double(position - max(0, reader.position)))) }
            weighed[done] *= weight(reader.bars[bar].length)
            for number in ComposerWord.positions {
                weighed[number] *= weight(number - ComposerWord.positions.lowerBound)
            }
        }
    }

    /// Factor on the probability of accompaniment notes outside the planned chord.
    private static let strayWeight: Float = 0.05

    /// The same for requested chords: practically never, but not zero in case nothing else is left.
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

    /// Multiplies the probabilities of a voice's notes whose pitch classes match.
    private static func weigh(
        _ voice: Sketch.Voice, _ weight: Float, _ weighed: inout [Float], _ isMeant: (Int) -> Bool
    ) {
        let first = ComposerWord.note(voice, 0).number
        for pitch in 0..<128 where isMeant(pitch % 12) { weighed[first + pitch] *= weight }
    }

    /// Excludes melody words, since the melody is given, and positions beyond its next onset.
    private static func leaveTune(_ next: Int?, _ weighed: inout [Float]) {
        for number in melody { weighed[number] = 0 }
        if weighed[ComposerWord.pitches].allSatisfy({ $0 == 0 }) {
            for number in ComposerWord.velocities { weighed[number] = 0 }
        }
        guard let next else { return }
        weighed[ComposerWord.end.number] = 0
        for number in ComposerWord.positions where number - ComposerWord.positions.lowerBound > next {
            weighed[number] = 0
        }
    }

    private static let melody: Range<Int> = {
        let first = ComposerWord.note(.melody, 0).number
        return first..<first + 128
    }()
}

extension ComposerWord {
    /// Whether the word leaves the current position.
    fileprivate var isWayOn: Bool {
        switch self {
        case .position, .end: true
        default: false
        }
    }
}
