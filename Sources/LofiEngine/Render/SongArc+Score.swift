import LofiDSP
import LofiPlugin
import LofiScore

extension SongArc {
    /// Creates the arc of a score: each section at its fullness, with a transition in its last bar; an intro rises and an
    /// outro falls over its whole length.
    init(_ score: Score, sampleRate: Int, endFrame: Int) {
        var points: [Point] = []
        func add(_ tick: Int, _ fullness: Double) {
            points.append(
                Point(frame: score.tempoMap.frame(at: tick, sampleRate: sampleRate), fullness: fullness))
        }
        for (index, section) in score.sections.enumerated() {
            let bar = score.meterMap.barLengthTicks(of: score.meterMap.meter(at: section.startTick))
            let next = index + 1 < score.sections.count ? score.sections[index + 1].fullness : nil
            add(section.startTick, section.fullness)
            switch section.kind {
            case .outro: add(section.endTick, next ?? section.fullness / 2)
            case .intro: break
            case .verse, .chorus, .bridge:
                // Out of a breakdown the music opens in its last beats.
                let transition = section.hasLowEnd ? bar : bar / 3
                add(max(section.startTick, section.endTick - transition), section.fullness)
            }
        }
        self.init(points, endFrame: endFrame)
    }

    /// Creates the arc of a loop: that of the score, which returns within the last bar to where it began, and has no end.
    init(_ score: Score, sampleRate: Int, loopFrames: Int) {
        let arc = SongArc(score, sampleRate: sampleRate, endFrame: loopFrames)
        let bar = score.tempoMap.frame(
            at: score.meterMap.barLengthTicks(of: score.meterMap.meter(at: 0)), sampleRate: sampleRate)
        let turn = max(0, loopFrames - bar)
        let points = arc.points.filter { $0.frame < turn }
        self.init(
            points.isEmpty
                ? []
                : points + [
                    Point(frame: turn, fullness: arc.fullness(at: turn)),
                    Point(frame: loopFrames, fullness: arc.fullness(at: 0)),
                ])
    }
}
