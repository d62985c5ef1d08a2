import LofiScore

/// Chords heard in two voices: the melody of each song of POP909 over the lowest notes of its piano.
enum DuetEvaluation {
    static func printTable(_ songs: [AnnotatedSong]) {
        var (roots, thirds) = (0.0, 0.0)
        for song in songs {
            let score = duet(song)
            let own = Harmony(score).stretches(upTo: score.lastNoteEndTick).map { stretch in
                AnnotatedSong.Span(
                    start: score.tempoMap.seconds(at: stretch.startTick),
                    end: score.tempoMap.seconds(at: stretch.endTick), label: stretch.label)
            }
            let tally = ChordTally(song.chords, own)
            roots += tally.rootShareOfChords / Double(songs.count)
            thirds += tally.majMinShareOfChords / Double(songs.count)
        }
        func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
        print("melody and bass line, mean of \(songs.count) songs by time")
        print("  chord roots as annotated \(rounded(roots)), roots and thirds \(rounded(thirds))")
    }

    private static func duet(_ song: AnnotatedSong) -> Score {
        var score = song.score.regridded(to: BeatGrid(song.score))
        score.parts.removeAll { $0.name != "MELODY" && $0.name != "PIANO" }
        for index in score.parts.indices where score.parts[index].name == "PIANO" {
            var line: [Note] = []
            for note in score.parts[index].notes where note.pitch < 60 {
                if let last = line.last, note.startTick - last.startTick < score.ticksPerQuarter / 8 {
                    if note.pitch < last.pitch { line[line.count - 1] = note }
                } else {
                    // One voice: a new note ends the last.
                    if let last = line.last, last.endTick > note.startTick {
                        line[line.count - 1].durationTicks = note.startTick - last.startTick
                    }
                    line.append(note)
                }
            }
            score.parts[index].notes = line
            score.parts[index].role = .bass
        }
        return score
    }
}
