import CPlatform
import LofiInstruments
import LofiScore

/// A thread that synthesises some of the parts, a few blocks ahead of who mixes them.
final class SynthesisLane: StemSource {
    /// Enough that neither side waits for a hiccup of the other.
    private static let blocksInFlight = 6

    private let filled: BlockQueue<StemBlock>
    private let empty: BlockQueue<StemBlock>
    private let thread: WorkerThread<[String]>

    init(performance: Performance, parts: [Int], font: SoundFont, blockFrames: Int) {
        let filled = BlockQueue<StemBlock>(capacity: Self.blocksInFlight)
        let empty = BlockQueue<StemBlock>(capacity: Self.blocksInFlight)
        (self.filled, self.empty) = (filled, empty)
        thread = WorkerThread {
            defer { filled.close() }
            lofi_flush_denormals_to_zero()
            let renderer = try StemRenderer(performance, parts: parts, font: font)
            for _ in 0..<Self.blocksInFlight {
                empty.put(StemBlock(stemCount: renderer.stemCount, capacityFrames: blockFrames))
            }
            // Until the other side has all that it wants and closes the queue.
            while let block = empty.take() {
                try renderer.render(into: block, frames: blockFrames)
                guard filled.put(block) else { break }
            }
            return renderer.warnings
        }
    }

    func take() -> StemBlock? { filled.take() }

    func giveBack(_ block: StemBlock) { empty.put(block) }

    func finish() throws -> [String] {
        filled.close()
        empty.close()
        return try thread.join()
    }
}
