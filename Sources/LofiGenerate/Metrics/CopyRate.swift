import LofiScore

/// Share of a song's top line that also occurs in a corpus, in any key.
///
/// The top line is the highest note of each onset, quantised to sixteenths. A step is the interval to the next note, in
/// semitones, and the time to it, in sixteenths, with rests of a bar or more counted as a bar; n consecutive steps,
/// that is n + 1 notes, form an n-gram. The rate is the share of a song's n-grams found in the corpus.
package struct CopyRate: Sendable {
    private enum Owner: Sendable { case one(Int), several }

    /// Steps per n-gram.
    package let length: Int
    /// Class of songs that contains each n-gram.
    private let owners: [ContentHash: Owner]

    /// - Parameters:
    ///   - corpus: The corpus to compare with.
    ///   - length: Steps per n-gram.
    package init(_ corpus: Corpus, length: Int) {
        self.length = length
        var owners: [ContentHash: Owner] = [:]
        for (file, number) in zip(corpus.files, corpus.classes) {
            for gram in Self.grams(file.score, length) {
                switch owners[gram] {
                case nil: owners[gram] = .one(number)
                case .one(let other) where other != number: owners[gram] = .several
                default: break
                }
            }
        }
        self.owners = owners
    }

    /// The copy rate of a song.
    /// - Parameters:
    ///   - score: The song.
    ///   - number: Class of songs to ignore, if the song is itself in the corpus.
    /// - Returns: 0…1, or nil if the song has fewer than n + 1 notes.
    package func rate(of score: Score, leavingOut number: Int? = nil) -> Double? {
        let grams = Self.grams(score, length)
        guard !grams.isEmpty else { return nil }
        let copied = grams.count { gram in
            switch owners[gram] {
            case .several: true
            case .one(let owner): owner != number
            case nil: false
            }
        }
        return Double(copied) / Double(grams.count)
    }

    private static func grams(_ score: Score, _ length: Int) -> [ContentHash] {
        let steps = steps(score)
        guard steps.count >= length else { return [] }
        return (0...(steps.count - length)).map { first in
            steps[first..<(first + length)].reduce(into: ContentHash()) { hash, step in
                hash.add(UInt8(bitPattern: Int8(clamping: step.interval)))
                hash.add(UInt8(step.sixteenths))
            }
        }
    }

    private static func steps(_ score: Score) -> [(interval: Int, sixteenths: Int)] {
        let sixteenth = Double(score.ticksPerQuarter) / 4
        var line: [(position: Int, pitch: Int)] = []
        for note in score.pitchedNotes {
            let position = Int((Double(note.startTick) / sixteenth).rounded())
            if let last = line.last, last.position == position {
                line[line.count - 1].pitch = max(last.pitch, note.pitch)
            } else {
                line.append((position, note.pitch))
            }
        }
        return zip(line, line.dropFirst()).map { ($1.pitch - $0.pitch, min(16, $1.position - $0.position)) }
    }
}
