import LofiScore

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

/// The notes of a song but for its key: songs with the same are one another moved up or down.
package struct TransposedMusic: Sendable, Hashable {
    /// Start, end, pitch above the lowest (drums: the key itself, plus 128) of each note, by those; times from the first
    /// note on, in 960ths of a quarter, so that the resolution of the file does not matter.
    private let notes: [Int]

    package init(_ score: Score) {
        let pitched = score.pitchedNotes
        let lowest = pitched.map(\.pitch).min() ?? 0
        let origin = score.parts.flatMap(\.notes).map(\.startTick).min() ?? 0
        func place(_ tick: Int) -> Int { (tick - origin) * 960 / score.ticksPerQuarter }
        let all = score.parts.flatMap { part in
            part.notes.map { note in
                [
                    place(note.startTick), place(note.endTick),
                    part.isDrums ? note.pitch + 128 : note.pitch - lowest,
                ]
            }
        }
        notes = all.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
    }

    package var hash: ContentHash {
        var hash = ContentHash()
        for number in notes { hash.add(number) }
        return hash
    }
}
