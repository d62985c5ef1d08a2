import LofiGenerate
import LofiPlugin
import LofiScore

/// Bare notes as weak generators write them, made in eight ways: one part, one velocity, program 0, no tempo of their own.
struct BareMaterial {
    let name: String
    let score: Score

    /// - Parameter loops: the loops whose words the walks are made of; without them those ways are left out.
    static func all(loops: [Score], seed: UInt64) -> [BareMaterial] {
        let words = loops.flatMap { NoteChordCoding(.asWritten).tokens(of: $0) }
        var all: [BareMaterial] = []
        for (index, events) in [16, 32, 64, 128, 250, 500].enumerated() {
            for tempo in [120.0, 240] {
                func make(_ name: String, _ events: (inout RandomStream) -> [[Int]]) {
                    var random = RandomStream(seed: seed + UInt64(index), place: "bare/\(name)/\(tempo)")
                    all.append(
                        BareMaterial(name: "\(name)-\(Int(tempo))", score: stream(events(&random), bpm: tempo)))
                }
                make("off-key-melody-\(events)") { offKeyMelody(events, share: 0.15, &$0) }
                make("noise-\(events)") { random in (0..<events).map { _ in [61 + Int(random.unit() * 11)] } }
                make("broken-chords-\(events)") { brokenChords(events, &$0) }
                make("repeated-\(events)") { repeated(offKeyMelody(max(4, events / 8), share: 0.1, &$0), events) }
                make("chord-stream-\(events)") { chordStream(events, &$0) }
                guard !words.isEmpty else { continue }
                make("word-walk-\(events)") { wordWalk(words, events, &$0) }
                make("word-loop-\(events)") { random in
                    repeated(wordWalk(words, 6 + Int(random.unit() * 6), &random), events)
                }
                make("words-at-random-\(events)") { random in
                    (0..<events).map { _ in pitches(words[Int(random.unit() * Double(words.count))]) }
                }
            }
        }
        return all
    }

    /// An event each eighth.
    private static func stream(_ events: [[Int]], bpm: Double) -> Score {
        let notes = events.enumerated().flatMap { index, pitches in
            Set(pitches).sorted().map { Note(startTick: index * 240, durationTicks: 240, pitch: $0, velocity: 90) }
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: bpm),
            parts: [Part(name: "", role: .chords, notes: notes)])
    }

    private static func pitches(_ word: NoteChordToken) -> [Int] {
        NoteChordCoding(.asWritten).score(of: [word], beatsPerMinute: 120).parts.flatMap { $0.notes.map(\.pitch) }
    }

    private static func wordWalk(_ words: [NoteChordToken], _ events: Int, _ random: inout RandomStream) -> [[Int]] {
        var place = Int(random.unit() * Double(words.count))
        return (0..<events).map { _ in
            // Mostly what followed, now and then from elsewhere.
            place = random.chance(0.2) ? Int(random.unit() * Double(words.count)) : (place + 1) % words.count
            return pitches(words[place])
        }
    }

    private static func repeated(_ events: [[Int]], _ count: Int) -> [[Int]] {
        (0..<count).map { events[$0 % events.count] }
    }

    private static func offKeyMelody(_ events: Int, share: Double, _ random: inout RandomStream) -> [[Int]] {
        let scale = Key(tonic: Int(random.unit() * 12), mode: .major).scale
        let ladder = (57...81).filter { scale.contains($0 % 12) }
        var rung = ladder.count / 2
        return (0..<events).map { _ in
            rung = min(max(rung + Int(random.unit() * 5) - 2, 0), ladder.count - 1)
            return [ladder[rung] + (random.chance(share) ? (random.chance(0.5) ? 1 : -1) : 0)]
        }
    }

    private static func brokenChords(_ events: Int, _ random: inout RandomStream) -> [[Int]] {
        let roots = [0, 9, 5, 7]
        return (0..<events).map { index in
            let root = 60 + roots[index / 8 % 4], third = [0, 5, 7].contains(roots[index / 8 % 4]) ? 4 : 3
            let pitch = root + [0, third, 7, 12][Int(random.unit() * 4)]
            return [pitch + (random.chance(0.12) ? 1 : 0)]
        }
    }

    private static func chordStream(_ events: Int, _ random: inout RandomStream) -> [[Int]] {
        (0..<events).map { _ in
            let root = 55 + Int(random.unit() * 12)
            return [root, root + (random.chance(0.5) ? 3 : 4), root + 7]
        }
    }
}
