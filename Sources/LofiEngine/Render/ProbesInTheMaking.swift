import LofiInstruments
import Synchronization

/// Two loudness probes that load their font on threads of their own while the song is still being read.
final class ProbesInTheMaking: Sendable {
    private let threads: Mutex<[WorkerThread<LoudnessProbe>]>

    init(_ soundFont: SoundFontSource) {
        threads = Mutex((0..<2).map { _ in WorkerThread { try LoudnessProbe(soundFont: soundFont) } })
    }

    deinit {
        // A thread is always waited for; what it made is not wanted any more.
        for thread in threads.withLock({ $0 }) { _ = try? thread.join() }
    }

    /// One of them, as soon as it is made; nil where both are taken.
    /// - Throws: `SynthesisError`.
    func take() throws -> LoudnessProbe? { try threads.withLock { $0.popLast() }?.join() }
}
