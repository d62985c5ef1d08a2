import Foundation
import LofiPlugin
import SoundBench
import Testing
@testable import LofiDSP

/// What makes a place recognisable.
@Suite("Places")
struct PlacesTests {
    private func render(_ kind: String, _ given: [String: ParameterValue] = [:], seconds: Double) throws
        -> [StereoFrame]
    {
        Signals.render(try Signals.layer(kind, given), frames: Int(seconds * Signals.rate))
    }

    /// RMS of the mono sum in steps of so many seconds.
    private func envelope(_ frames: [StereoFrame], seconds: Double) -> [Double] {
        let step = Int(seconds * Signals.rate)
        return stride(from: 0, through: frames.count - step, by: step).map { start in
            let power = frames[start..<(start + step)].reduce(0.0) { $0 + Double($1.sum() * $1.sum()) }
            return (power / Double(step)).squareRoot()
        }
    }

    private func levels(_ frames: [StereoFrame], seconds: Double) -> [Double] {
        envelope(frames, seconds: seconds).map { Decibels.level($0 + 1e-12) }
    }

    private func percentile(_ share: Double, of values: [Double]) -> Double {
        values.sorted()[Int(share * Double(values.count - 1))]
    }

    @Test("start from silence without a step", arguments: standardNoiseLayers.map { $0.kind }, [44100.0, 48000])
    func beginning(kind: String, rate: Double) throws {
        let frames = Signals.render(try Signals.layer(kind, rate: rate), frames: Int(rate / 10))
        #expect(frames[0] == .zero)
        let start = Signals.level(frames.prefix(Int(rate / 1000)))
        #expect(start < Signals.level(frames.suffix(Int(rate / 20))) - 20 || start < -100, "\(start)")
    }

    @Test("Talk in a café is modulated at the rate of syllables, more deeply than a crowd", arguments: [1, 2, 3])
    func syllables(seed: UInt64) throws {
        let frames = Signals.render(try Signals.layer("cafe", seed: seed), frames: 40 * 44100)
        let envelope = envelope(frames, seconds: 0.01)
        let mean = envelope.reduce(0, +) / Double(envelope.count)
        // Power from 2 to 7 Hz relative to the squared mean, by projection on sines of whole periods.
        let seconds = Double(envelope.count) / 100
        let power = (Int(2 * seconds)...Int(7 * seconds)).reduce(0.0) { sum, period in
            var (re, im) = (0.0, 0.0)
            for (index, value) in envelope.enumerated() {
                let angle = 2 * Double.pi * Double(period * index) / Double(envelope.count)
                re += (value - mean) * cos(angle)
                im += (value - mean) * sin(angle)
            }
            return sum + 2 * (re * re + im * im) / pow(Double(envelope.count), 2)
        }
        #expect(10 * log10(power / (mean * mean)) > -13, "\(10 * log10(power / (mean * mean)))")
    }

    @Test("Cars pass by in a city: 5 to 20 a minute stand out by 6 dB")
    func passBys() throws {
        let levels = levels(try render("city", ["horns": .number(0)], seconds: 120), seconds: 0.5)
        let bed = percentile(0.2, of: levels)
        let peaks = levels.indices.dropFirst(3).dropLast(3).filter { index in
            levels[index] > bed + 6 && levels[(index - 3)...(index + 3)].allSatisfy { $0 <= levels[index] }
        }
        #expect((10...40).contains(peaks.count), "\(peaks.count)")
    }

    @Test("Thunder rolls and falls silent: 20 dB between its loud and its quiet tenth")
    func thunderRests() throws {
        let levels = levels(try render("thunder", seconds: 120), seconds: 0.5)
        let range = percentile(0.9, of: levels) - percentile(0.1, of: levels)
        #expect(range > 20, "\(range)")
    }

    @Test("Wind comes in gusts: 6 dB and more between a second and another")
    func gusts() throws {
        let levels = levels(try render("wind", seconds: 60), seconds: 1)
        let range = percentile(0.9, of: levels) - percentile(0.1, of: levels)
        #expect((6...18).contains(range), "\(range)")
    }

    @Test("A record crackles: its clicks stand far above its surface")
    func crackle() throws {
        let levels = levels(try render("vinyl", seconds: 30), seconds: 0.001)
        #expect(percentile(0.99, of: levels) - percentile(0.5, of: levels) > 9)
    }
}
