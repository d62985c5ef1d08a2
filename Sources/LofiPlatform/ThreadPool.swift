import CPlatform
import Synchronization

/// A pool of persistent threads that share work with the caller; the result does not depend on which thread did what.
///
/// libdispatch is not used because a training batch is only a few hundred milliseconds of work between two barriers, and on
/// a busy machine its pool often leaves all of it to the caller. Work must not block; use a `WorkerThread` if it does.
package final class ThreadPool: @unchecked Sendable {
    /// The shared pool: including the caller, one thread per core available to this process.
    package static let shared = ThreadPool(helpers: Int(lofi_core_count()) - 1)

    private let isTaken = Atomic(false)
    private let next = Atomic(0)
    private let wake = Semaphore()
    private let done = Semaphore()
    /// Number of helper threads; the system may have provided fewer than requested.
    private var helpers = 0
    /// Written only by the thread that holds the pool, while the helpers wait.
    private var count = 0
    private var work: (@Sendable (Int) -> Void)?

    private init(helpers wanted: Int) {
        while helpers < wanted, (try? startThread { [unowned self] in help() }) != nil { helpers += 1 }
    }

    /// Calls `work` once for each of 0 ..< count on all threads, or on the caller alone if the pool is busy.
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
    /// The results for all elements, in order, computed on all threads of the pool.
    package func mapInParallel<Result: Sendable>(_ work: @Sendable (Element) -> Result) -> [Result] {
        let results = Locked([Result?](repeating: nil, count: count))
        ThreadPool.shared.forEach(count) { index in
            let result = work(self[index])
            results.withLock { $0[index] = result }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}

/// A POSIX semaphore, which the thread sanitizer understands.
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
