import LofiScore
import LofiScoreFiles

/// One song of a corpus.
package struct CorpusFile: Sendable {
    /// Below the corpus's folder.
    package let name: String
    package let song: MIDISong
    package let contents: ContentHash
    /// Of its notes.
    package let music: TransposedMusic

    package var score: Score { song.score }

    /// - Throws: `MIDIError` where the bytes are no song.
    package init(name: String, _ bytes: [UInt8]) throws(MIDIError) {
        self.name = name
        song = try MIDISong(bytes)
        contents = ContentHash(bytes)
        music = TransposedMusic(song.score)
    }
}

/// The notes of a song but for its key, as a hash: songs with the same are one another moved up or down.
package struct TransposedMusic: Sendable, Hashable {
    /// Of start, end and pitch above the lowest (drums: the key itself, plus 128) of each note, sorted by those; times from
    /// the first note on, in 960ths of a quarter, so that the resolution of the file does not matter.
    package let hash: ContentHash

    package init(_ score: Score) {
        let lowest = score.parts.filter { !$0.isDrums }.flatMap(\.notes).map(\.pitch).min() ?? 0
        let origin = score.parts.flatMap(\.notes).map(\.startTick).min() ?? 0
        func place(_ tick: Int) -> Int { (tick - origin) * 960 / score.ticksPerQuarter }
        let notes = score.parts.flatMap { part in
            part.notes.map { note in
                (
                    start: place(note.startTick), end: place(note.endTick),
                    pitch: part.isDrums ? note.pitch + 128 : note.pitch - lowest
                )
            }
        }
        hash = notes.sorted { ($0.start, $0.end, $0.pitch) < ($1.start, $1.end, $1.pitch) }
            .reduce(into: ContentHash()) { hash, note in
                hash.add(note.start)
                hash.add(note.end)
                hash.add(note.pitch)
            }
    }
}
