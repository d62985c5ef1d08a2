import LofiScore

/// Constrains bass and chords of a song to a given chord progression, whatever a model has played.
///
/// Within each span every note of the two voices is a chord tone, the requested bass note is the lowest, and every
/// characteristic tone of the chord (`ChordSymbol.requiredPitchClasses`) sounds. Notes that already fit are unchanged.
struct ChordBinding {
    /// Chord spans in order, without overlaps.
    let spans: [ChordSpan]
    /// Resolution of the spans and of the score.
    let ticksPerQuarter: Int

    /// MIDI keys in which missing chord tones are added, around middle C.
    private static let chordRange = 52...72
    /// MIDI keys of the bass note, from E1, the lowest string of a bass, to the B below middle C.
    private static let bassRange = 28...59
    /// Velocity of added notes when there is none to copy.
    private static let usualVelocity = 64

    /// Applies the chords to the bass and chord parts of `score`, which are added if missing.
    func apply(to score: inout Score) {
        var bass = notes(of: .bass, in: score), chords = notes(of: .chords, in: score)
        let start = spans.first?.startTick ?? 0
        var boundBass = bass.filter { $0.startTick < start }, boundChords = chords.filter { $0.startTick < start }
        for span in spans {
            var low = Self.take(&bass, from: span)
            var high = Self.take(&chords, from: span)
            let floor = setBass(&low, span, after: boundBass.last)
            for note in high.indices {
                while high[note].pitch <= floor, high[note].pitch + 12 <= 127 { high[note].pitch += 12 }
            }
            addMissing(&high, low, span, floor)
            boundBass += Self.apart(low)
            boundChords += Self.apart(high)
        }
        set(boundBass, as: .bass, in: &score)
        set(boundChords, as: .chords, in: &score)
    }

    // MARK: Notes of a span

    /// Removes the notes that start in a span, each moved to its nearest chord tone and shortened to end with the
    /// chord.
    private static func take(_ notes: inout [Note], from span: ChordSpan) -> [Note] {
        let count = notes.prefix { $0.startTick < span.endTick }.count
        let taken = notes.prefix(count).filter { $0.startTick >= span.startTick }
        notes.removeFirst(count)
        return taken.map { note in
            var note = note
            note.pitch = nearest(to: note.pitch, span.symbol.pitchClasses)
            note.durationTicks = min(note.durationTicks, span.endTick - note.startTick)
            return note
        }
    }

    private static func nearest(to pitch: Int, _ pitchClasses: [Int]) -> Int {
        (0...6).lazy.flatMap { [pitch - $0, pitch + $0] }
            .first { (0...127).contains($0) && pitchClasses.contains($0 % 12) } ?? pitch
    }

    /// Keeps the longest of notes with one pitch that start together, and ends a note where its pitch is struck again.
    private static func apart(_ notes: [Note]) -> [Note] {
        var kept: [Note] = []
        var last: [Int: Int] = [:]
        for note in notes.sorted(by: { ($0.startTick, -$0.durationTicks) < ($1.startTick, -$1.durationTicks) }) {
            if let before = last[note.pitch], kept[before].endTick > note.startTick {
                if kept[before].startTick == note.startTick { continue }
                kept[before].durationTicks = note.startTick - kept[before].startTick
            }
            last[note.pitch] = kept.count
            kept.append(note)
        }
        return kept
    }

    // MARK: Bass

    /// Starts the span with the requested bass note, and raises notes below it by octaves.
    /// - Returns: the pitch of the bass note.
    private func setBass(_ low: inout [Note], _ span: ChordSpan, after before: Note?) -> Int {
        let near = low.first?.pitch ?? before?.pitch ?? 40
        var pitch = Self.nearest(to: near, [span.symbol.bass])
        while pitch < Self.bassRange.lowerBound { pitch += 12 }
        while pitch > Self.bassRange.upperBound { pitch -= 12 }
        if let first = low.first, first.startTick < span.startTick + min(ticksPerQuarter, span.lengthTicks) {
            low[0].pitch = pitch
        } else {
            let end = min(low.first?.startTick ?? span.endTick, span.endTick)
            low.insert(
                Note(
                    startTick: span.startTick, durationTicks: end - span.startTick, pitch: pitch,
                    velocity: low.first?.velocity ?? before?.velocity ?? Self.usualVelocity), at: 0)
        }
        for index in low.indices.dropFirst() {
            while low[index].pitch < pitch { low[index].pitch += 12 }
        }
        return pitch
    }

    // MARK: Missing tones

    /// Adds the required tones that sound for less than a beat or a quarter of the span to its longest chord.
    private func addMissing(_ high: inout [Note], _ low: [Note], _ span: ChordSpan, _ floor: Int) {
        let enough = min(ticksPerQuarter, max(1, span.lengthTicks / 4))
        var sounding: [Int: Int] = [:]
        for note in low + high {
            sounding[note.pitch % 12, default: 0] += min(note.endTick, span.endTick) - note.startTick
        }
        let missing = span.symbol.requiredPitchClasses.filter { sounding[$0, default: 0] < enough }
        guard !missing.isEmpty else { return }
        let longest = high.max { ($0.durationTicks, -$0.startTick) < ($1.durationTicks, -$1.startTick) }
        let model: Note
        if let longest, longest.durationTicks >= enough {
            model = longest
        } else {
            model = Note(
                startTick: span.startTick, durationTicks: span.lengthTicks, pitch: Self.chordRange.lowerBound + 8,
                velocity: high.first?.velocity ?? Self.usualVelocity)
        }
        for pitchClass in missing {
            var pitch = Self.nearest(to: min(max(model.pitch, 56), 68), [pitchClass])
            while pitch <= floor { pitch += 12 }
            high.append(
                Note(
                    startTick: model.startTick, durationTicks: min(model.durationTicks, span.endTick - model.startTick),
                    pitch: pitch, velocity: model.velocity))
        }
    }

    // MARK: Parts

    private func notes(of role: Role, in score: Score) -> [Note] {
        score.parts.filter { $0.role == role }.flatMap(\.notes).sorted {
            ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch)
        }
    }

    private func set(_ notes: [Note], as role: Role, in score: inout Score) {
        guard let first = score.parts.firstIndex(where: { $0.role == role }) else {
            guard !notes.isEmpty else { return }
            let voice: Sketch.Voice = role == .bass ? .bass : .chords
            score.parts.append(voice.part(notes, channel: score.parts.count))
            return
        }
        score.parts[first].notes = notes
    }
}
