import CAllocationCount
import LofiDSP
import SoundBench
import Testing

@Suite("Allocation")
struct AllocationTests {
    @Test("The counter counts")
    func counter() {
        lofi_count_allocations()
        var numbers = [Int](repeating: 1, count: 1000)
        numbers.append(numbers.count)
        #expect(lofi_counted_allocations() >= 1 && numbers.count == 1001)
    }

    @Test("No effect allocates while it works", arguments: standardEffects.map { $0.kind })
    func effects(kind: String) throws {
        let effect = try Signals.effect(kind)
        var frames = Signals.noise(frames: 20000)
        // Once before: what Swift makes at first use is none of the effect's doing.
        _ = Signals.through(effect, frames)
        frames.withUnsafeMutableBufferPointer { frames in
            lofi_count_allocations()
            for start in stride(from: 0, to: 20000, by: 1000) {
                effect.process(AudioBlock(rebasing: frames[start..<(start + 1000)]))
            }
        }
        #expect(lofi_counted_allocations() == 0)
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
