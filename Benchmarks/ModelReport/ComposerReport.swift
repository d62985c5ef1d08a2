import LofiGenerate
import LofiNeural
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiTraining

extension ModelReport {
    func reportComposer(_ corpus: Corpus) throws {
        let model = try ComposerModel(FileBytes.contents(of: model, limit: ModelLibrary.largestFile))
        let style = model.styles.firstIndex(of: music) ?? 0
        let split = corpus.split(holdingOut: heldOut)
        let data = try ComposerData(
            training: [], heldOut: split.heldOut.map { (corpus.files[$0].score, style) }, window: 256)
        let network = model.network
        let training = DataParallel(network, optimiser: Optimiser(.adam, weights: network.weights), workers: 2)
        let tally = training.measure(data.heldOut, batchSize: 32)
        let words = tally.extra["words"] ?? 0
        print("held-out songs, as \(model.styles[style])       \(split.heldOut.count), \(Int(words)) words")
        print("nats a word                         \(decimal((tally.extra["nats"] ?? 0) / words, 4))")
        print("words right                         \(percent(tally.accuracy))")
        reportSongs(split.heldOut.map { corpus.files[$0].score })
        try reportHearing("as it likes", model) { _ in }
        try reportHearing("in major as asked", model) { $0.mode = .major }
        try reportHearing("in minor as asked", model) { $0.mode = .minor }
        let row = try ChordRow("Dm9 | G13 | Cmaj9 | Am7 | Dm7 | G7 | Cmaj7 | Cmaj7")
        try reportHearing("with chords given", model) { wishes in
            (wishes.key, wishes.chords) = (row.key, row.moved(from: row.key))
        }
    }

    /// Songs of sixteen bars as the analysis hears them, which is told neither key nor chords.
    private func reportHearing(_ title: String, _ model: ComposerModel, _ wish: (inout ComposerWishes) -> Void) throws {
        var wishes = ComposerWishes()
        wishes.bars = bars
        wish(&wishes)
        let composer = try Composer(model, wishes)
        var (keys, signatures, roots, thirds, time) = (0, 0, 0, 0, 0)
        for seed in 1...songs {
            let song = composer.compose(
                ComposerGenerator.sampling, random: RandomStream(seed: UInt64(seed), place: "report"))
            var score = song.score()
            score.keySignatures = []
            let key = KeyEstimate(score)?.key
            keys += key == song.key ? 1 : 0
            signatures += key.map { Set($0.scale) == Set(song.key.scale) } == true ? 1 : 0
            guard let heard = SketchReading.sketch(of: score, style: "", key: song.key) else { continue }
            for (planned, heard) in zip(song.bars, heard.bars) {
                for place in 0..<planned.length {
                    guard let chord = planned.chord(at: place) else { continue }
                    let other = heard.chord(at: place)
                    time += 1
                    roots += other?.root == chord.root ? 1 : 0
                    thirds += other?.root == chord.root && other?.quality.isMinor == chord.quality.isMinor ? 1 : 0
                }
            }
        }
        print("\(songs) songs of \(bars) bars, \(title)")
        print("  heard in their key                \(part(keys, songs)), or in its relative \(part(signatures, songs))")
        print("  chords heard as planned, by time  root \(part(roots, time)), root and third \(part(thirds, time))")
    }

    /// Whether so short a part of a song is heard in the key of the whole.
    private func reportSongs(_ songs: [Score]) {
        let pairs = songs.compactMap { song -> (Key, Key)? in
            var song = song.onPulse
            song.keySignatures = []
            guard let whole = KeyEstimate(song)?.key, let part = KeyEstimate(song.excerpt(bars: bars))?.key else {
                return nil
            }
            return (whole, part)
        }
        let signatures = pairs.count { Set($0.scale) == Set($1.scale) }
        print("\(pairs.count) songs held out, \(bars) bars of each")
        print(
            "  heard in the key of the whole     \(part(pairs.count { $0 == $1 }, pairs.count)), or in its relative \(part(signatures, pairs.count))"
        )
    }

    private func part(_ count: Int, _ all: Int) -> String { percent(Double(count) / Double(max(all, 1))) }
}
