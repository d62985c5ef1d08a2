/// Pitches as music21 spells them from MIDI: `C4` is key 60, `F#3`, `E-4` (E flat), `B-2`.
package enum PitchName {
    private static let names = ["C", "C#", "D", "E-", "E", "F", "F#", "G", "G#", "A", "B-", "B"]

    /// - Parameter pitch: MIDI key, 0…127.
    package static func of(_ pitch: Int) -> String { names[pitch % 12] + String(pitch / 12 - 1) }

    /// The MIDI key of a name; nil where it is none. `E-1` is the E flat of octave 1, though music21 prints key 4 alike.
    package static func pitch(_ name: some StringProtocol) -> Int? {
        // Longer names first: E- before E.
        let candidates = names.indices.filter { name.hasPrefix(names[$0]) }.sorted { names[$0].count > names[$1].count }
        for pitchClass in candidates {
            guard let octave = Int(name.dropFirst(names[pitchClass].count)) else { continue }
            let pitch = (octave + 1) * 12 + pitchClass
            return (0...127).contains(pitch) ? pitch : nil
        }
        return nil
    }
}
