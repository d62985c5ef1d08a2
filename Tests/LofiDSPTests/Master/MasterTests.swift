import Foundation
import LofiPlugin
import SoundBench
import Testing
@testable import LofiDSP

/// EBU Tech 3341 and 3342, ITU-R BS.1770-4.
@Suite("Master")
struct MasterTests {
    private func loudness(_ parts: [(decibels: Double, seconds: Double)], rate: Double) -> Double {
        let meter = LoudnessMeter(sampleRate: rate)
        for part in parts {
            var frames = Signals.sine(1000, frames: Int(part.seconds * rate), decibels: part.decibels, rate: rate)
            frames.withUnsafeMutableBufferPointer { meter.add($0) }
        }
        return meter.integrated
    }

    @Test("Loudness as EBU Tech 3341 has it", arguments: [44100.0, 48000, 96000])
    func tech3341(rate: Double) {
        #expect(abs(loudness([(-23, 20)], rate: rate) + 23) < 0.1)
        #expect(abs(loudness([(-33, 20)], rate: rate) + 33) < 0.1)
        #expect(abs(loudness([(-36, 10), (-23, 60), (-36, 10)], rate: rate) + 23) < 0.1)
        #expect(abs(loudness([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], rate: rate) + 23) < 0.1)
    }

    @Test("True peak finds what lies between the samples")
    func truePeak() {
        let meter = TruePeakMeter()
        var frames = (0..<44100).map { StereoFrame(repeating: 0.5 * Float(sin(.pi / 2 * Double($0) + .pi / 4))) }
        frames.withUnsafeMutableBufferPointer { meter.add($0) }
        #expect(meter.peakDecibels > -6.42 && meter.peakDecibels < -5.8)
    }

    @Test("The limiter holds the ceiling against hostile sound", arguments: ["square", "noise", "between", "clicks"])
    func ceiling(signal: String) {
        var frames: [StereoFrame] =
            switch signal {
            case "square": (0..<44100).map { StereoFrame(repeating: $0 / 50 % 2 == 0 ? 4 : -4) }
            case "noise": Signals.noise(frames: 44100, decibels: 12)
            case "between": (0..<44100).map { StereoFrame(repeating: 3 * Float(sin(.pi / 2 * Double($0) + .pi / 4))) }
            default: (0..<44100).map { StereoFrame(repeating: $0 % 3001 == 0 ? 8 : 0.2) }
            }
        let limiter = TruePeakLimiter(ceilingDecibels: -1, sampleRate: 44100)
        let meter = TruePeakMeter()
        frames.withUnsafeMutableBufferPointer {
            limiter.process($0)
            meter.add($0)
        }
        #expect(Signals.level(frames) > -30)
        #expect(meter.peakDecibels <= -1, "\(meter.peakDecibels)")
    }

    @Test("The limiter leaves what is below the ceiling as it is, only later")
    func transparent() {
        let input = Signals.noise(frames: 9000, decibels: -20)
        var output = input
        let limiter = TruePeakLimiter(ceilingDecibels: -1, sampleRate: 44100)
        output.withUnsafeMutableBufferPointer { limiter.process($0) }
        #expect(Array(output.dropFirst(limiter.latencyFrames)) == Array(input.dropLast(limiter.latencyFrames)))
    }

    @Test("The gain search comes to the target behind a limiter")
    func search() {
        // A model: above -1 dBTP only half of each further dB is heard.
        var search = MasterGainSearch(
            targetLoudness: -12, measuredLoudness: -24, truePeakDecibels: -6, ceilingDecibels: -1)
        var trials = 0
        var result = 0.0
        while !search.isDone && trials < 20 {
            let gain = search.gainDecibels
            result = -24 + min(gain, 5) + max(0, gain - 5) / 2
            search.report(limitedLoudness: result)
            trials += 1
        }
        #expect(abs(result + 12) <= 0.05 && trials <= 4)
    }

    @Test("Dither is neither biased nor silent, and keeps a tone below one step")
    func dither() {
        var dither = TPDFDither(bits: 16, random: RandomStream(seed: 1, place: "dither"))
        let input = Signals.sine(1000, frames: 88200, decibels: -100)
        var samples = [Int32](repeating: 0, count: input.count * 2)
        input.withUnsafeBufferPointer { dither.quantise($0, into: &samples) }
        let output = (0..<input.count).map {
            StereoFrame(Float(samples[2 * $0]), Float(samples[2 * $0 + 1])) / 2_147_483_648
        }
        #expect(samples.allSatisfy { $0 & 0xFFFF == 0 })
        #expect(abs(Signals.level(output, at: 1000) + 100) < 1)
        let mean = output.reduce(0.0) { $0 + Double($1.x) } / Double(output.count)
        #expect(abs(mean) * 32768 < 0.01)
    }

    @Test("A fade begins at 1, ends at 0 and does not care for blocks")
    func fade() {
        let fade = FadeOut(startFrame: 1000, lengthFrames: 2000)
        #expect(fade.gain(atFrame: 999) == 1 && fade.gain(atFrame: 3000) == 0)
        #expect((1000..<3000).allSatisfy { fade.gain(atFrame: $0) >= fade.gain(atFrame: $0 + 1) })
        for length in [882, 5 * 44100] {
            let fade = FadeOut(startFrame: 1007, lengthFrames: length)
            func faded(block: Int) -> [Float] {
                var frames = [StereoFrame](repeating: StereoFrame(repeating: 1), count: length + 2000)
                frames.withUnsafeMutableBufferPointer { frames in
                    for start in stride(from: 0, to: frames.count, by: block) {
                        let end = min(frames.count, start + block)
                        fade.apply(to: AudioBlock(rebasing: frames[start..<end]), firstFrame: start)
                    }
                }
                return frames.map { $0.x }
            }
            let whole = faded(block: 4096)
            #expect(whole.indices.allSatisfy { abs(whole[$0] - fade.gain(atFrame: $0)) < 1e-6 })
            for block in [1, 31, 777] { #expect(faded(block: block) == whole) }
        }
    }
}
