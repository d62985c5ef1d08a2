import LofiScore

/// Finds the part that carries a song's melody in its top notes.
enum MelodyPart {
    /// The part that is a melody by name or texture; otherwise the melody split off a piano part (`HandSplit`);
    /// otherwise the part with the highest mean pitch.
    /// - Parameter score: On the grid of its beats.
    static func of(_ score: Score) -> Part? {
        if let melody = score.parts.first(where: { $0.role == .melody && !$0.notes.isEmpty }) { return melody }
        let pitched = score.parts.filter { !$0.isDrums && !$0.notes.isEmpty }
        guard var both = pitched.first else { return nil }
        both.role = .chords
        both.notes = score.pitchedNotes
        let split = HandSplit.split(both, ticksPerQuarter: score.ticksPerQuarter)
        if let melody = split.first(where: { $0.role == .melody }) { return melody }
        return pitched.max { meanPitch($0) < meanPitch($1) }
    }

    private static func meanPitch(_ part: Part) -> Double {
        Double(part.notes.reduce(0) { $0 + $1.pitch }) / Double(part.notes.count)
    }
}
