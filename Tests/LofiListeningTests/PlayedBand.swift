import Foundation
import LofiPlugin

/// A small band: four chords, a bar each, strummed on the beats and between them, a bass on the first and third beat, and
/// drums if wanted. What it plays is known to the sample.
struct PlayedBand {
    /// Beat times in seconds.
    let beats: [Double]
    let beatsPerBar: Int
    let sampleRate: Int
    let frames: [StereoFrame]

    var downbeats: [Double] { stride(from: 0, to: beats.count, by: beatsPerBar).map { beats[$0] } }

    /// - Parameters:
    ///   - bpm: tempo at a time in seconds.
    ///   - roots: semitones above C of the chords; negative for minor ones.
    ///   - cents: distance from A = 440 Hz.
    init(
        seconds: Double = 60, beatsPerBar: Int = 4, sampleRate: Int = 22_050, drums: Bool = true,
        chords: [(root: Int, isMinor: Bool)] = [(0, false), (9, true), (5, false), (7, false)], cents: Double = 0,
        bpm: (Double) -> Double = { _ in 84 }
    ) {
        var beats = [0.35]
        while beats[beats.count - 1] < seconds {
            beats.append(beats[beats.count - 1] + 60 / bpm(beats[beats.count - 1]))
        }
        beats.removeLast()
        (self.beats, self.beatsPerBar, self.sampleRate) = (beats, beatsPerBar, sampleRate)
        var sound = [Float](repeating: 0, count: Int(seconds * Double(sampleRate)) + sampleRate)
        var noise = RandomStream(seed: 7, place: "band")
        func tone(_ pitch: Int, at start: Double, length: Double, level: Float, decay: Double) {
            let hertz = 440 * pow(2, (Double(pitch) - 69 + cents / 100) / 12)
            let first = Int(start * Double(sampleRate))
            for index in 0..<Int(length * Double(sampleRate)) where first + index < sound.count {
                let t = Double(index) / Double(sampleRate)
                let envelope = min(1, t / 0.004) * exp(-t * decay) * min(1, (length - t) / 0.01)
                var sample = 0.0
                for partial in 1...4 where hertz * Double(partial) < Double(sampleRate) * 0.45 {
                    sample += sin(2 * .pi * hertz * Double(partial) * t) / Double(partial * partial)
                }
                sound[first + index] += level * Float(sample * envelope)
            }
        }
        func hit(_ start: Double, level: Float, decay: Double) {
            let first = Int(start * Double(sampleRate))
            for index in 0..<(sampleRate / 8) where first + index < sound.count {
                let t = Double(index) / Double(sampleRate)
                sound[first + index] += level * Float(noise.uniform(-1...1) * exp(-t * decay))
            }
        }
        for (index, beat) in beats.enumerated() {
            let chord = chords[index / beatsPerBar % chords.count]
            let next = index + 1 < beats.count ? beats[index + 1] : beat + 0.6
            let third = chord.isMinor ? 3 : 4
            for step in [0, third, 7] {
                tone(60 + chord.root + step, at: beat, length: next - beat, level: 0.08, decay: 3)
                if index % 2 == 0 {
                    tone(
                        60 + chord.root + step, at: (beat + next) / 2, length: (next - beat) / 2, level: 0.04, decay: 4)
                }
            }
            let place = index % beatsPerBar
            if place == 0 || place == 2 && beatsPerBar == 4 {
                tone(36 + chord.root, at: beat, length: next - beat, level: 0.3, decay: 2)
            }
            guard drums else { continue }
            if place % 2 == 0 { tone(31, at: beat, length: 0.15, level: 0.5, decay: 20) }
            if place % 2 == 1 { hit(beat, level: 0.15, decay: 25) }
            hit(beat, level: 0.05, decay: 60)
            hit((beat + next) / 2, level: 0.04, decay: 60)
        }
        frames = sound.map { StereoFrame($0, $0) }
    }
}
