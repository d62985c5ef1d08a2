import LofiPlugin
import LofiScore
import Testing
@testable import LofiSynthesis

/// Rates beyond those that FluidSynth has.
@Suite("FluidSynth above 96 kHz", .serialized)
struct HighRateTests {
    private typealias Played = SamplePlayerTests

    /// Two notes of the built-in piano, a half and one second long.
    private func sound(rate: Int, from start: Int = 0, frames: Int, blocks: [Int] = [2048]) throws -> Played.Sound {
        let notes = [
            Note(startTick: 0, durationTicks: 24_000, pitch: 60, velocity: 100),
            Note(startTick: 12_000, durationTicks: 48_000, pitch: 67, velocity: 80),
        ]
        let score = Score(
            tempoMap: TempoMap(
                ticksPerQuarter: 48_000, changes: [TempoMap.Change(tick: 0, picosecondsPerQuarter: 1_000_000_000_000)]),
            parts: [Part(name: "", role: .chords, program: 0, channel: 0, notes: notes)])
        let synthesizer = try FluidSynth(
            settings: Settings(for: FluidSynth.parameters),
            context: SynthesisContext(parts: Performance(score, sampleRate: rate).parts, sampleRate: rate))
        if start > 0 { try synthesizer.seek(to: start) }
        return try Played.sound(synthesizer, frames: frames, blocks: blocks)
    }

    @Test(
        "Every second frame is that of half the rate, and the one between lies on the curve",
        arguments: [176_400, 192_000])
    func doubled(rate: Int) throws {
        let high = try sound(rate: rate, frames: 200_000)
        let low = try sound(rate: rate / 2, frames: 100_000)
        #expect(low.energy() > 1)
        #expect(stride(from: 0, to: 200_000, by: 2).allSatisfy { high.left[$0] == low.left[$0 / 2] })
        // A piano note has little above a few kHz, where a cubic through four frames is exact to -60 dB.
        var (error, energy) = (0.0, 0.0)
        for index in 10_000..<90_000 {
            let curve = (9 * (low.left[index] + low.left[index + 1]) - low.left[index - 1] - low.left[index + 2]) / 16
            let difference = Double(high.left[2 * index + 1] - curve)
            (error, energy) = (error + difference * difference, energy + Double(curve * curve))
        }
        #expect(error < 1e-6 * energy, "\(error / energy)")
    }

    @Test("Blocks make no difference, and a seek to any frame starts there")
    func blocks() throws {
        let whole = try sound(rate: 192_000, frames: 60_000)
        let pieces = try sound(rate: 192_000, frames: 60_000, blocks: [1, 777, 64, 4096])
        #expect(pieces.left == whole.left && pieces.right == whole.right)
        // The second note begins at 48,000; the first is silent, as after any seek.
        let even = try sound(rate: 192_000, from: 47_000, frames: 60_000)
        let onset = try #require(even.left.firstIndex { abs($0) > 0.002 })
        #expect((1000..<1500).contains(onset), "\(onset)")
        let odd = try sound(rate: 192_000, from: 47_001, frames: 59_999)
        #expect(odd.left == Array(even.left.dropFirst()))
    }

    @Test("A rate that is not twice a whole one works too")
    func odd() throws {
        let sound = try sound(rate: 100_001, frames: 50_000)
        #expect(sound.energy() > 1 && sound.left.allSatisfy { $0.isFinite && abs($0) < 2 })
    }
}
