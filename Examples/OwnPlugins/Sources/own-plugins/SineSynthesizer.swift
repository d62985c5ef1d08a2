import Foundation
import LofiPluginKit

/// Plays every note as a sine with a short attack and release. Drums are short low sines.
final class SineSynthesizer: Synthesizer {
    static let kind = "sine"
    static let summary = "one sine for each note"
    static let parameters: [Parameter] = [
        .number("release", 0.005...2, default: 0.1, unit: "s", "time constant of the decay after a note")
    ]

    let tailFrames: Int

    private struct Voice {
        let key: Int
        let phasePerFrame: Double
        let level: Double
        /// In frames of the song.
        let start: Int
        var end: Int?
    }

    private struct Line {
        let events: [Performance.Event]
        var next = 0
        var voices: [Voice] = []
    }

    private static let attackSeconds = 0.005

    private var lines: [Line]
    private let sampleRate: Double
    private let releaseFrames: Double
    private var frame = 0

    init(settings: Settings, context: SynthesisContext) {
        lines = context.parts.map { Line(events: $0.events) }
        sampleRate = Double(context.sampleRate)
        releaseFrames = settings.number("release") * sampleRate
        // e^-11.5 is -100 dB.
        tailFrames = Int(11.5 * releaseFrames)
    }

    func seek(to frame: Int) {
        self.frame = frame
        for index in lines.indices {
            lines[index].voices = []
            lines[index].next = lines[index].events.firstIndex { $0.frame >= frame } ?? lines[index].events.count
        }
    }

    func render(into stems: StemBlock) {
        stems.clear()
        for stem in lines.indices {
            for index in 0..<stems.frameCount {
                play(&lines[stem], at: frame + index)
                let sample = Float(sound(lines[stem], at: frame + index))
                stems.left(stem)[index] = sample
                stems.right(stem)[index] = sample
            }
        }
        frame += stems.frameCount
    }

    private func play(_ line: inout Line, at frame: Int) {
        while line.next < line.events.count, line.events[line.next].frame <= frame {
            switch line.events[line.next].kind {
            case .noteOn(let key, let velocity):
                let hertz = 440 * exp2(Double(key - 69) / 12)
                let level = 0.2 * pow(Double(velocity) / 127, 2)
                line.voices.append(
                    Voice(key: key, phasePerFrame: 2 * .pi * hertz / sampleRate, level: level, start: frame))
            case .noteOff(let key):
                for index in line.voices.indices where line.voices[index].key == key && line.voices[index].end == nil {
                    line.voices[index].end = frame
                }
            default: break
            }
            line.next += 1
            line.voices.removeAll { voice in voice.end.map { frame - $0 > tailFrames } ?? false }
        }
    }

    private func sound(_ line: Line, at frame: Int) -> Double {
        line.voices.reduce(0) { sum, voice in
            let age = Double(frame - voice.start)
            let attack = min(1, age / (Self.attackSeconds * sampleRate))
            let release = voice.end.map { exp(-Double(frame - $0) / releaseFrames) } ?? 1
            return sum + voice.level * attack * release * sin(voice.phasePerFrame * age)
        }
    }
}
