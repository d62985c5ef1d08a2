import LofiPlatform
import LofiScore

/// The bars of a song for `SongShape`: where sections and phrases begin, what sounds, and how loud that is without kick and bass.
struct BarMap {
    let bars: [MeterMap.Bar]
    /// Indices of the bars at which sections and phrases begin.
    let sectionStarts: Set<Int>
    let phraseStarts: Set<Int>
    /// Whether melody or chords sound in the bar.
    let isMusic: [Bool]
    /// Ticks of each bar in which melody or chords sound.
    private let covered: [Int]
    /// Power of melody and chords in each bar, about 2 where both play.
    private let power: [Double]
    /// Median of the bars in which something plays.
    private let usualPower: Double
    /// Start of each bar and end of the last, in seconds from the first note.
    private let times: [Double]

    var all: Range<Int> { bars.indices }
    /// Whether there is anything but drums and bass.
    var hasMusic: Bool { isMusic.contains(true) }

    init(_ score: Score) {
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        self.bars = bars
        let starts = Set(score.sections.map(\.startTick))
        sectionStarts = Set(bars.indices.filter { starts.contains(bars[$0].startTick) })
        let phrases = PhraseAnalysis(score, sectionTicks: score.sections.map(\.startTick)).phrases
        phraseStarts = Set(phrases.map(\.bars.lowerBound))
        let resting = score.parts.filter { !$0.isDrums && $0.role != .bass }
        let longest = Self.audibleQuarters * score.ticksPerQuarter
        var power = [Double](repeating: 0, count: bars.count)
        for (role, parts) in Dictionary(grouping: resting, by: \.role).sorted(by: { $0.key.rawValue < $1.key.rawValue })
        {
            var own = [Double](repeating: 0, count: bars.count)
            for note in parts.flatMap(\.notes) {
                let end = min(note.endTick, note.startTick + longest)
                var bar = max(0, bars.partitioningIndex { $0.startTick > note.startTick } - 1)
                while bar < bars.count, bars[bar].startTick < end {
                    let heard = min(end, bars[bar].endTick) - max(note.startTick, bars[bar].startTick)
                    own[bar] += Double(note.velocity * note.velocity * heard)
                    bar += 1
                }
            }
            // Each role is mixed at a level of its own, whatever its velocities.
            let busy = own.filter { $0 > 0 }.sorted()
            guard !busy.isEmpty else { continue }
            let loudest = busy[busy.count * 9 / 10]
            for bar in bars.indices { power[bar] += Self.power(of: role) * own[bar] / loudest }
        }
        self.power = power
        let played = power.filter { $0 > 0 }.sorted()
        usualPower = played.isEmpty ? 1 : played[played.count / 2]
        var (covered, reached) = ([Int](repeating: 0, count: bars.count), 0)
        for note in resting.flatMap(\.notes).sorted(by: { $0.startTick < $1.startTick }) {
            let end = min(note.endTick, note.startTick + longest)
            guard end > reached else { continue }
            var bar = max(0, bars.partitioningIndex { $0.startTick > note.startTick } - 1)
            while bar < bars.count, bars[bar].startTick < end {
                let start = max(note.startTick, reached, bars[bar].startTick)
                covered[bar] += max(0, min(end, bars[bar].endTick) - start)
                bar += 1
            }
            reached = end
        }
        self.covered = covered
        isMusic = bars.indices.map { covered[$0] * 4 >= bars[$0].lengthTicks }
        // From the first note: silence before it is not part of the song.
        let first = resting.flatMap(\.notes).map(\.startTick).min() ?? 0
        let start = score.tempoMap.seconds(at: first)
        times = (bars.map(\.startTick) + [bars.last?.endTick ?? 0]).map {
            max(0, score.tempoMap.seconds(at: $0) - start)
        }
    }

    /// Whether melody and chords leave a bar of the section silent for more than half of its length.
    func isHollow(_ section: SongSection) -> Bool {
        bars.indices.contains { section.contains(bars[$0].startTick) && covered[$0] * 2 < bars[$0].lengthTicks }
    }

    /// Whether the section, without kick and bass, is quieter than openings and breakdowns of real tracks usually are.
    func isThin(_ section: SongSection) -> Bool {
        let first = bars.partitioningIndex { $0.startTick >= section.startTick }
        let end = bars.partitioningIndex { $0.startTick >= section.endTick }
        return first < end && restingDecibels(first..<end) < Self.thinDecibels
    }

    /// Length in seconds.
    func seconds(_ range: Range<Int>) -> Double { times[range.upperBound] - times[range.lowerBound] }

    /// Level of the bars without kick and bass relative to the song's usual level with them, in dB.
    func restingDecibels(_ range: Range<Int>) -> Double {
        let mean = power[range].reduce(0, +) / Double(max(1, range.count))
        return 10 * log10(max(0.05, mean) / (usualPower + Self.lowEndPower))
    }

    /// Power of a role relative to the chords, by the usual levels of the strips.
    private static func power(of role: Role) -> Double {
        switch role {
        case .melody, .chords, .bass, .drums: 1
        case .counter: 0.5
        case .pad: 0.25
        }
    }

    /// Real tracks open 9.9 dB below their median level (`SongShape`).
    private static let thinDecibels = -9.5

    /// Longest that a held note counts, in quarter notes: pianos, mallets and strings have decayed by then.
    private static let audibleQuarters = 8

    /// Kick and bass: 60 % of the power of the measured tracks lies below 150 Hz.
    private static let lowEndPower = 3.0
}
