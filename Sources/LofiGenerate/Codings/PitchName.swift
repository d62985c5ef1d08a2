/// Pitch names as spelt by music21 for MIDI: `C4` is key 60, `F#3`, `E-4` (E flat), `B-2`.
package enum PitchName {
    private static let names = ["C", "C#", "D", "E-", "E", "F", "F#", "G", "G#", "A", "B-", "B"]

    /// The name of a MIDI key, 0…127.
    package static func of(_ pitch: Int) -> String { names[pitch % 12] + String(pitch / 12 - 1) }

    /// The MIDI key of a name; nil if it is not one. `E-1` is E flat in octave 1, although music21 prints key 4 the
    /// same way.
    package static func pitch(_ name: some StringProtocol) -> Int? {
        // Longer names first, so that E- is tried before E.
        let candidates = names.indices.filter { name.hasPrefix(names[$0]) }.sorted { names[$0].count > names[$1].count }
        for pitchClass in candidates {
            guard let octave = Int(name.dropFirst(names[pitchClass].count)) else { continue }
            let pitch = (octave + 1) * 12 + pitchClass
            return (0...127).contains(pitch) ? pitch : nil
        }
        return nil
    }
}
