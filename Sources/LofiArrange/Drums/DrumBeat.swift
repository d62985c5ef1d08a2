import LofiPlugin
import LofiScore

/// The drum strokes of each bar of a song.
struct DrumBeat {
    /// The groove to play.
    let groove: Groove
    /// Bars between fills, which fall at phrase ends; 0 = none.
    let fillsEvery: Int
    /// Number of bars at the start in which only timekeeping voices play.
    let introBars: Int

    /// A bar with the strokes that are played in it.
    struct PlayedBar {
        let bar: MeterMap.Bar
        let strokes: Groove.Bar
    }

    /// Returns the bars of the song that have drums.
    func bars(of score: Score) -> [PlayedBar] {
        let changes = Harmony(score).spans.map(\.startTick)
        var played: [PlayedBar] = []
        var barInMeter = 0
        var barsSinceFill = 0
        var fillsPlayed = 0
        var meter: MeterMap.Meter?
        var nextChange = 0
        for planned in BarPlan(score).bars where planned.activity != .silent {
            let bar = planned.bar
            if bar.meter != meter { (meter, barInMeter) = (bar.meter, 0) }
            let patterns = groove.bars(for: bar.meter)
            guard !patterns.isEmpty else { continue }
            let barNumber = played.count
            barsSinceFill += 1
            // Do not wait forever for the end of a long phrase.
            let isDue =
                barsSinceFill >= fillsEvery && (planned.endsPhrase || barsSinceFill * 2 >= fillsEvery * 3)
            let isFill =
                fillsEvery > 0
                && (planned.activity == .full && (isDue || planned.endsSection) || planned.activity == .fillIn)
            let fills = groove.fills(for: bar.meter)
            if isFill || planned.endsSection { barsSinceFill = 0 }
            var strokes =
                isFill && !fills.isEmpty
                ? fills[fillsPlayed % fills.count] : patterns[barInMeter % patterns.count]
            if isFill { fillsPlayed += 1 }
            // A chord on the downbeat gets its kick from the groove; a learned groove is played as it was.
            if planned.activity == .full, groove.learnedTiming == nil {
                while nextChange < changes.count, changes[nextChange] <= bar.startTick { nextChange += 1 }
                while nextChange < changes.count, changes[nextChange] < bar.endTick {
                    let position =
                        (changes[nextChange] - bar.startTick) * Groove.positionsPerQuarter / score.ticksPerQuarter
                    strokes = Self.kicking(strokes, at: position)
                    nextChange += 1
                }
            }
            if barNumber < introBars { strokes = strokes.filter(\.voice.keepsTime) }
            switch planned.activity {
            case .ending: strokes = Self.ending(strokes)
            case .timekeeping: strokes = strokes.filter { $0.voice.keepsTime && !$0.isGhost }
            case .fillIn:
                let half = bar.lengthTicks * Groove.positionsPerQuarter / (2 * score.ticksPerQuarter)
                strokes = strokes.filter { $0.voice != .kick && ($0.voice.keepsTime || isFill && $0.position >= half) }
            case .pulse: strokes = strokes.filter { !$0.isGhost && ($0.voice.keepsTime || $0.voice == .kick) }
            case .sparse: strokes = strokes.filter { !$0.isGhost && $0.voice != .snare || $0.velocity > 100 }
            default: break
            }
            played.append(PlayedBar(bar: bar, strokes: strokes.inOrder))
            barInMeter += 1
        }
        return played
    }

    /// Adds a kick where the harmony changes: one that is a sixteenth away moves there, otherwise a new one is added.
    static func kicking(_ strokes: Groove.Bar, at position: Int) -> Groove.Bar {
        func isNear(_ stroke: Groove.Stroke) -> Bool {
            stroke.voice == .kick && stroke.position > 0 && abs(stroke.position - position) <= Groove.sixteenth
        }
        let kicks = strokes.filter { $0.voice == .kick }
        guard let hardest = kicks.map(\.velocity).max() else { return strokes }
        // Softer than the downbeat, unless the existing kick is louder.
        let velocity = max(hardest * 4 / 5, kicks.filter { $0.position == position }.map(\.velocity).max() ?? 0)
        return strokes.filter { !isNear($0) } + [Groove.Stroke(voice: .kick, position: position, velocity: velocity)]
    }

    /// Returns a single hit, with what the groove has, under the ringing last chord of the song.
    private static func ending(_ strokes: Groove.Bar) -> Groove.Bar {
        let ride =
            strokes.contains { $0.voice.keepsTime } ? [Groove.Stroke(voice: .ride, position: 0, velocity: 60)] : []
        return strokes.filter { $0.voice == .kick && $0.position == 0 }.prefix(1) + ride
    }
}

extension Groove.Bar {
    /// Sorted by time within the bar, then by drum.
    fileprivate var inOrder: Self {
        enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }.map(\.element)
    }
}
