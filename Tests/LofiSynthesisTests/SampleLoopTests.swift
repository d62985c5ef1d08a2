import Foundation
import LofiScore
import Testing
@testable import LofiSoundFont
@testable import LofiSynthesis

/// What goes round, and where a voice ends.
extension SamplePlayerTests {
    @Test("A sample that loops sounds on without a seam until the stroke is let go")
    func loops() throws {
        let url = try Self.font([(.sampleModes, 1), (.release, -12000)], loop: 100..<300)
        defer { try? FileManager.default.removeItem(at: url) }
        let sound = try Self.sampled(
            Self.part([Self.stroke(60, frames: 20_000)]), font: .file(url.path), frames: 22_000)
        let peak = sound.left.map { abs($0) }.max() ?? 0
        #expect(peak > 0.01)
        // A sine of 100 frames never steps further than 2π/100 of its peak.
        let steps = zip(sound.left, sound.left.dropFirst()).dropFirst(100).prefix(19_000).map { abs($1 - $0) }
        #expect((steps.max() ?? 1) < 1.02 * 2 * Float.pi / 100 * peak)
        #expect(abs(sound.left[19_925]) > 0.5 * peak && sound.left[20_200...].allSatisfy { abs($0) < 1e-4 * peak })
    }

    @Test("A loop of any length sounds as if it were written out; what follows it is heard after the release")
    func loopsWrittenOut() throws {
        let (wave, released) = (Self.wave, 6400)
        for length in [2, 3, 37, 100, 299] {
            for mode in [1, 3] {
                let url = try Self.font([(.sampleModes, mode), (.release, 0)], loop: 100..<(100 + length))
                defer { try? FileManager.default.removeItem(at: url) }
                for key in [43, 60, 77] {
                    let sound = try Self.sampled(
                        Self.part([Self.stroke(key, frames: released)]), font: .file(url.path), frames: 9600)
                    let advance = exp2(Double(key - 60) / 12)
                    func frame(_ place: Int) -> Double {
                        place < 0 ? 0 : place < 100 + length ? wave[place] : wave[100 + (place - 100) % length]
                    }
                    // Behind the attack, whose shortest is a millisecond.
                    let expected = (128..<released).map { index -> Double in
                        let place = Double(index) * advance
                        let (first, x) = (Int(place), place - place.rounded(.down))
                        let (a, b, c, d) = (frame(first - 1), frame(first), frame(first + 1), frame(first + 2))
                        return b + x / 2 * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)))
                    }
                    let sounding = sound.left[128..<released]
                    let gain =
                        zip(sounding, expected).reduce(0) { $0 + Double($1.0) * $1.1 }
                        / expected.reduce(0) { $0 + $1 * $1 }
                    let rest = zip(sounding, expected).reduce(0) { $0 + pow(Double($1.0) - gain * $1.1, 2) }
                    let energy = expected.reduce(0) { $0 + pow(gain * $1, 2) }
                    let place = "mode \(mode), a loop of \(length) frames, key \(key)"
                    #expect(
                        energy > 1e-3 && 10 * log10(rest / energy) < -55, "\(place): \(10 * log10(rest / energy)) dB")
                    // 300 frames from the loop's beginning to the sample's end.
                    let lasts = (sound.left.lastIndex { $0 != 0 } ?? 0) - released
                    let most = 300 / advance
                    let (least, longest) =
                        mode == 1 ? (2000, 3200) : (Int(most - Double(length) / advance) - 4, Int(most) + 2)
                    #expect((least...longest).contains(lasts), "\(place) lasts \(lasts) frames")
                }
            }
        }
    }

    @Test("A note that goes round its loop more than once from frame to frame stays within it")
    func loopsWithinAFrame() throws {
        let url = try Self.font([(.sampleModes, 1)], loop: 100..<120)
        defer { try? FileManager.default.removeItem(at: url) }
        // Five octaves and a half above the sample's own key: 48 of its frames in one of ours.
        let sound = try Self.sampled(Self.part([Self.stroke(127)]), font: .file(url.path), frames: 4000)
        let low = try Self.sampled(Self.part([Self.stroke(60)]), font: .file(url.path), frames: 4000)
        let highest = low.left.map { abs($0) }.max() ?? 0
        #expect(sound.energy() > 0.01 && sound.left.allSatisfy { abs($0) <= 1.2 * highest })
    }

    @Test("A note that fades out is over 90 dB below full scale; one that controllers hide comes back")
    func noiseFloor() throws {
        // 8 s for 96 dB.
        let url = try Self.font([(.sampleModes, 1), (.release, 3600)], loop: 100..<300)
        defer { try? FileManager.default.removeItem(at: url) }
        let frames = 9 * Self.rate
        let faded = try Self.sampled(Self.part([Self.stroke(60)]), font: .file(url.path), frames: frames)
        let last = try #require(faded.left.lastIndex { $0 != 0 })
        let level = 20 * log10(Double(faded.left[(last - 100)...last].map { abs($0) }.max() ?? 1))
        // The synthesizer's own gain lies between.
        #expect(level < -90 && level > -115 && last < 8 * Self.rate)

        func volume(_ frame: Int, _ value: Int) -> ControlEvent {
            ControlEvent(tick: frame, change: .controller(7, value: value))
        }
        let hidden = Self.part(
            [Self.stroke(60, frames: 60_000)], controllers: [volume(0, 0), volume(44_100, 127)])
        let sound = try Self.sampled(hidden, font: .file(url.path), frames: 50_000)
        #expect(sound.left[..<44_000].allSatisfy { abs($0) < 1e-4 })
        #expect(sound.energy(from: 44_200) > 1)
    }
}
