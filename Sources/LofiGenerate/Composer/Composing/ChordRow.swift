import LofiPlugin
import LofiScore

/// A chord progression in text form: `Dm9 G13 Cmaj9` with one chord per bar, or `Dm9 G13 | Cmaj9 |` with bar lines.
package struct ChordRow: Sendable, Equatable {
    /// The chords of each bar, one to four.
    package let bars: [[ChordSymbol]]

    /// - Parameter bars: The chords of each bar, one to four.
    package init(bars: [[ChordSymbol]]) { self.bars = bars }

    /// Parses a progression.
    /// - Throws: `GenerationError.settings` with the word that is not a chord.
    package init(_ text: String) throws(GenerationError) {
        let hasLines = text.contains("|")
        var bars: [[ChordSymbol]] = []
        for bar in text.split(separator: "|") {
            var chords: [ChordSymbol] = []
            for word in bar.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
                guard let chord = ChordSymbol(String(word)) else {
                    throw .settings(reason: "chords: \(word) is not a chord; write chords such as Dm9 or F#m7b5")
                }
                chords.append(chord)
            }
            guard chords.count <= 4 else {
                throw .settings(reason: "chords: \(chords.count) in one bar; at most 4 (one per beat) are allowed")
            }
            if hasLines { if !chords.isEmpty { bars.append(chords) } } else { bars += chords.map { [$0] } }
        }
        guard !bars.isEmpty else { throw .settings(reason: "chords: none given; write chords such as Dm9 G13 Cmaj9") }
        self.bars = bars
    }

    /// The best-fitting key: most tones in its scale, its tonic first or last, its dominant present.
    /// - Parameter mode: nil = either.
    package func key(in mode: Key.Mode?) -> Key {
        let chords = bars.flatMap { $0 }.map(\.chord)
        let modes = mode.map { [$0] } ?? [.major, .minor]
        let keys = modes.flatMap { mode in (0..<12).map { Key(tonic: $0, mode: mode) } }
        func fit(_ key: Key) -> Double {
            func isTonic(_ chord: Chord?) -> Bool {
                chord.map { $0.root == key.tonic && $0.quality.isMinor == (key.mode == .minor) } ?? false
            }
            let hasDominant = chords.contains { chord in
                [.dominant7, .dominant9].contains(chord.quality) && chord.root == (key.tonic + 7) % 12
            }
            return shareWithin(key) * 8 + (isTonic(chords.first) ? 0.5 : 0) + (isTonic(chords.last) ? 0.6 : 0)
                + (hasDominant ? 0.8 : 0)
        }
        return keys.max { fit($0) < fit($1) } ?? keys[0]
    }

    /// The best-fitting key of either mode.
    package var key: Key { key(in: nil) }

    /// Share of chord tones in the scale of a key, averaged over the chords, 0…1.
    private func shareWithin(_ key: Key) -> Double {
        let scale = Set(key.scale)
        let chords = bars.flatMap { $0 }.map(\.chord)
        let within = chords.reduce(0.0) { sum, chord in
            let tones = chord.pitchClasses.map { $0 % 12 }
            return sum + Double(tones.count { scale.contains($0) }) / Double(tones.count)
        }
        return within / Double(chords.count)
    }

    /// Minimum share of tones in the scale. Diatonic and borrowed chords exceed it; a progression in a key a whole tone
    /// away does not: ii-V-I in C has 0.73 of its tones in D.
    private static let minimumShareWithin = 0.75

    /// Whether a key is plausible for the chords. For chords in no key, any key that fits as well as the best is.
    package func suits(_ key: Key) -> Bool {
        shareWithin(key) >= min(Self.minimumShareWithin, shareWithin(self.key))
    }

    /// The chords of a bar placed on its beats as evenly as possible; surplus chords are dropped.
    /// - Parameters:
    ///   - chords: The chords of the bar.
    ///   - length: Length of the bar in sixteenths.
    static func changes(_ chords: [ChordSymbol], length: Int = 16) -> [Sketch.ChordChange] {
        let beats = max(1, length / 4)
        let kept = chords.prefix(beats)
        return kept.enumerated().map { index, symbol in
            Sketch.ChordChange(position: index * beats / kept.count * 4, chord: symbol.chord)
        }
    }

    /// The chords transposed from a key to C major or A minor.
    package func moved(from key: Key) -> [[ChordSymbol]] {
        let shift = Sketch.shift(from: key)
        return bars.map { $0.map { $0.transposed(by: shift) } }
    }

    /// The progression laid over bars, repeated as often as needed.
    /// - Returns: spans without gaps from the start of the first bar.
    func spans(over bars: [MeterMap.Bar], ticksPerQuarter: Int) -> [ChordSpan] {
        bars.enumerated().flatMap { index, bar in
            let chords = self.bars[index % self.bars.count]
            let beat = bar.meter.beatTicks(ticksPerQuarter: ticksPerQuarter)
            let beats = max(1, bar.lengthTicks / beat)
            // More chords than beats divide the bar evenly.
            let starts = chords.indices.map { chord in
                chords.count <= beats
                    ? bar.startTick + chord * beats / chords.count * beat
                    : bar.startTick + chord * bar.lengthTicks / chords.count
            }
            return chords.indices.map { chord in
                let end = chord + 1 < chords.count ? starts[chord + 1] : bar.endTick
                return ChordSpan(startTick: starts[chord], endTick: end, symbol: chords[chord])
            }
        }
    }
}
