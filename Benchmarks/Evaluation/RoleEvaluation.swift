import LofiScore

/// Lays melody and piano of a song into one part and asks which notes are the melody.
enum RoleEvaluation {
    static func printTable(_ songs: [AnnotatedSong]) {
        var (precisions, recalls, measures) = (0.0, 0.0, 0.0)
        var count = 0
        for song in songs {
            guard let melody = song.score.parts.first(where: { $0.name == "MELODY" }) else { continue }
            let marked =
                song.score.parts.filter { !$0.isDrums && $0.name != "BRIDGE" }.flatMap { part in
                    part.notes.map { (note: $0, isMelody: part.name == melody.name) }
                }.sorted { ($0.note.startTick, $0.note.pitch) < ($1.note.startTick, $1.note.pitch) }
            var piano = melody
            piano.notes = marked.map(\.note)
            let roles = HandSplit(piano, ticksPerQuarter: song.score.ticksPerQuarter).roles
            let found = roles.count { $0 == .melody }
            let right = zip(marked, roles).count { $0.isMelody && $1 == .melody }
            let (precision, recall) = (share(right, found), share(right, melody.notes.count))
            precisions += precision
            recalls += recall
            measures += precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
            count += 1
        }
        guard count > 0 else { return }
        print("melody within one part, mean of \(count) songs")
        print(
            "  precision \(percent(precisions, count))  recall \(percent(recalls, count))  F \(percent(measures, count))"
        )
    }

    private static func share(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }

    private static func percent(_ sum: Double, _ count: Int) -> String {
        "\((sum / Double(count) * 1000).rounded() / 10) %"
    }
}
