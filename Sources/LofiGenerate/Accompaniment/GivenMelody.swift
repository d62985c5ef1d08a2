import LofiScore

/// A melody from a file, and the metrical grid on which it is accompanied.
struct GivenMelody: Sendable {
    /// The file, whose tempo and meter maps the result keeps.
    let source: Score
    /// The melody in ticks of the file.
    let part: Part
    /// The melody alone on the grid of its beats; the file's own grid and bars if the melody lies on it.
    let pulse: Score
    /// The bars of `pulse` to accompany, from the first that is not a pickup to that of the last note.
    let bars: [MeterMap.Bar]
    /// The key estimated from the melody.
    let key: Key

    /// Returns nil if the song has no pitched notes.
    init?(_ song: Score) {
        guard var part = Self.line(of: song) ?? MelodyPart.of(song) else { return nil }
        part.role = .melody
        part.notes.sort { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
        (source, self.part) = (song, part)
        var alone = song
        alone.keySignatures = []
        alone.parts = [part]
        // The whole song reveals its beat better than the melody alone.
        pulse = Self.isOnGrid(part, ticksPerQuarter: song.ticksPerQuarter) ? alone : alone.regridded(to: BeatGrid(song))
        let notes = pulse.parts[0].notes
        let bars = pulse.meterMap.bars(
            from: notes[0].startTick, upTo: max(pulse.lastNoteEndTick, notes[0].startTick + 1))
        self.bars = Self.hasPickup(bars, notes[0].startTick) ? Array(bars.dropFirst()) : bars
        key = MelodyHarmony(melody: notes, meterMap: pulse.meterMap, ticksPerQuarter: pulse.ticksPerQuarter).key
    }

    /// Maximum notes per onset of a monophonic line, the limit of `RoleGuess`.
    private static let maximumNotesPerOnset = 1.25

    /// The only part of a song if it is a monophonic line in any register; nil otherwise.
    private static func line(of song: Score) -> Part? {
        let pitched = song.parts.filter { !$0.isDrums && !$0.notes.isEmpty }
        guard let only = pitched.first, pitched.count == 1 else { return nil }
        let onsets = Set(only.notes.map(\.startTick)).count
        return Double(only.notes.count) < maximumNotesPerOnset * Double(onsets) ? only : nil
    }

    /// Minimum share of onsets on the grid; half by chance.
    private static let minimumShareOnGrid = 0.8

    /// Whether the melody lies on the sixteenths and triplets of its file.
    private static func isOnGrid(_ part: Part, ticksPerQuarter: Int) -> Bool {
        let quarter = Double(ticksPerQuarter)
        let onGrid = part.notes.count { note in
            [quarter / 4, quarter / 3].contains { (step: Double) -> Bool in
                let steps = Double(note.startTick) / step
                return abs(steps - steps.rounded()) * step <= quarter / 24
            }
        }
        return Double(onGrid) >= minimumShareOnGrid * Double(part.notes.count)
    }

    /// Whether the first bar is a pickup: cut short, or silent for more than half of its length.
    private static func hasPickup(_ bars: [MeterMap.Bar], _ firstOnset: Int) -> Bool {
        guard bars.count > 1, let bar = bars.first else { return false }
        let isCut = bar.lengthTicks < bars[1].lengthTicks && bar.startTick == 0
        return isCut || (firstOnset - bar.startTick) * 2 > bar.lengthTicks
    }

    /// The key of the result.
    /// - Parameters:
    ///   - asked: The requested key, used as it is; nil = derive it from the melody.
    ///   - mode: Requested mode, which selects the melody's key or its relative; nil = the estimated key.
    func key(asked: Key?, mode: Key.Mode?) -> Key {
        if let asked { return asked }
        guard let mode, mode != key.mode else { return key }
        return Key(tonic: key.tonic + (mode == .minor ? 9 : 3), mode: mode)
    }

    /// Semitones by which to transpose the melody into the scale of a key; 0 for its own key or the relative one.
    func shift(to key: Key) -> Int {
        let shift = Sketch.shift(from: self.key) - Sketch.shift(from: key)
        let nearest = shift > 6 ? shift - 12 : shift < -5 ? shift + 12 : shift
        let pitches = part.notes.map { $0.pitch + nearest }
        // Any octave shift applies to the whole melody, so that its intervals are kept.
        return nearest + ((pitches.max() ?? 0) > 127 ? -12 : (pitches.min() ?? 0) < 0 ? 12 : 0)
    }

    /// The tick of the file at the time of a tick of `pulse`.
    func sourceTick(_ tick: Int) -> Int {
        pulse.tempoMap == source.tempoMap ? tick : source.tempoMap.tick(atSeconds: pulse.tempoMap.seconds(at: tick))
    }
}
