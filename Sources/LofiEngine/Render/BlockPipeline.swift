import LofiPlatform

/// Processes a sequence of blocks in stages on several threads.
///
/// A stage processes the blocks in order, each as soon as the stages it depends on are done with it. Threads pick the
/// earliest available block, so all cores stay busy even if the stages differ in cost. Every stage sees the same blocks in
/// the same order on any number of threads, so the result is the same.
///
/// The stages keep their results for a block in one of `depth` slots, block modulo depth, until the block is consumed.
final class BlockPipeline: @unchecked Sendable {
    struct Stage {
        /// Indices of the stages it depends on, all lower than its own.
        let needs: [Int]
        let work: (_ slot: Int) throws -> Void
    }

    private let stages: [Stage]
    private let depth: Int
    /// Index of the consumer, one past the last stage.
    private var taker: Int { stages.count }

    // Everything below is protected by the mutex.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    /// Number of blocks completed by each stage and by the consumer.
    private var done: [Int]
    private var isBusy: [Bool]
    private var waiting = 0
    private var isOver = false
    /// Error of the lowest failed stage, because later stages may fail as a consequence.
    private var failure: (stage: Int, error: any Error)?

    init(_ stages: [Stage], depth: Int) {
        self.stages = stages
        self.depth = depth
        done = [Int](repeating: 0, count: stages.count + 1)
        isBusy = [Bool](repeating: false, count: stages.count + 1)
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Processes blocks until `take` returns false. Call once.
    /// - Parameters:
    ///   - threads: number of threads, including the calling one; helpers end before this returns.
    ///   - take: called on the calling thread with the slot of each finished block; returns false to stop.
    /// - Throws: the error of the lowest failed stage.
    func run(threads: Int, take: (_ slot: Int) throws -> Bool) throws {
        var helpers: [WorkerThread<Void>] = []
        // If the system has no more threads, the existing ones do all the work.
        while helpers.count < threads - 1,
            let helper = try? WorkerThread({ [self] in flushingDenormals { work(before: taker) { _ in false } } })
        {
            helpers.append(helper)
        }
        flushingDenormals { work(before: taker + 1, take: take) }
        for helper in helpers { try helper.join() }
        if let failure { throw failure.error }
    }

    /// Runs available work of the stages before `end` until the pipeline stops.
    private func work(before end: Int, take: (_ slot: Int) throws -> Bool) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isOver {
            guard let stage = nextStage(before: end) else {
                waiting += 1
                pthread_cond_wait(changed, mutex)
                waiting -= 1
                continue
            }
            isBusy[stage] = true
            let slot = done[stage] % depth
            pthread_mutex_unlock(mutex)
            let goesOn = Result {
                guard stage < taker else { return try take(slot) }
                try stages[stage].work(slot)
                return true
            }
            pthread_mutex_lock(mutex)
            isBusy[stage] = false
            done[stage] += 1
            switch goesOn {
            case .success(let goesOn): isOver = isOver || !goesOn
            case .failure(let error):
                isOver = true
                if stage < failure?.stage ?? .max { failure = (stage, error) }
            }
            if waiting > 0 { pthread_cond_broadcast(changed) }
        }
    }

    /// The stage furthest behind among those that can proceed.
    private func nextStage(before end: Int) -> Int? {
        var next: Int?
        for stage in 0..<end where !isBusy[stage] && (next.map { done[stage] < done[$0] } ?? true) && canGoOn(stage) {
            next = stage
        }
        return next
    }

    private func canGoOn(_ stage: Int) -> Bool {
        let block = done[stage]
        if stage == taker { return done[..<taker].allSatisfy { $0 > block } }
        return block < done[taker] + depth && stages[stage].needs.allSatisfy { done[$0] > block }
    }
}
