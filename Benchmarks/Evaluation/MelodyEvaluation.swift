import LofiArrange
import LofiPlugin
import LofiScore

/// What a melody alone is given: the melody track of each song of POP909 is harmonised, accompanied and given a bass, and
/// compared with the annotated chords and key of the whole song.
enum MelodyEvaluation {
    /// Means over the songs, all 0…1.
    static func printTable(_ songs: [AnnotatedSong]) throws {
        var (outside, rootsOutside, roots, thirds, shadows, keys) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        var (count, shadowed, singleKey) = (0, 0, 0)
        for song in songs {
            var melody = song.score
            melody.parts.removeAll { $0.name != "MELODY" }
            guard melody.noteCount > 0 else { continue }
            let score = melody.regridded(to: BeatGrid(melody))
            let harmony = Harmony(score)
            let own = spans(harmony, score)
            let share = outsideShare(zip(own, harmony.spans.map(\.chord)), song.keys)
            outside += share.tones
            rootsOutside += share.roots
            // The annotation of the part of the song in which the melody is there to be harmonised.
            let tally = ChordTally(song.chords.clipped(to: own), own)
            roots += tally.rootShareOfChords
            thirds += tally.majMinShareOfChords
            count += 1
            if let shadow = try shadowShare(score) {
                shadows += shadow
                shadowed += 1
            }
            if song.keys.count == 1 {
                singleKey += 1
                keys += KeyEstimate(score)?.key.label == song.keys[0].label ? 1 : 0
            }
        }
        func line(_ name: String, _ sum: Double, _ count: Int) {
            let mean = (sum / Double(max(1, count)) * 1000).rounded() / 1000
            print("  \(name)" + String(repeating: " ", count: 58 - name.count) + "\(mean)")
        }
        print("melodies alone, mean of \(count) songs by time")
        line("chords with a tone outside the annotated key", outside, count)
        line("chords with a root outside the annotated key", rootsOutside, count)
        line("chord roots as annotated", roots, count)
        line("roots and thirds as annotated", thirds, count)
        line("key as annotated (\(singleKey) songs in one key)", keys, singleKey)
        line("bass on the melody's pitch class, of common onsets", shadows, shadowed)
    }

    private static func spans(_ harmony: Harmony, _ score: Score) -> [AnnotatedSong.Span] {
        harmony.spans.map { span in
            AnnotatedSong.Span(
                start: score.tempoMap.seconds(at: span.startTick), end: score.tempoMap.seconds(at: span.endTick),
                label: span.chord.label)
        }
    }

    /// Shares of the time of the chords in which a tone, and in which the root, is foreign to the annotated key: the natural
    /// scale, in minor the raised seventh as well.
    private static func outsideShare(
        _ own: some Sequence<(AnnotatedSong.Span, Chord)>, _ keys: [AnnotatedSong.Span]
    ) -> (tones: Double, roots: Double) {
        var (tones, roots, total) = (0.0, 0.0, 0.0)
        for (span, chord) in own {
            let middle = (span.start + span.end) / 2
            // Before the first annotated key holds the first, behind the last the last.
            let holding = keys.last { $0.start <= middle } ?? keys.first
            guard let label = holding?.label, let key = Key(label) else { continue }
            let scale = Set(key.scale + (key.mode == .minor ? [(key.tonic + 11) % 12] : []))
            let length = span.end - span.start
            total += length
            tones += Set(chord.pitchClasses).isSubset(of: scale) ? 0 : length
            roots += scale.contains(chord.root) ? 0 : length
        }
        return total > 0 ? (tones / total, roots / total) : (0, 0)
    }

    /// Of the onsets that bass and melody have in common, to within 50 ms, the share at which both have one pitch class;
    /// nil where they have none in common.
    private static func shadowShare(_ score: Score) throws -> Double? {
        var random = RandomStream(seed: 1, place: "evaluation")
        let accompanied = try Accompany(settings: try Settings([:], for: Accompany.parameters))
            .apply(to: score, random: &random)
        let played = try Bass(settings: try Settings([:], for: Bass.parameters)).apply(to: accompanied, random: &random)
        func onsets(_ role: Role) -> [(seconds: Double, pitch: Int)] {
            played.parts.filter { $0.role == role }.flatMap(\.notes)
                .map { (played.tempoMap.seconds(at: $0.startTick), $0.pitch) }.sorted { $0 < $1 }
        }
        let (bass, melody) = (onsets(.bass), onsets(.melody))
        var (common, same, first) = (0, 0, 0)
        for note in bass {
            while first < melody.count, melody[first].seconds < note.seconds - 0.05 { first += 1 }
            guard first < melody.count, melody[first].seconds <= note.seconds + 0.05 else { continue }
            common += 1
            same += (note.pitch - melody[first].pitch) % 12 == 0 ? 1 : 0
        }
        return common > 0 ? Double(same) / Double(common) : nil
    }
}

extension [AnnotatedSong.Span] {
    /// What lies between the start of the first and the end of the last of others.
    fileprivate func clipped(to others: [AnnotatedSong.Span]) -> [AnnotatedSong.Span] {
        guard let first = others.first, let last = others.last else { return [] }
        return compactMap { span in
            let (start, end) = (Swift.max(span.start, first.start), Swift.min(span.end, last.end))
            return end > start ? AnnotatedSong.Span(start: start, end: end, label: span.label) : nil
        }
    }
}
