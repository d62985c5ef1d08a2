import CAllocationCount
import LofiDSP
import LofiPlugin
import SoundBench
import Testing

/// Not under a sanitizer, whose allocator cannot be counted.
@Suite("Allocation", .enabled(if: lofi_can_count_allocations() != 0))
struct AllocationTests {
    @Test("The counter counts")
    func counter() {
        lofi_count_allocations()
        var numbers = [Int](repeating: 1, count: 1000)
        numbers.append(numbers.count)
        #expect(lofi_counted_allocations() >= 1 && numbers.count == 1001)
    }

    /// As it is, and with each choice and flag that it offers.
    private func variants(_ parameters: [Parameter]) -> [[String: ParameterValue]] {
        [[:]]
            + parameters.flatMap { parameter -> [[String: ParameterValue]] in
                switch parameter.domain {
                case .choice(let choices): choices.map { [parameter.key: .text($0)] }
                case .flag: [[parameter.key: .flag(true)], [parameter.key: .flag(false)]]
                default: []
                }
            }
    }

    private func allocations(of effect: any AudioEffect) -> Int {
        var frames = Signals.noise(frames: 20000)
        // Once before: what Swift makes at first use is none of the effect's doing.
        _ = Signals.through(effect, frames)
        return frames.withUnsafeMutableBufferPointer { frames in
            lofi_count_allocations()
            for start in stride(from: 0, to: 20000, by: 1000) {
                effect.process(AudioBlock(rebasing: frames[start..<(start + 1000)]))
            }
            return lofi_counted_allocations()
        }
    }

    @Test("No effect allocates while it works, whatever is chosen", arguments: standardEffects.map { $0.kind })
    func effects(kind: String) throws {
        let type = try #require(standardEffects.first { $0.kind == kind })
        for given in variants(type.parameters) {
            #expect(allocations(of: try Signals.effect(kind, given)) == 0, "\(given)")
        }
    }

    @Test("Nor does a convolution that has something to do")
    func convolution() throws {
        let clip = AudioClip(frames: Signals.noise(frames: 30000, decibels: -30), sampleRate: Signals.rate)
        let context = AudioContext(
            sampleRate: Signals.rate, maximumBlockFrames: 1024, random: RandomStream(seed: 1, place: "test"),
            clips: ["room.wav": clip])
        let settings = try Settings(["impulse": .text("room.wav")], for: Convolution.parameters)
        let effect = Convolution(settings: settings, context: context)
        #expect(allocations(of: effect) == 0)
        #expect(Signals.level(Signals.through(effect, Signals.noise(frames: 9000))) > -60)
    }

    @Test("No layer allocates while it works", arguments: standardNoiseLayers.map { $0.kind })
    func layers(kind: String) throws {
        let layer = try Signals.layer(kind)
        var frames = Signals.render(layer, frames: 20000)
        frames.withUnsafeMutableBufferPointer { frames in
            lofi_count_allocations()
            // Half a minute: events that are rare come too.
            for turn in 0..<1320 {
                let start = turn % 20 * 1000
                layer.render(into: AudioBlock(rebasing: frames[start..<(start + 1000)]))
            }
        }
        #expect(lofi_counted_allocations() == 0)
    }
}
