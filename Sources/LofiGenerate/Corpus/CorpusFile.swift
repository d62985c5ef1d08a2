import LofiScore
import LofiScoreFiles

/// One song of a corpus.
package struct CorpusFile: Sendable {
    /// Path below the corpus's folder.
    package let name: String
    /// The parsed file.
    package let song: MIDISong
    /// Hash of its bytes.
    package let contents: ContentHash
    /// Hash of its notes, irrespective of key.
    package let music: TransposedMusic

    /// The song as notes.
    package var score: Score { song.score }

    /// Parses a file.
    /// - Throws: `MIDIError` if the bytes are not a song.
    package init(name: String, _ bytes: [UInt8]) throws(MIDIError) {
        self.name = name
        song = try MIDISong(bytes)
        contents = ContentHash(bytes)
        music = TransposedMusic(song.score)
    }
}

/// The notes of a song irrespective of its key, as a hash: songs with equal hashes are transpositions of each other.
package struct TransposedMusic: Sendable, Hashable {
    /// Hash of start, end and pitch of each note, sorted by those. Pitches are relative to the lowest (drums: the key
    /// plus 128), times to the first note, in 960ths of a quarter, so that the resolution of the file does not matter.
    package let hash: ContentHash

    /// Hashes the notes of a score.
    package init(_ score: Score) {
        let lowest = score.parts.filter { !$0.isDrums }.flatMap(\.notes).map(\.pitch).min() ?? 0
        let origin = score.parts.flatMap(\.notes).map(\.startTick).min() ?? 0
        func time(_ tick: Int) -> Int { (tick - origin) * 960 / score.ticksPerQuarter }
        let notes = score.parts.flatMap { part in
            part.notes.map { note in
                (
                    start: time(note.startTick), end: time(note.endTick),
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
