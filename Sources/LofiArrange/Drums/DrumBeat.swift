import LofiPlugin
import LofiScore

/// Which strokes a drummer plays in each bar of a song.
struct DrumBeat {
    let groove: Groove
    /// A fill at the end of the phrase after so many bars; 0 is none.
    let fillsEvery: Int
    /// Bars in which only what keeps time is played.
    let introBars: Int

    struct PlayedBar {
        let bar: MeterMap.Bar
        let strokes: Groove.Bar
    }

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
            let turn = played.count
            barsSinceFill += 1
            // Long phrases are not waited for for ever.
            let isDue =
                barsSinceFill >= fillsEvery && (planned.endsPhrase || barsSinceFill * 2 >= fillsEvery * 3)
            let isFill = fillsEvery > 0 && planned.activity == .full && (isDue || planned.endsSection)
            let fills = groove.fills(for: bar.meter)
            if isFill || planned.endsSection { barsSinceFill = 0 }
            var strokes =
                isFill && !fills.isEmpty
                ? fills[fillsPlayed % fills.count] : patterns[barInMeter % patterns.count]
            if isFill { fillsPlayed += 1 }
            // A chord on the downbeat has its kick from the groove; what was learned is played as it was.
            if planned.activity == .full, groove.learnedTiming == nil {
                while nextChange < changes.count, changes[nextChange] <= bar.startTick { nextChange += 1 }
                while nextChange < changes.count, changes[nextChange] < bar.endTick {
                    let place = (changes[nextChange] - bar.startTick) * Groove.placesPerQuarter / score.ticksPerQuarter
                    strokes = Self.kicking(strokes, at: place)
                    nextChange += 1
                }
            }
            if turn < introBars { strokes = strokes.filter(\.voice.keepsTime) }
            switch planned.activity {
            case .ending: strokes = Self.ending(strokes)
            case .pulse: strokes = strokes.filter { !$0.isGhost && ($0.voice.keepsTime || $0.voice == .kick) }
            case .sparse: strokes = strokes.filter { !$0.isGhost && $0.voice != .snare || $0.velocity > 100 }
            default: break
            }
            played.append(PlayedBar(bar: bar, strokes: strokes.inOrder))
            barInMeter += 1
        }
        return played
    }

    /// With a kick where the harmony changes: one that is a sixteenth away moves there, else one is added.
    static func kicking(_ strokes: Groove.Bar, at place: Int) -> Groove.Bar {
        func isNear(_ stroke: Groove.Stroke) -> Bool {
            stroke.voice == .kick && stroke.place > 0 && abs(stroke.place - place) <= Groove.sixteenth
        }
        let kicks = strokes.filter { $0.voice == .kick }
        guard let hardest = kicks.map(\.velocity).max() else { return strokes }
        // Softer than the downbeat, unless what was there is harder.
        let velocity = max(hardest * 4 / 5, kicks.filter { $0.place == place }.map(\.velocity).max() ?? 0)
        return strokes.filter { !isNear($0) } + [Groove.Stroke(voice: .kick, place: place, velocity: velocity)]
    }

    /// The song's last chord rings: one stroke to land on, with what the groove has.
    private static func ending(_ strokes: Groove.Bar) -> Groove.Bar {
        let ride = strokes.contains { $0.voice.keepsTime } ? [Groove.Stroke(voice: .ride, place: 0, velocity: 60)] : []
        return strokes.filter { $0.voice == .kick && $0.place == 0 }.prefix(1) + ride
    }
}

extension Groove.Bar {
    /// By place, then drum.
    fileprivate var inOrder: Self {
        enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
    }
}
