import LofiInstruments
import LofiScore

/// Synthesises some of the parts on the thread of who mixes them.
final class DirectSynthesis: StemSource {
    private let start: () throws -> StemRenderer
    private let blockFrames: Int
    private var state = State.waits

    private enum State {
        case waits
        case plays(StemRenderer, StemBlock)
        case failed(any Error)
    }

    init(performance: Performance, parts: [Int], font: SoundFont, blockFrames: Int) {
        start = { try StemRenderer(performance, parts: parts, font: font) }
        self.blockFrames = blockFrames
    }

    func take() -> StemBlock? {
        do {
            let (renderer, block) = try playing()
            try renderer.render(into: block, frames: blockFrames)
            return block
        } catch {
            state = .failed(error)
            return nil
        }
    }

    func giveBack(_ block: StemBlock) {}

    func finish() throws -> [String] {
        switch state {
        case .waits: []
        case .plays(let renderer, _): renderer.warnings
        case .failed(let error): throw error
        }
    }

    /// Started with the first block, when small numbers are taken for zero as on a thread of its own.
    private func playing() throws -> (StemRenderer, StemBlock) {
        switch state {
        case .plays(let renderer, let block): return (renderer, block)
        case .failed(let error): throw error
        case .waits:
            let renderer = try start()
            let block = StemBlock(stemCount: renderer.stemCount, capacityFrames: blockFrames)
            state = .plays(renderer, block)
            return (renderer, block)
        }
    }
}
