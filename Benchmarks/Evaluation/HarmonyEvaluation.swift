import LofiScore

/// Keys and chords against the annotations of POP909, which are themselves computed: the keys from recordings, the
/// chords from the MIDI files.
enum HarmonyEvaluation {
    /// The global key of the songs of one key, and the key by time of those that change it.
    static func printKeys(_ songs: [AnnotatedSong]) {
        var (single, exact, signature, kept) = (0, 0, 0, 0)
        var changing = (songs: 0, found: 0, exact: 0.0, signature: 0.0)
        for song in songs {
            let map = KeyMap(song.score)
            let truth = song.keys.compactMap { span in Key(span.label).map { (span, $0) } }
            if truth.count == 1 {
                let found = KeyEstimate(song.score)?.key
                single += 1
                exact += found == truth[0].1 ? 1 : 0
                signature += found?.scaleTonic == truth[0].1.scaleTonic ? 1 : 0
                kept += map.spans.count == 1 ? 1 : 0
            } else if truth.count > 1 {
                let shares = agreement(truth, map, song.score)
                changing.songs += 1
                changing.found += map.spans.count > 1 ? 1 : 0
                changing.exact += shares.exact
                changing.signature += shares.signature
            }
        }
        func share(_ part: Double, _ all: Int) -> String { padded(part / Double(max(1, all)) * 100) }
        print("keys of \(single) songs in one key")
        print("  exact                                      \(share(Double(exact), single)) %")
        print("  same signature (relative counted right)    \(share(Double(signature), single)) %")
        print("  found to stay in one key                   \(share(Double(kept), single)) %")
        print("keys of \(changing.songs) songs that change it, by time")
        print("  exact                                      \(share(changing.exact, changing.songs)) %")
        print("  same signature                             \(share(changing.signature, changing.songs)) %")
        print("  found to change                            \(share(Double(changing.found), changing.songs)) %")
    }

    /// Mean over songs of the share of time at which chords agree, as mir_eval's `root` and `majmin` count them: sus, dim
    /// and aug of the annotation are left out of `majmin`; an annotated N has to be N.
    static func printChords(_ songs: [AnnotatedSong]) {
        print("chords, mean over songs by time           root   maj/min  without N: root  maj/min  a minute")
        printRow("on the grid of the song's own pulse", songs) { song in
            let score = song.score.regridded(to: BeatGrid(song.score))
            return (score, Harmony(score), 0)
        }
        printRow("on the annotated beats", songs) { song in
            let score = song.scoreOnAnnotatedBeats
            return (score, Harmony(score), song.annotatedGridStart)
        }
    }

    /// - Parameter analysis: the score, its chords, and the seconds of the file at its tick 0.
    private static func printRow(
        _ name: String, _ songs: [AnnotatedSong], analysis: (AnnotatedSong) -> (Score, Harmony, Double)
    ) {
        var sums = [Double](repeating: 0, count: 4)
        var (changes, minutes) = (0, 0.0)
        for song in songs {
            let (score, harmony, start) = analysis(song)
            let own = harmony.stretches(upTo: score.lastNoteEndTick).map { stretch in
                AnnotatedSong.Span(
                    start: start + score.tempoMap.seconds(at: stretch.startTick),
                    end: start + score.tempoMap.seconds(at: stretch.endTick), label: stretch.label)
            }
            changes += own.count
            minutes += score.tempoMap.seconds(at: score.lastNoteEndTick) / 60
            let tally = ChordTally(song.chords, own)
            let shares = [
                tally.rootShare, tally.majMinShare, tally.rootShareOfChords, tally.majMinShareOfChords,
            ]
            for (index, share) in shares.enumerated() { sums[index] += share / Double(songs.count) }
        }
        let cells = sums.map { padded($0, 3) } + [padded(Double(changes) / minutes)]
        print("  \(name)" + String(repeating: " ", count: 40 - name.count) + cells.joined(separator: "   "))
    }

    private static func agreement(
        _ truth: [(AnnotatedSong.Span, Key)], _ map: KeyMap, _ score: Score
    ) -> (exact: Double, signature: Double) {
        var (exact, signature, total) = (0.0, 0.0, 0.0)
        for (span, key) in truth {
            total += span.end - span.start
            for own in map.spans {
                let start = max(span.start, score.tempoMap.seconds(at: own.startTick))
                let end = min(span.end, score.tempoMap.seconds(at: own.endTick))
                guard end > start else { continue }
                exact += own.key == key ? end - start : 0
                signature += own.key.scaleTonic == key.scaleTonic ? end - start : 0
            }
        }
        return total > 0 ? (exact / total, signature / total) : (0, 0)
    }

    private static func padded(_ value: Double, _ digits: Int = 1) -> String {
        let scale = digits == 1 ? 10.0 : 1000
        return "\((value * scale).rounded() / scale)"
    }
}

extension Key {
    /// The tonic of the major key with the same signature.
    fileprivate var scaleTonic: Int { mode == .major ? tonic : (tonic + 3) % 12 }
}
