import LofiScore

/// A melody as a file has it, and the grid on which it is heard.
struct GivenMelody: Sendable {
    /// The file: its tempo and meter maps are those of the result.
    let source: Score
    /// The melody in the ticks of the file.
    let part: Part
    /// The melody alone on the grid of its pulse: the file's own grid and bars if the melody lies on that.
    let pulse: Score
    /// The bars of `pulse` that are accompanied: from the first that is not a pickup to that of the last note.
    let bars: [MeterMap.Bar]
    /// The key that is heard in the melody.
    let key: Key

    /// - Returns: nil if the song has no pitched notes.
    init?(_ song: Score) {
        guard var part = Self.line(of: song) ?? MelodyPart.of(song) else { return nil }
        part.role = .melody
        part.notes.sort { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
        (source, self.part) = (song, part)
        var alone = song
        alone.keySignatures = []
        alone.parts = [part]
        // The whole song says more about its beat than the melody does.
        pulse = Self.isOnGrid(part, ticksPerQuarter: song.ticksPerQuarter) ? alone : alone.regridded(to: BeatGrid(song))
        let notes = pulse.parts[0].notes
        let bars = pulse.meterMap.bars(
            from: notes[0].startTick, upTo: max(pulse.lastNoteEndTick, notes[0].startTick + 1))
        self.bars = Self.hasPickup(bars, notes[0].startTick) ? Array(bars.dropFirst()) : bars
        key = MelodyHarmony(melody: notes, meterMap: pulse.meterMap, ticksPerQuarter: pulse.ticksPerQuarter).key
    }

    /// More notes than this for each onset are chords: the limit of `RoleGuess`.
    private static let mostNotesPerOnset = 1.25

    /// The only part of a song, if it is a single line in whatever register.
    private static func line(of song: Score) -> Part? {
        let pitched = song.parts.filter { !$0.isDrums && !$0.notes.isEmpty }
        guard let only = pitched.first, pitched.count == 1 else { return nil }
        let onsets = Set(only.notes.map(\.startTick)).count
        return Double(only.notes.count) < mostNotesPerOnset * Double(onsets) ? only : nil
    }

    /// Onsets on the grid by this share: chance alone gives a half.
    private static let leastShareOnGrid = 0.8

    /// Whether the melody lies on the sixteenths and triplets of its file.
    private static func isOnGrid(_ part: Part, ticksPerQuarter: Int) -> Bool {
        let quarter = Double(ticksPerQuarter)
        let onGrid = part.notes.count { note in
            [quarter / 4, quarter / 3].contains { (step: Double) -> Bool in
                let steps = Double(note.startTick) / step
                return abs(steps - steps.rounded()) * step <= quarter / 24
            }
        }
        return Double(onGrid) >= leastShareOnGrid * Double(part.notes.count)
    }

    /// Whether the first bar is a pickup: cut short, or silent for more than half.
    private static func hasPickup(_ bars: [MeterMap.Bar], _ firstOnset: Int) -> Bool {
        guard bars.count > 1, let bar = bars.first else { return false }
        let isCut = bar.lengthTicks < bars[1].lengthTicks && bar.startTick == 0
        return isCut || (firstOnset - bar.startTick) * 2 > bar.lengthTicks
    }

    /// The key of the result.
    /// - Parameters:
    ///   - asked: taken as it is.
    ///   - mode: of its relatives the melody's key in this mode; nil keeps the one that is heard.
    func key(asked: Key?, mode: Key.Mode?) -> Key {
        if let asked { return asked }
        guard let mode, mode != key.mode else { return key }
        return Key(tonic: key.tonic + (mode == .minor ? 9 : 3), mode: mode)
    }

    /// Semitones by which the melody moves to lie in the scale of a key: 0 unless another one is asked for.
    func shift(to key: Key) -> Int {
        let shift = Sketch.shift(from: self.key) - Sketch.shift(from: key)
        let nearest = shift > 6 ? shift - 12 : shift < -5 ? shift + 12 : shift
        let pitches = part.notes.map { $0.pitch + nearest }
        // All of it by an octave, so that the melody stays one.
        return nearest + ((pitches.max() ?? 0) > 127 ? -12 : (pitches.min() ?? 0) < 0 ? 12 : 0)
    }

    /// The tick of the file at the same time as a tick of the pulse.
    func sourceTick(_ tick: Int) -> Int {
        pulse.tempoMap == source.tempoMap ? tick : source.tempoMap.tick(atSeconds: pulse.tempoMap.seconds(at: tick))
    }
}
