import LofiPlugin
import LofiScore

/// A song as a player without a metronome would play it, in a file that knows nothing of tempo: 120 bpm throughout.
struct Performed {
    let score: Score
    /// Seconds.
    let beats: [Double]
    let downbeats: [Double]

    init(_ song: AnnotatedSong) {
        var random = RandomStream(seed: 909, place: "performance/\(song.name)")
        let length = (song.beats.last ?? 0) + 30
        // The tempo walks to a new place, within ±15 %, every five seconds, and glides between.
        let knots = (0...Int(length / 5) + 2).reduce(into: [Double]()) { knots, _ in
            let step = random.uniform(-0.08...0.08)
            knots.append(max(-0.15, min(0.15, (knots.last ?? 0) + step)))
        }
        var warped = [0.0]
        for step in 0..<Int(length * 100) {
            let place = Double(step) / 500
            let part = place - place.rounded(.down)
            let rate = 1 + knots[Int(place)] * (1 - part) + knots[Int(place) + 1] * part
            warped.append(warped[step] + 0.01 * rate)
        }
        func warp(_ seconds: Double) -> Double {
            let place = min(Double(warped.count - 2), max(0, seconds * 100))
            return warped[Int(place)] + (place - place.rounded(.down)) * (warped[Int(place) + 1] - warped[Int(place)])
        }
        beats = song.beats.map(warp)
        downbeats = song.downbeats.map(warp)
        var score = song.score
        let map = song.score.tempoMap
        score.tempoMap = TempoMap(ticksPerQuarter: 480)
        score.meterMap = MeterMap(ticksPerQuarter: 480)
        score.parts = score.parts.map { part in
            var part = part
            part.controllers = []
            part.notes = part.notes.map { note in
                let jitter = 0.015 * random.normal()
                let start = max(0, warp(map.seconds(at: note.startTick)) + jitter)
                let end = warp(map.seconds(at: note.endTick)) + jitter
                return Note(
                    startTick: Int(start * 960), durationTicks: max(1, Int((end - start) * 960)), pitch: note.pitch,
                    velocity: note.velocity)
            }.sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
            return part
        }
        self.score = score
    }
}
