import LofiScore

/// How much of a song's top line a corpus has already, whatever the key.
///
/// The top line is the highest note of each onset (a sixteenth together is one). A step of it is the interval to the next
/// note, in semitones, and the time to it, in sixteenths, a rest of a bar or more counting as a bar; n steps in a row, that
/// is n + 1 notes, are an n-gram. The rate is the share of a song's n-grams that stand somewhere in the corpus.
package struct CopyRate: Sendable {
    private enum Owner: Sendable { case one(Int), several }

    /// Steps.
    package let length: Int
    /// For each n-gram the class of songs that has it.
    private let owners: [ContentHash: Owner]

    /// - Parameter length: n, in steps.
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

    /// - Parameter leavingOut: the class of songs that does not count, where the song is of the corpus itself.
    /// - Returns: 0…1, nil where the song has fewer than n + 1 notes in a row.
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
        var line: [(place: Int, pitch: Int)] = []
        for note in score.pitchedNotes {
            let place = Int((Double(note.startTick) / sixteenth).rounded())
            if let last = line.last, last.place == place {
                line[line.count - 1].pitch = max(last.pitch, note.pitch)
            } else {
                line.append((place, note.pitch))
            }
        }
        return zip(line, line.dropFirst()).map { ($1.pitch - $0.pitch, min(16, $1.place - $0.place)) }
    }
}
