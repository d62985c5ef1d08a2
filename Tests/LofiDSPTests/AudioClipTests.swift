import LofiDSP
import LofiPlugin
import SoundBench
import Testing

@Suite("Recorded sound")
struct AudioClipTests {
    @Test(
        "At another rate it is the same sound, to -85 dB",
        arguments: [(48000.0, 44100.0), (44100, 48000), (16000, 96000)])
    func resampled(from: Double, to: Double) {
        for hertz in [31, 997, 0.4 * min(from, to)] {
            let clip = AudioClip(
                frames: Signals.sine(hertz, frames: Int(from / 2), decibels: 0, rate: from), sampleRate: from
            ).resampled(to: to)
            #expect(clip.sampleRate == to && abs(clip.frames.count - Int(to / 2)) <= 1)
            let exact = Signals.sine(hertz, frames: clip.frames.count, decibels: 0, rate: to)
            // At either end it is cut off.
            let middle = clip.frames.count / 8..<clip.frames.count * 7 / 8
            let error = middle.reduce(0) { max($0, Double(abs(clip.frames[$1].x - exact[$1].x))) }
            #expect(Decibels.level(error) < -85, "\(hertz) Hz: \(Decibels.level(error)) dB")
        }
    }

    @Test("What lies above half of the new rate is gone, to -85 dB")
    func folded() {
        for hertz in [13000.0, 16000, 23000] {
            let clip = AudioClip(
                frames: Signals.sine(hertz, frames: 24000, decibels: 0, rate: 48000), sampleRate: 48000
            ).resampled(to: 22050)
            let middle = clip.frames.count / 8..<clip.frames.count * 7 / 8
            let left = middle.reduce(0) { max($0, Double(abs(clip.frames[$1].x))) }
            #expect(Decibels.level(left) < -85, "\(hertz) Hz: \(Decibels.level(left)) dB")
        }
    }
}
