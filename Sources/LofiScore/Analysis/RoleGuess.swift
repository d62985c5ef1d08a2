/// Guesses the role of each part from its register, texture, instrument and name.
///
/// A single part that plays chords and melody at once, as a piano does, counts as chords. Of the monophonic lines, the
/// highest and busiest is the melody; the others are counter-melodies.
public enum RoleGuess {
    /// Returns the parts with their roles assigned; drum parts stay drums.
    public static func assign(_ parts: [Part]) -> [Part] {
        var assigned = parts
        let textures = parts.map { $0.isDrums ? nil : Texture($0) }
        for (index, texture) in textures.enumerated() {
            guard let texture else { continue }
            assigned[index].role = role(of: parts[index], texture)
        }
        // Keep one melody, the busiest and highest line; the others are counter-melodies.
        let lines = assigned.indices.filter { assigned[$0].role == .melody }
        let leader = lines.max { score(textures[$0], parts[$0]) < score(textures[$1], parts[$1]) }
        for index in lines where index != leader { assigned[index].role = .counter }
        return assigned
    }

    /// Pitch and density statistics of a part.
    private struct Texture {
        /// Mean MIDI key.
        let meanPitch: Double
        /// Mean number of notes starting together; 1 = monophonic.
        let notesPerOnset: Double
        let meanQuarters: Double
        let noteCount: Int

        init(_ part: Part) {
            // In a single pass, since songs may have millions of notes.
            var onsets = 0
            var (previous, lastEnd, pitches, durations) = (-1, 0, 0, 0)
            for note in part.notes {
                if note.startTick != previous { onsets += 1 }
                previous = note.startTick
                lastEnd = max(lastEnd, note.endTick)
                pitches += note.pitch
                durations += note.durationTicks
            }
            noteCount = part.notes.count
            notesPerOnset = Double(noteCount) / Double(max(1, onsets))
            meanPitch = Double(pitches) / Double(max(1, noteCount))
            let last = max(1, lastEnd - (part.notes.first?.startTick ?? 0))
            // Summed durations over the part's length: near 1 if single notes are held end to end.
            meanQuarters = Double(durations) / Double(last)
        }
    }

    private static func role(of part: Part, _ texture: Texture) -> Role {
        if part.isNamed("bass") && texture.meanPitch < 60 { return .bass }
        if part.isNamedAsLead { return .melody }
        if part.isNamed("pad") { return .pad }
        let isLine = texture.notesPerOnset < 1.25 && texture.meanQuarters < 1.5
        switch part.program {
        case 32...39 where texture.meanPitch < 60: return .bass
        case 48...54, 88...95: return isLine && texture.meanPitch > 64 ? .melody : .pad
        default: break
        }
        if isLine && texture.meanPitch < 48 { return .bass }
        return isLine && texture.meanPitch >= 55 ? .melody : .chords
    }

    private static func score(_ texture: Texture?, _ part: Part) -> Double {
        guard let texture else { return 0 }
        return (part.isNamedAsLead ? 1e6 : 0) + Double(min(texture.noteCount, 400)) + (texture.meanPitch - 60) * 10
    }
}

extension Part {
    fileprivate var isNamedAsLead: Bool {
        isNamed("melody") || isNamed("lead") || isNamed("vocal") || isNamed("voice") || isNamed("solo")
    }

    /// Whether the name contains the lower-case ASCII `word`, ignoring case.
    ///
    /// Compares bytes, because some files have tens of thousands of names.
    fileprivate func isNamed(_ word: StaticString) -> Bool {
        var name = name
        return name.withUTF8 { name in
            let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
            guard name.count >= word.count else { return false }
            return (0...(name.count - word.count)).contains { start in
                word.indices.allSatisfy { name[start + $0] | 0x20 == word[$0] }
            }
        }
    }
}
