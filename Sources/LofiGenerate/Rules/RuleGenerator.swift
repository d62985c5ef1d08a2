import LofiPlugin
import LofiScore

/// Composes songs without a model: chord grammar progressions, a recurring motif, voice-led chords, a plain bass.
///
/// For installations without room for model weights, and as a baseline for what training adds.
package struct RuleGenerator: ScoreGenerator {
    package static let kind = "rules"
    package static let summary = "rule-based songs without a model: chord grammar and motifs"
    package static let parameters: [Parameter] = [
        .choice("mode", ["as-the-key", "major", "minor"], default: "as-the-key", "mode if the key does not name one")
            .offered(as: "mode"),
        .text("form", default: "", "one letter for each section, such as AABA").offered(as: "form"),
        .text(
            "chords", default: "",
            "chords to play, one per bar or with bar lines, \"Dm9 G13 | Cmaj9\", repeated to the end; never transposed"
        )
        .offered(as: "chords"),
        .number("density", 0.25...4, default: 1, unit: "", "onsets per bar: 2 = twice as many, up to all sixteenths")
            .offered(as: "density"),
    ]

    private let mode: Key.Mode?
    private let form: [Int]?
    private let chords: ChordRow?
    private let density: Double

    /// - Throws: `GenerationError.settings` if the form or the chords cannot be parsed.
    package init(settings: Settings) throws(GenerationError) {
        mode = Key.Mode(rawValue: settings.text("mode"))
        form = settings.text("form").isEmpty ? nil : try SongForm.letters(settings.text("form"))
        chords = settings.text("chords").isEmpty ? nil : try ChordRow(settings.text("chords"))
        density = settings.number("density")
    }

    /// Composes a song that is heard in its declared key.
    package func generate(_ request: GenerationRequest, random: inout RandomStream) throws(GenerationError) -> Score {
        guard chords == nil, request.key != nil || mode != nil else { return song(request, &random) }
        return try heardAsDeclared(random) { (random: inout RandomStream) throws(GenerationError) -> Score in
            song(request, &random)
        }
    }

    private func song(_ request: GenerationRequest, _ random: inout RandomStream) -> Score {
        let drawn: Key.Mode = random.chance(0.5) ? .minor : .major
        let key =
            chords?.key(asked: request.key, mode) ?? request.key
            ?? Key(tonic: (mode ?? drawn) == .minor ? 9 : 0, mode: mode ?? drawn)
        var sketch = Sketch(style: "rules", key: key, beatsPerMinute: request.beatsPerMinute ?? 76)
        var material: [Int: Material] = [:]
        for (letter, length) in SongForm.sections(form, bars: request.bars) {
            let isAgain = material[letter] != nil
            let own =
                material[letter]
                ?? Material(chords: chordsOfBars(length, key, from: sketch.barCount, &random), motif: Motif(&random))
            material[letter] = own
            let endsSong = sketch.barCount + length >= request.bars
            sketch.sections.append(
                .init(
                    letter: letter,
                    bars: bars(own, length, isAgain: isAgain, ending: endsSong ? key.mode : nil)))
        }
        sketch.endNotes()
        var score = sketch.score()
        chords?.bind(&score)
        return score
    }

    /// Notes for the user about ignored settings.
    package func remarks(on request: GenerationRequest) -> [String] { chords?.remarks(on: request.key) ?? [] }

    /// The material of a section letter.
    private struct Material {
        /// The chords of each bar.
        let chords: [[ChordSymbol]]
        let motif: Motif
    }

    private func chordsOfBars(_ count: Int, _ key: Key, from bar: Int, _ random: inout RandomStream) -> [[ChordSymbol]]
    {
        guard let rows = chords?.moved(from: key) else {
            return ChordGrammar(mode: key.mode).bars(max(count, 8), &random).map { [ChordSymbol($0)] }
        }
        return (0..<max(count, 8)).map { rows[(bar + $0) % rows.count] }
    }

    /// - Parameter ending: Mode of the song if these are its last bars; nil otherwise.
    private func bars(
        _ own: Material, _ count: Int, isAgain: Bool, ending: Key.Mode?
    ) -> [Sketch.Bar] {
        var voicing = Voicing()
        var pitch = 72
        return (0..<count).map { index in
            var chords = own.chords[index % own.chords.count]
            if let ending, self.chords == nil, index == count - 1 { chords = [ChordSymbol(ChordGrammar.tonic(ending))] }
            var bar = Sketch.Bar()
            bar.chords = ChordRow.changes(chords)
            let ends = bar.chords.dropFirst().map(\.position) + [bar.length]
            for (chord, (change, end)) in zip(chords, zip(bar.chords, ends)) {
                bar.notes += accompaniment(
                    chord, change.position..<end, repeats: chords.count == 1 && index % 2 == 1, &voicing)
            }
            // Three bars of the figure, then a bar of rest.
            if index % 4 != 3 {
                bar.notes += own.motif.notes(
                    over: bar, chords: chords, from: &pitch, varies: isAgain && index % 4 == 2 || index % 8 == 6)
            }
            bar.tidy()
            if density != 1 { bar.scaleOnsets(by: density) }
            return bar
        }
    }

    /// A chord and its bass over a range of sixteenths, optionally repeated once.
    private func accompaniment(
        _ symbol: ChordSymbol, _ range: Range<Int>, repeats: Bool, _ voicing: inout Voicing
    ) -> [Sketch.Note] {
        // Without the root, which the bass plays.
        let keys = voicing.next(symbol.upperPitchClasses)
        let (start, low) = (range.lowerBound, 36 + (symbol.bass + 5) % 12 - 5)
        let onsets = repeats ? [(start, 10), (start + 10, 6)] : [(start, range.count)]
        var notes = onsets.flatMap { position, length in
            keys.map {
                Sketch.Note(
                    voice: .chords, position: position, pitch: $0, length: length, velocity: position == 0 ? 4 : 3)
            }
        }
        notes.append(.init(voice: .bass, position: start, pitch: low, length: min(10, range.count), velocity: 5))
        if repeats {
            notes.append(
                .init(voice: .bass, position: start + 10, pitch: low + symbol.chord.fifth, length: 6, velocity: 4))
        }
        return notes
    }
}
