import CPlatform
import Synchronization

/// Threads that wait for work and do it together with whoever brings it; what comes of it does not depend on who did what.
///
/// The threads are our own and stay: a training batch is a few hundred milliseconds' work between two meetings, and
/// libdispatch's pool, on a busy machine, often leaves all of it to the caller. They wait for nothing but work: what waits
/// for something else is a `WorkerThread`.
package final class ThreadPool: @unchecked Sendable {
    /// With the caller as many threads as there are cores for this process.
    package static let shared = ThreadPool(helpers: Int(lofi_core_count()) - 1)

    private let isTaken = Atomic(false)
    private let next = Atomic(0)
    private let wake = Semaphore()
    private let done = Semaphore()
    /// The system may have had fewer threads than were asked for.
    private var helpers = 0
    /// Written only by who has taken the pool, while the helpers wait.
    private var count = 0
    private var work: (@Sendable (Int) -> Void)?

    private init(helpers wanted: Int) {
        while helpers < wanted, (try? startThread { [unowned self] in help() }) != nil { helpers += 1 }
    }

    /// Calls `work` for 0 ..< count, each once, on all threads; on the caller's alone where all are taken already.
    package func forEach(_ count: Int, _ work: @Sendable (Int) -> Void) {
        let isFree =
            count > 1 && isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
        guard isFree else {
            for index in 0..<count { work(index) }
            return
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
    }

    private func help() -> Never {
        while true {
            wake.wait()
            takePart()
            done.signal()
        }
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

extension Array where Element: Sendable {
    /// Each element's result, in order, worked out on all threads of the pool.
    package func mapInParallel<Result: Sendable>(_ work: @Sendable (Element) -> Result) -> [Result] {
        let results = Locked([Result?](repeating: nil, count: count))
        ThreadPool.shared.forEach(count) { index in
            let result = work(self[index])
            results.withLock { $0[index] = result }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}

/// POSIX's, which the thread sanitizer knows.
private final class Semaphore: @unchecked Sendable {
    private let handle: UnsafeMutablePointer<sem_t>

    init() {
        handle = .allocate(capacity: 1)
        handle.initialize(to: sem_t())
        sem_init(handle, 0, 0)
    }

    deinit {
        sem_destroy(handle)
        handle.deallocate()
    }

    func wait() { _ = uninterrupted { sem_wait(handle) } }
    func signal() { sem_post(handle) }
}
