import Foundation
import LofiPlugin
import SoundBench
import Testing
@testable import LofiDSP

/// What a loop relies on.
@Suite("Clocks of effects")
struct ClockTests {
    @Test("An effect without a clock gives the same whenever it starts", arguments: standardEffects.map { $0.kind })
    func shift(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        guard !type.hasClock else { return }
        let late = 997
        let settings = try Settings(for: type.parameters)
        let context = Signals.context()
        // A clock may also follow the end of a song.
        let sound = Signals.noise(frames: 20_000, decibels: -18)
        let one = Signals.through(type.init(settings: settings, context: context), sound)
        let other = Signals.through(
            type.init(settings: settings, context: context), [StereoFrame](repeating: .zero, count: late) + sound)
        let rest = zip(one, other.dropFirst(late)).reduce(Float.zero) { max($0, abs($1.0.x - $1.1.x)) }
        #expect(20 * log10(Double(rest) + 1e-12) < -90, "\(20 * log10(Double(rest) + 1e-12)) dBFS")
    }

    @Test("In a loop, an LFO completes whole cycles, at least one")
    func wholeCycles() {
        let context = AudioContext(
            sampleRate: 1000, maximumBlockFrames: 1, random: RandomStream(seed: 1, place: "test"), loopFrames: 7000)
        for hertz in [0.01, 0.3, 0.555, 4.8] {
            let cycles = context.modulationRate(hertz) * 7
            #expect(abs(cycles - cycles.rounded()) < 1e-9 && cycles > 0.5 && abs(cycles - max(1, hertz * 7)) <= 0.5)
        }
        #expect(Signals.context().modulationRate(0.3) == 0.3)
    }

    @Test(
        "A looped effect gives the same in each pass, at any length of its blocks",
        arguments: standardEffects.filter { $0.hasClock }.map { $0.kind })
    func passes(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        // An instance listens for up to 12 s: the last passes count.
        let (length, count) = (60_011, 12)
        let settings = try Settings(for: type.parameters)
        let isLinear = type.isLinear(settings)
        let sound = Signals.noise(frames: length, decibels: -18)
        func play(block: Int) -> [StereoFrame] {
            let context = AudioContext(
                sampleRate: Signals.rate, maximumBlockFrames: block, random: RandomStream(seed: 3, place: "test"),
                loopFrames: length)
            let looped = LoopedEffect(
                (0..<LoopedEffect.count(passes: count, isLinear: isLinear)).map { _ in
                    type.init(settings: settings, context: context)
                }, isLinear: isLinear, startFrame: 0, loopFrames: length, sampleRate: Signals.rate,
                maximumBlockFrames: block)
            var output = (0..<count).flatMap { _ in sound }
            for start in stride(from: 0, to: output.count, by: block) {
                output.withUnsafeMutableBufferPointer {
                    looped.process(AudioBlock(rebasing: $0[start..<min(start + block, $0.count)]))
                }
            }
            return output
        }
        let output = play(block: 1000)
        #expect(play(block: 77) == output)
        let (one, other) = (output.suffix(2 * length).prefix(length), output.suffix(length))
        let rest = zip(one, other).reduce(Float.zero) { max($0, abs($1.0.x - $1.1.x)) }
        #expect(20 * log10(Double(rest) + 1e-12) < -100, "\(rest)")
    }

    @Test(
        "A layer joins: the same in each pass after the first, without a gap",
        arguments: ["vinyl", "rain", "tape-hiss"])
    func layers(kind: String) throws {
        let length = 60_013
        func play(block: Int) throws -> [StereoFrame] {
            let looped = LoopedLayer(
                try (0..<3).map { _ in try Signals.layer(kind) }, loopFrames: length, sampleRate: Signals.rate,
                maximumBlockFrames: block)
            var output = [StereoFrame](repeating: .zero, count: 3 * length)
            for start in stride(from: 0, to: output.count, by: block) {
                output.withUnsafeMutableBufferPointer {
                    looped.render(into: AudioBlock(rebasing: $0[start..<min(start + block, $0.count)]))
                }
            }
            return output
        }
        let output = try play(block: 1000)
        #expect(try play(block: 77) == output)
        #expect(output[length..<(2 * length)] == output[(2 * length)...])
        // As loud across the join as elsewhere.
        let join = Signals.level(Array(output[(2 * length - 2000)..<(2 * length + 10_000)]))
        #expect(abs(join - Signals.level(output)) < 4, "\(join), \(Signals.level(output))")
    }
}
