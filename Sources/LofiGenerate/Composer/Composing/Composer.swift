import LofiPlugin
import LofiScore

/// Composes songs: a form, for each section a chord plan, then its notes bar by bar, all in one sequence, so that later
/// bars depend on earlier ones.
package struct Composer {
    private let model: ComposerModel
    private let wishes: ComposerWishes
    private let style: Int

    /// - Throws: `GenerationError.settings` if the model does not know the requested style.
    package init(_ model: ComposerModel, _ wishes: ComposerWishes) throws(GenerationError) {
        (self.model, self.wishes) = (model, wishes)
        guard let music = wishes.music else {
            style = 0
            return
        }
        guard let style = model.styles.firstIndex(of: music) else {
            throw .settings(
                reason: "the model has no music called \(music); available: \(model.styles.joined(separator: ", "))")
        }
        self.style = style
    }

    /// Composes a song, or continues or replaces part of the given one.
    package func compose(_ sampling: Sampling, random: RandomStream) -> Sketch {
        var composition = Composition(model, sampling: sampling, density: wishes.density, random: random)
        composition.say(.style(style))
        let key = key ?? composition.drawKey(wishes.mode)
        composition.say([.mode(key.mode), .tempo(ComposerWord.tempo(of: beatsPerMinute))])
        composition.say(Sketch.Voice.allCases.map { .has($0) })
        if let song = wishes.song { goThrough(song, &composition) }
        if wishes.replaced == nil { compose(&composition) }
        var sketch = composition.reader.sketch(styles: model.styles, key: key, beatsPerMinute: beatsPerMinute)
        sketch.endNotes()
        if self.key == nil, wishes.mode == nil { sketch.hearMode() }
        return sketch
    }

    private var key: Key? { wishes.key ?? wishes.song?.key ?? wishes.melody?.key }

    private var beatsPerMinute: Double {
        wishes.beatsPerMinute ?? wishes.song?.beatsPerMinute ?? wishes.melody?.beatsPerMinute ?? 80
    }

    // MARK: New sections

    private func compose(_ composition: inout Composition) {
        let given = wishes.melody?.bars
        let tune = given?.map { $0.notes.filter { $0.voice == .melody } }
        let bars = tune?.count ?? wishes.bars
        var (done, section) = (0, 0)
        while done < bars {
            let length = min(SongForm.sectionLength(wishes.form, bars: bars), bars - done)
            let letter = wishes.form.map { $0[section % $0.count] } ?? tuneLetter(at: done) ?? composition.drawLetter()
            composition.beginSection(letter)
            let first = done
            composition.plan(
                bars: length, length: { given?[first + $0].length ?? 16 }, endsSong: first + length == bars,
                chords: { chords(ofBar: first + $0) },
                tune: { tune?[first + $0] ?? [] })
            for bar in first..<first + length { composition.play(tune: tune?[bar]) }
            (done, section) = (done + length, section + 1)
        }
    }

    private func tuneLetter(at bar: Int) -> Int? {
        guard let tune = wishes.melody else { return nil }
        var first = 0
        for section in tune.sections {
            first += section.bars.count
            if bar < first { return section.letter }
        }
        return nil
    }

    private func chords(ofBar bar: Int) -> [ChordSymbol]? {
        guard let rows = wishes.chords, !rows.isEmpty else { return nil }
        return rows[bar % rows.count]
    }

    // MARK: Existing songs

    /// Feeds an existing song to the network bar by bar, composing the bars to be replaced.
    private func goThrough(_ song: Sketch, _ composition: inout Composition) {
        var velocities = Sketch.WrittenVelocities()
        var index = 0
        for section in song.sections {
            composition.beginSection(section.letter)
            composition.say(section.planWords + [.notes])
            for bar in section.bars {
                if wishes.replaced?.contains(index) == true {
                    composition.play()
                    velocities = Sketch.WrittenVelocities()
                } else {
                    composition.play(bar, &velocities)
                }
                index += 1
            }
        }
    }
}

extension Sketch {
    /// Sets the key to the estimate if it is the relative one: a song composed without a requested mode may turn out
    /// major or minor.
    fileprivate mutating func hearMode() {
        var score = score()
        score.keySignatures = []
        guard let heard = KeyEstimate(score)?.key, Self.shift(from: heard) == Self.shift(from: key) else { return }
        key = heard
    }

    /// Ends each note where its key is struck again in the same voice, and all notes at the end of the song.
    mutating func endNotes() {
        let starts = bars.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.length) }
        let end = starts[starts.count - 1]
        var next: [[Int]: Int] = [:]
        var index = barCount
        for section in sections.indices.reversed() {
            for bar in sections[section].bars.indices.reversed() {
                index -= 1
                for note in sections[section].bars[bar].notes.indices.reversed() {
                    let own = sections[section].bars[bar].notes[note]
                    let start = starts[index] + own.position
                    let limit = next[[own.voice.rawValue, own.pitch]] ?? end
                    sections[section].bars[bar].notes[note].length = max(1, min(own.length, limit - start))
                    next[[own.voice.rawValue, own.pitch]] = start
                }
            }
        }
    }
}
