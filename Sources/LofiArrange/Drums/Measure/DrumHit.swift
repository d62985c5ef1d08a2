import LofiScore

/// One hit of a played drum part, with the grid position it is meant for.
package struct DrumHit: Sendable {
    /// The drum.
    package let voice: DrumVoice
    /// Index of the bar, from 0.
    package let bar: Int
    /// Position from the start of the bar, in 48ths of a quarter.
    package let position: Int
    /// Delay after the grid position.
    package let lateMilliseconds: Double
    /// Distance from the grid position in steps of the grid, -0.5…0.5.
    package let lateSteps: Double
    /// MIDI velocity, 1…127.
    package let velocity: Int
    /// Time from the start of the song.
    package let seconds: Double

    /// Returns the hits of all drum parts in order of time, each at the nearest grid position.
    ///
    /// - Parameter step: of the grid, in 48ths of a quarter: 12 for sixteenths, 16 for eighth-note triplets.
    package static func hits(of score: Score, step: Int = 12) -> [DrumHit] {
        let notes = score.parts.filter(\.isDrums).flatMap(\.notes).sorted {
            ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch)
        }
        let stepTicks = Double(step * score.ticksPerQuarter) / Double(Groove.positionsPerQuarter)
        // A hit just before the last bar line belongs to the bar after it.
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick + score.ticksPerQuarter)
        var index = 0
        return notes.compactMap { note in
            guard let voice = DrumVoice(key: note.pitch) else { return nil }
            while index + 1 < bars.count, bars[index].endTick <= note.startTick { index += 1 }
            guard index < bars.count else { return nil }
            var bar = bars[index]
            var steps = (Double(note.startTick - bar.startTick) / stepTicks).rounded()
            if index + 1 < bars.count, bar.startTick + Int(steps * stepTicks) >= bar.endTick {
                bar = bars[index + 1]
                steps = 0
            }
            let gridTick = bar.startTick + Int((steps * stepTicks).rounded())
            let seconds = score.tempoMap.seconds(at: note.startTick)
            return DrumHit(
                voice: voice, bar: bar.index, position: Int(steps) * step,
                lateMilliseconds: (seconds - score.tempoMap.seconds(at: gridTick)) * 1000,
                lateSteps: Double(note.startTick - gridTick) / stepTicks, velocity: note.velocity, seconds: seconds)
        }
    }
}
