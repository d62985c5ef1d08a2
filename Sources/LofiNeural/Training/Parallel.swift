import CPlatform
import Foundation
import Synchronization

/// Work on several threads whose results do not depend on who did what.
///
/// The threads are our own and stay: a batch is a few hundred milliseconds' work between two meetings, and libdispatch's
/// pool, on a busy machine, often leaves all of it to the caller.
enum Parallel {
    /// Calls `work` for 0 ..< count, each once, on as many threads as there are cores for us; on the caller's where
    /// all are taken already.
    static func forEach(_ count: Int, _ work: @Sendable (Int) -> Void) {
        guard count > 1, pool.tryRun(count, work) else {
            for index in 0..<count { work(index) }
            return
        }
    }

    private static let pool = ThreadPool(helpers: Int(lofi_core_count()) - 1)
}

/// Threads that wait for work and do it together with whoever brings it.
private final class ThreadPool: @unchecked Sendable {
    private let isTaken = Atomic(false)
    private let next = Atomic(0)
    private let wake = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)
    private let helpers: Int
    /// Written only by who has taken the pool, while the helpers wait.
    private var count = 0
    private var work: (@Sendable (Int) -> Void)?

    init(helpers: Int) {
        self.helpers = helpers
        for number in 0..<helpers {
            let thread = Thread { [unowned self] in
                while true {
                    wake.wait()
                    takePart()
                    done.signal()
                }
            }
            thread.name = "lofi-neural-\(number)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    /// False, and nothing done, where another has the pool.
    func tryRun(_ count: Int, _ work: @Sendable (Int) -> Void) -> Bool {
        guard isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
            return false
        }
        withoutActuallyEscaping(work) { work in
            self.count = count
            self.work = work
            next.store(0, ordering: .releasing)
            for _ in 0..<helpers { wake.signal() }
            takePart()
            for _ in 0..<helpers { done.wait() }
            self.work = nil
        }
        isTaken.store(false, ordering: .releasing)
        return true
    }

    private func takePart() {
        guard let work else { return }
        while true {
            let index = next.add(1, ordering: .acquiringAndReleasing).oldValue
            guard index < count else { return }
            work(index)
        }
    }
}
