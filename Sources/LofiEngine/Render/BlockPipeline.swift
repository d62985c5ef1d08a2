import CPlatform
import LofiPlatform

/// Work on a run of blocks in stages, shared by as many threads as there are cores.
///
/// A stage takes the blocks one after the other, each as soon as the stages that it needs have worked on it; threads take what
/// can be done, the earliest block first. So every core has work however unlike the stages are, and each stage sees the
/// same blocks in the same order on any number of threads: the result is the same.
///
/// What the stages make of a block they keep in one of `depth` slots, block modulo depth, until it is taken.
final class BlockPipeline: @unchecked Sendable {
    struct Stage {
        /// The stages whose blocks it takes. They come before it.
        let needs: [Int]
        let work: (_ slot: Int) throws -> Void
    }

    private let stages: [Stage]
    private let depth: Int
    /// The number of who takes the blocks when all stages are done with them: behind the stages.
    private var taker: Int { stages.count }

    // All below is read and changed under the mutex.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    /// How many blocks each stage is done with.
    private var done: [Int]
    private var isBusy: [Bool]
    private var waiting = 0
    private var isOver = false
    /// Of the first stage, in their order, that failed: what comes after it may fail for its sake.
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

    /// Works until there are blocks enough. Called once.
    /// - Parameters:
    ///   - threads: this one and helpers that end before it returns.
    ///   - take: called on this thread with the slot of each block that is finished; false where no more are wanted.
    /// - Throws: what the first of the stages that failed threw.
    func run(threads: Int, take: (_ slot: Int) throws -> Bool) throws {
        var helpers: [WorkerThread<Void>] = []
        // Where the system has no more threads, those that there are do it all.
        while helpers.count < threads - 1,
            let helper = try? WorkerThread({ [self] in work(before: taker) { _ in false } })
        {
            helpers.append(helper)
        }
        work(before: taker + 1, take: take)
        for helper in helpers { try helper.join() }
        if let failure { throw failure.error }
    }

    /// Does what can be done of the stages before `end`, until all is over.
    private func work(before end: Int, take: (_ slot: Int) throws -> Bool) {
        lofi_flush_denormals_to_zero()
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

    /// The stage that is furthest behind of those that can go on.
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
