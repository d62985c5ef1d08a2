import LofiPlatform
import LofiScore

/// The beats of a recording from its first to its last instant, divided into bars: the grid of a score.
struct HeardGrid {
    static let ticksPerBeat = 480

    /// In seconds; the first is 0, and the last lies behind the end.
    let beats: [Double]
    let tempoMap: TempoMap
    let meterMap: MeterMap

    /// - Parameters:
    ///   - beats: in seconds, ascending; at least two.
    ///   - downbeats: indices of beats.
    ///   - seconds: length of the recording.
    init(beats heard: [Double], downbeats: [Int], beatsPerBar: Int, seconds: Double) {
        var beats = heard
        let interval = (beats[beats.count - 1] - beats[0]) / Double(beats.count - 1)
        // Back to the beginning; what remains there is a beat of its own.
        var shift = 0
        while beats[0] > interval * 0.25 {
            beats.insert(max(0, beats[0] - interval), at: 0)
            shift += 1
        }
        beats[0] = 0
        while beats[beats.count - 1] <= seconds { beats.append(beats[beats.count - 1] + interval) }
        self.beats = beats
        tempoMap = TempoMap(
            ticksPerQuarter: Self.ticksPerBeat,
            changes: zip(beats, beats.dropFirst()).enumerated().map { index, beat in
                TempoMap.Change(
                    tick: index * Self.ticksPerBeat, picosecondsPerQuarter: Int64(((beat.1 - beat.0) * 1e12).rounded()))
            })
        var starts = downbeats.isEmpty ? [0] : downbeats.map { $0 + shift }
        while starts[0] > 0 { starts.insert(max(0, starts[0] - beatsPerBar), at: 0) }
        while starts[starts.count - 1] < beats.count { starts.append(starts[starts.count - 1] + beatsPerBar) }
        let changes = zip(starts, starts.dropFirst()).map { start, next in
            MeterMap.Change(tick: start * Self.ticksPerBeat, meter: MeterMap.Meter(beats: next - start, unit: 4))
        }
        meterMap = MeterMap(
            ticksPerQuarter: Self.ticksPerBeat,
            changes: changes.indices.filter { $0 == 0 || changes[$0].meter != changes[$0 - 1].meter }.map {
                changes[$0]
            })
    }
}

extension Score {
    /// What sounds in each beat as notes of one part: each pitch class for a share of the beat that tells how strong it is.
    init(_ chroma: [PitchSpectrum.Chroma], on grid: HeardGrid) {
        var part = Part(name: "Recording", role: .chords)
        for (index, (start, end)) in zip(grid.beats, grid.beats.dropFirst()).enumerated() {
            let beat = PitchSpectrum.Chroma(mean: chroma, from: start, to: end)
            func add(_ pitch: Int, _ share: Float) {
                let ticks = Int((share * Float(HeardGrid.ticksPerBeat)).rounded())
                guard ticks > 0 else { return }
                part.notes.append(
                    Note(startTick: index * HeardGrid.ticksPerBeat, durationTicks: ticks, pitch: pitch, velocity: 80))
            }
            // Not so low that an inversion would be believed: a bass player then keeps to the roots.
            if let (pitchClass, share) = beat.lowest { add(48 + pitchClass, share) }
            for (pitchClass, share) in beat.shares.enumerated() { add(60 + pitchClass, share) }
        }
        self.init(tempoMap: grid.tempoMap, meterMap: grid.meterMap, parts: [part])
    }
}

extension PitchSpectrum.Chroma {
    /// The mean over a time in seconds.
    init(mean chroma: [Self], from start: Double, to end: Double) {
        let first = Int((start * Double(PitchSpectrum.rate)).rounded())
        let last = max(first + 1, Int((end * Double(PitchSpectrum.rate)).rounded()))
        self.init()
        let instants = chroma[min(first, chroma.count)..<min(last, chroma.count)]
        for instant in instants {
            for step in 0..<12 {
                all[step] += instant.all[step] / Float(instants.count)
                bass[step] += instant.bass[step] / Float(instants.count)
            }
        }
    }

    /// The mean share of each pitch class, every instant counting the same.
    static func sound(of chroma: [Self]) -> [Double] {
        var sound = [Double](repeating: 0, count: 12)
        for instant in chroma {
            let sum = instant.all.reduce(0, +)
            guard sum > 0 else { continue }
            for step in 0..<12 { sound[step] += Double(instant.all[step] / sum) }
        }
        return sound
    }

    /// Share of a beat by which each pitch class counts: 1 for the strongest, 0 for those that may be overtones.
    var shares: [Float] {
        let most = all.max() ?? 0
        guard most > 0 else { return [Float](repeating: 0, count: 12) }
        return all.map { max(0, min(1, ($0 / most - Self.least) / (Self.full - Self.least))) }
    }

    /// The pitch class that prevails in the bass, and by how much.
    var lowest: (pitchClass: Int, share: Float)? {
        let sum = bass.reduce(0, +)
        guard sum > 0, let best = bass.indices.max(by: { bass[$0] < bass[$1] }) else { return nil }
        return (best, bass[best] / sum)
    }

    private static let least: Float = 0.25, full: Float = 0.75
}
