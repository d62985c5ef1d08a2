import LofiPlatform
import LofiScore

/// Pitch metrics, without drums.
package enum PitchMetrics {
    /// Semitones from the lowest to the highest pitch; nil with drums only, where muspy gives -127.
    package static func range(_ input: MetricInput) -> Double? {
        let pitches = input.notes.map(\.pitch)
        guard let lowest = pitches.min(), let highest = pitches.max() else { return nil }
        return Double(highest - lowest)
    }

    /// Number of distinct pitches (`modulus` 128) or pitch classes (12).
    package static func used(_ input: MetricInput, of modulus: Int) -> Double {
        Double(Set(input.notes.map { $0.pitch % modulus }).count)
    }

    /// Shannon entropy of the pitches (`modulus` 128) or pitch classes (12), in bits.
    package static func entropy(_ input: MetricInput, of modulus: Int) -> Double? {
        guard !input.notes.isEmpty else { return nil }
        return histogram(input, of: modulus).filter { $0 > 0 }.reduce(0) { sum, count in
            let share = Double(count) / Double(input.notes.count)
            return sum - share * log2(share)
        }
    }

    /// Share of notes in a scale (natural minor), 0…1.
    package static func inScaleRate(_ input: MetricInput, _ key: Key) -> Double? {
        guard !input.notes.isEmpty else { return nil }
        let classes = histogram(input, of: 12)
        return Double(key.scale.reduce(0) { $0 + classes[$1] }) / Double(input.notes.count)
    }

    /// The same for the scale that contains the most notes.
    package static func scaleConsistency(_ input: MetricInput) -> Double? {
        Key.Mode.allCases.flatMap { mode in
            (0..<12).compactMap { inScaleRate(input, Key(tonic: $0, mode: mode)) }
        }.max()
    }

    private static func histogram(_ input: MetricInput, of modulus: Int) -> [Int] {
        input.notes.reduce(into: [Int](repeating: 0, count: modulus)) { $0[$1.pitch % modulus] += 1 }
    }
}
