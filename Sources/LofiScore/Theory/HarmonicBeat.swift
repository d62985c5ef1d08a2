/// One beat of the score as chord finding sees it: where it lies, what sounds in it, and what lies lowest.
struct HarmonicBeat {
    let startTick: Int
    let endTick: Int
    let startsBar: Bool
    /// By pitch class: for what part of the beat it sounds, 0…1; a melody's notes count less, for many only pass.
    fileprivate(set) var weights = [Double](repeating: 0, count: 12)
    /// MIDI key of the lowest note that sounds long enough to be heard as the bass.
    fileprivate(set) var lowest: Int?
    /// 0…1: how far down it lies, for its surroundings; an arpeggio's upper notes are lowest only for a moment.
    fileprivate(set) var bassWeight = 0.0

    /// Whether fewer pitch classes sound than a triad has, in a passage where that is the rule: then the key has to say
    /// which chord they belong to.
    fileprivate(set) var isThin = false

    var isSilent: Bool { lowest == nil }
    var total: Double { weights.reduce(0, +) }

    /// A held note dies away: it counts in at most so many beats, which also keeps the work linear in the notes.
    private static let longestBeats = 16
    /// A melody's notes count by this; tuned as `ChordPath`.
    private static let melodyShare = 0.2
    /// Mean of the pitch classes in a beat below which a passage is too thin to spell its chords, as one or two voices are;
    /// songs in which no part plays chords are thin throughout.
    /// This and the next two tuned, 2026-11-30, on every 14th song of POP909 for the most roots and thirds as annotated in
    /// melody and bass line alone (0.68 to 0.81) that leaves the whole songs as they were.
    private static let thinTones = 1.6
    /// Beats before and after one that make its passage.
    private static let passageBeats = 8
    /// The sum of the weights up to which the notes of a thin beat ring on, and the most that it multiplies them by.
    private static let fullSound = 1.5, largestGain = 2.0
    /// So far above the deepest note around, the lowest of a beat speaks half as much for the bass; tuned likewise.
    private static let bassFallSemitones = 6.0
    /// A note has to sound for this part of a beat to be its bass.
    private static let shortestBass = 0.2

    /// The beats of a score from its first tick to the end of its last note.
    static func beats(of score: Score) -> [HarmonicBeat] {
        var beats = grid(score)
        guard !beats.isEmpty else { return [] }
        let pitched = score.parts.filter { !$0.isDrums }
        func isTune(_ part: Part) -> Bool { part.role == .melody || part.role == .counter }
        // Without an accompaniment the tunes have to tell the chords.
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

    /// Pitch classes that sound long enough to belong to a chord.
    private var tones: Int { weights.count { $0 > Self.shortestBass } }

    /// By beat, whether so few pitch classes sound a beat in the two bars before and after it.
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
            // Notes come in order of start; those before the first beat belong to it.
            if index > 0, beats[index].startTick > note.startTick { index = 0 }
            while index + 1 < beats.count, beats[index].endTick <= note.startTick { index += 1 }
            beats.withUnsafeMutableBufferPointer { add(note, share, from: index, to: $0) }
        }
    }

    /// Lets the notes of a broken chord count as if they rang on: what sounds one after the other says as much as what
    /// sounds together.
    private mutating func fillOut() {
        let total = total
        guard total > 0, total < Self.fullSound else { return }
        let gain = min(Self.largestGain, Self.fullSound / total)
        for step in 0..<12 { weights[step] = min(1, weights[step] * gain) }
    }

    private static func add(
        _ note: Note, _ share: Double, from first: Int, to beats: UnsafeMutableBufferPointer<HarmonicBeat>
    ) {
        for index in first..<min(beats.count, first + longestBeats) {
            let (start, end) = (beats[index].startTick, beats[index].endTick)
            if start >= note.endTick { break }
            let part = Double(min(end, note.endTick) - max(start, note.startTick)) / Double(end - start)
            let pitchClass = note.pitch % 12
            // Doublings add nothing to what a pitch class says.
            beats[index].weights[pitchClass] = min(1, beats[index].weights[pitchClass] + share * part)
            if part > shortestBass, note.pitch < beats[index].lowest ?? 128 { beats[index].lowest = note.pitch }
        }
    }

    private static func weighBass(_ beats: inout [HarmonicBeat]) {
        for index in beats.indices {
            guard let own = beats[index].lowest else { continue }
            let around = beats[max(0, index - 2)...min(beats.count - 1, index + 2)].compactMap(\.lowest)
            let floor = around.min() ?? own
            beats[index].bassWeight = 1 / (1 + Double(own - floor) / bassFallSemitones)
        }
    }

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
