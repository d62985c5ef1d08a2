/// One beat as input of the chord analysis: its position, its pitch classes and its lowest note.
struct HarmonicBeat {
    let startTick: Int
    let endTick: Int
    let startsBar: Bool
    /// Share of the beat for which each pitch class sounds, 0…1; melody notes count less, since many are passing.
    fileprivate(set) var weights = [Double](repeating: 0, count: 12)
    /// MIDI key of the lowest note that sounds long enough to count as the bass.
    fileprivate(set) var lowest: Int?
    /// How low it is for its surroundings, 0…1; the upper notes of an arpeggio are lowest only for a moment.
    fileprivate(set) var bassWeight = 0.0

    /// Whether the beat has fewer pitch classes than a triad, in a passage where that is the rule, so that the key has
    /// to decide which chord they belong to.
    fileprivate(set) var isThin = false

    var isSilent: Bool { lowest == nil }
    var total: Double { weights.reduce(0, +) }

    /// Maximum beats a held note counts in, since it decays; this also keeps the work linear in the number of notes.
    private static let maximumBeats = 16
    /// Weight of melody notes; tuned like `ChordPath`.
    private static let melodyShare = 0.2
    /// Mean pitch classes per beat below which a passage is too thin to spell its chords, as one or two voices are.
    /// Songs without a chord part are thin throughout.
    ///
    /// This and the next two were tuned 2026-11-30 on even-numbered songs of POP909, for the most roots and thirds as
    /// annotated from melody and bass line alone; this one was then lowered until the full songs of rank 1 + 14 n did
    /// not change.
    private static let thinTones = 1.6
    /// Number of beats before and after a beat that make up its passage.
    private static let passageBeats = 8
    /// Sum of weights up to which the notes of a thin beat are boosted, and the maximum boost.
    private static let fullSound = 1.5, maximumGain = 2.0
    /// Semitones above the lowest note nearby at which the bass weight is halved; tuned likewise.
    private static let bassFallSemitones = 6.0
    /// Minimum share of a beat for which a note has to sound to be its bass.
    private static let minimumBassShare = 0.2

    /// The beats from tick 0 to the end of the last note.
    static func beats(of score: Score) -> [HarmonicBeat] {
        var beats = grid(score)
        guard !beats.isEmpty else { return [] }
        let pitched = score.parts.filter { !$0.isDrums }
        func isTune(_ part: Part) -> Bool { part.role == .melody || part.role == .counter }
        // Without an accompaniment, the melodies have to imply the chords.
        let share = pitched.allSatisfy { isTune($0) || $0.notes.isEmpty } ? 1 : melodyShare
        for part in pitched { add(part, isTune(part) ? share : 1, to: &beats) }
        let isSpelt = pitched.contains { $0.role == .chords || $0.role == .pad }
        for (index, isThin) in areThin(beats).enumerated() where isThin || !isSpelt {
            beats[index].isThin = beats[index].tones < 3
            beats[index].fillOut()
        }
        weighBass(&beats)
        return beats
    }

    /// Number of pitch classes that sound long enough to be chord tones.
    private var tones: Int { weights.count { $0 > Self.minimumBassShare } }

    /// For each beat, whether the mean number of pitch classes is low in the passage around it.
    private static func areThin(_ beats: [HarmonicBeat]) -> [Bool] {
        var sums = [(tones: 0, sounding: 0)]
        for beat in beats {
            let last = sums[sums.count - 1], tones = beat.tones
            sums.append((last.tones + tones, last.sounding + (tones > 0 ? 1 : 0)))
        }
        return beats.indices.map { index in
            let first = sums[max(0, index - passageBeats)], last = sums[min(beats.count, index + passageBeats + 1)]
            let sounding = last.sounding - first.sounding
            return Double(last.tones - first.tones) < thinTones * Double(max(1, sounding))
        }
    }

    private static func add(_ part: Part, _ share: Double, to beats: inout [HarmonicBeat]) {
        var index = 0
        for note in part.notes where note.durationTicks > 0 {
            // Notes are in order of onset; those before the first beat belong to it.
            if index > 0, beats[index].startTick > note.startTick { index = 0 }
            while index + 1 < beats.count, beats[index].endTick <= note.startTick { index += 1 }
            beats.withUnsafeMutableBufferPointer { add(note, share, from: index, to: $0) }
        }
    }

    /// Boosts the notes of a broken chord as if they rang on, so that successive notes count like simultaneous ones.
    private mutating func fillOut() {
        let total = total
        guard total > 0, total < Self.fullSound else { return }
        let gain = min(Self.maximumGain, Self.fullSound / total)
        for step in 0..<12 { weights[step] = min(1, weights[step] * gain) }
    }

    private static func add(
        _ note: Note, _ share: Double, from first: Int, to beats: UnsafeMutableBufferPointer<HarmonicBeat>
    ) {
        for index in first..<min(beats.count, first + maximumBeats) {
            let (start, end) = (beats[index].startTick, beats[index].endTick)
            if start >= note.endTick { break }
            let part = Double(min(end, note.endTick) - max(start, note.startTick)) / Double(end - start)
            let pitchClass = note.pitch % 12
            // Doublings add no weight.
            beats[index].weights[pitchClass] = min(1, beats[index].weights[pitchClass] + share * part)
            if part > minimumBassShare, note.pitch < beats[index].lowest ?? 128 { beats[index].lowest = note.pitch }
        }
    }

    /// Sets the bass weight of each beat from its height above the lowest note within two beats.
    private static func weighBass(_ beats: inout [HarmonicBeat]) {
        for index in beats.indices {
            guard let own = beats[index].lowest else { continue }
            let around = beats[max(0, index - 2)...min(beats.count - 1, index + 2)].compactMap(\.lowest)
            let floor = around.min() ?? own
            beats[index].bassWeight = 1 / (1 + Double(own - floor) / bassFallSemitones)
        }
    }

    /// The beats of all bars, without notes.
    private static func grid(_ score: Score) -> [HarmonicBeat] {
        var beats: [HarmonicBeat] = []
        let end = score.lastNoteEndTick
        for bar in score.meterMap.bars(upTo: end) {
            let beat = bar.meter.beatTicks(ticksPerQuarter: score.ticksPerQuarter)
            let count = max(1, (bar.lengthTicks + beat / 2) / beat)
            for number in 0..<count {
                let start = bar.startTick + number * beat
                let stop = number + 1 == count ? bar.endTick : bar.startTick + (number + 1) * beat
                guard stop > start, start < end else { continue }
                beats.append(HarmonicBeat(startTick: start, endTick: stop, startsBar: number == 0))
            }
        }
        return beats
    }
}
