/// A stretch of a melody with one chord: half a bar in bars of four or more beats, otherwise a whole bar.
struct MelodySegment: Equatable {
    let startTick: Int
    let endTick: Int
    let startsBar: Bool
    let endsBar: Bool
    /// Bars since the start of the phrase, from 0; nil outside a phrase.
    fileprivate(set) var barInPhrase: Int?
    /// Bars until the end of the phrase, from 0; nil outside a phrase.
    fileprivate(set) var barsToPhraseEnd: Int?
    /// Share of the segment for which each pitch class sounds, 0…1.
    fileprivate(set) var sound = [Double](repeating: 0, count: 12)
    /// Share of the beats on which each pitch class sounds, 0…1.
    fileprivate(set) var onBeats = [Double](repeating: 0, count: 12)
    /// Pitch class that sounds at the start of the segment, held or newly attacked.
    fileprivate(set) var first: Int?
    /// Pitch class of the note that sounds longest in the segment.
    fileprivate(set) var longest: Int?
    /// Pitch class of the last note in the segment.
    fileprivate(set) var last: Int?
    private var longestTicks = 0

    var isSilent: Bool { last == nil }
    var lengthTicks: Int { endTick - startTick }

    private init(startTick: Int, endTick: Int, startsBar: Bool, endsBar: Bool) {
        (self.startTick, self.endTick) = (startTick, endTick)
        (self.startsBar, self.endsBar) = (startsBar, endsBar)
    }

    /// The segments from the bar of the first note to the bar of the last.
    static func segments(
        of line: MelodyLine, phrases: [PhraseAnalysis.Phrase], meterMap: MeterMap, ticksPerQuarter: Int
    ) -> [MelodySegment] {
        guard let first = line.notes.first, let last = line.notes.last else { return [] }
        var segments: [MelodySegment] = []
        var phrase = 0
        for bar in meterMap.bars(upTo: last.endTick) where bar.endTick > first.startTick {
            while phrase < phrases.count, phrases[phrase].bars.upperBound <= bar.index { phrase += 1 }
            let middle = bar.startTick + firstHalf(of: bar, ticksPerQuarter: ticksPerQuarter)
            let isWhole = middle >= bar.endTick
            var parts = [
                MelodySegment(
                    startTick: bar.startTick, endTick: min(middle, bar.endTick), startsBar: true, endsBar: isWhole)
            ]
            if !isWhole {
                parts.append(
                    MelodySegment(startTick: middle, endTick: bar.endTick, startsBar: false, endsBar: true))
            }
            if phrase < phrases.count, phrases[phrase].bars.contains(bar.index) {
                for index in parts.indices {
                    parts[index].barInPhrase = bar.index - phrases[phrase].bars.lowerBound
                    parts[index].barsToPhraseEnd = phrases[phrase].bars.upperBound - 1 - bar.index
                }
            }
            segments += parts
        }
        var index = 0
        for note in line.notes {
            while index + 1 < segments.count, segments[index].endTick <= note.startTick { index += 1 }
            var reached = index
            while reached < segments.count, segments[reached].startTick < note.endTick {
                segments[reached].add(note, ticksPerQuarter: ticksPerQuarter)
                reached += 1
            }
        }
        return segments
    }

    private mutating func add(_ note: Note, ticksPerQuarter: Int) {
        let start = max(note.startTick, startTick)
        let overlap = min(note.endTick, endTick) - start
        guard overlap > 0 else { return }
        let pitchClass = note.pitch % 12
        sound[pitchClass] += Double(overlap) / Double(lengthTicks)
        // Within a thirty-second note is human timing; shorter notes are ornaments.
        let tolerance = ticksPerQuarter / 8
        if overlap > tolerance {
            if start <= startTick + tolerance { first = pitchClass }
            let late = (start - startTick) % ticksPerQuarter
            if min(late, ticksPerQuarter - late) <= tolerance {
                onBeats[pitchClass] += Double(ticksPerQuarter) / Double(lengthTicks)
            }
        }
        if overlap > longestTicks { (longestTicks, longest) = (overlap, pitchClass) }
        last = pitchClass
    }

    /// Length in ticks of the first half of a bar, in whole beats; the whole bar if it has fewer than four beats, or is
    /// in compound time with an odd number of beats.
    private static func firstHalf(of bar: MeterMap.Bar, ticksPerQuarter: Int) -> Int {
        let beat = bar.meter.beatTicks(ticksPerQuarter: ticksPerQuarter)
        let beats = bar.lengthTicks / beat
        if bar.meter.isCompound { return beats % 2 == 0 ? bar.lengthTicks / 2 : bar.lengthTicks }
        return beats >= 4 ? (beats + 1) / 2 * beat : bar.lengthTicks
    }
}
