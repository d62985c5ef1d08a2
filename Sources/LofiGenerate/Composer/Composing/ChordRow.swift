import LofiScore

/// Chords as a person writes them in a row: `Dm9 G13 Cmaj9`, one a bar, or with bar lines, `Dm9 G13 | Cmaj9 |`.
package struct ChordRow: Sendable, Equatable {
    /// Of each bar, one to four.
    package let bars: [[Chord]]

    /// - Throws: `GenerationError.settings` that names what is no chord.
    package init(_ text: String) throws(GenerationError) {
        let hasLines = text.contains("|")
        var bars: [[Chord]] = []
        for bar in text.split(separator: "|") {
            var chords: [Chord] = []
            for word in bar.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
                guard let chord = Chord(String(word)) else {
                    throw .settings(reason: "chords: \(word) is no chord; write Dm9 or F#m7b5")
                }
                chords.append(chord)
            }
            guard chords.count <= 4 else {
                throw .settings(reason: "chords: \(chords.count) in one bar; at most one a beat, four")
            }
            if hasLines { if !chords.isEmpty { bars.append(chords) } } else { bars += chords.map { [$0] } }
        }
        guard !bars.isEmpty else { throw .settings(reason: "chords: none given") }
        self.bars = bars
    }

    /// The key that bears them best: most of their notes lie in its scale, it begins or ends them, its dominant leads there.
    package var key: Key {
        let chords = bars.flatMap { $0 }
        let keys = [Key.Mode.major, .minor].flatMap { mode in (0..<12).map { Key(tonic: $0, mode: mode) } }
        func fit(_ key: Key) -> Double {
            let scale = Set(key.scale)
            let within = chords.reduce(0.0) { sum, chord in
                let tones = chord.pitchClasses.map { $0 % 12 }
                return sum + Double(tones.count { scale.contains($0) }) / Double(tones.count)
            }
            func isTonic(_ chord: Chord?) -> Bool {
                chord.map { $0.root == key.tonic && $0.quality.isMinor == (key.mode == .minor) } ?? false
            }
            let hasDominant = chords.contains { chord in
                [.dominant7, .dominant9].contains(chord.quality) && chord.root == (key.tonic + 7) % 12
            }
            return within / Double(chords.count) * 8 + (isTonic(chords.first) ? 0.5 : 0)
                + (isTonic(chords.last) ? 0.6 : 0) + (hasDominant ? 0.8 : 0)
        }
        return keys.max { fit($0) < fit($1) } ?? keys[0]
    }

    /// One bar's chords on its beats, as evenly as they go.
    static func changes(_ chords: [Chord]) -> [Sketch.ChordChange] {
        chords.enumerated().map { index, chord in
            Sketch.ChordChange(position: index * 4 / chords.count * 4, chord: chord)
        }
    }

    /// Moved from a key to C major or A minor.
    package func moved(from key: Key) -> [[Chord]] {
        let shift = Sketch.shift(from: key)
        return bars.map { $0.map { Chord(root: ($0.root + shift + 12) % 12, quality: $0.quality) } }
    }
}
