import Dispatch

/// Work on several threads whose results do not depend on who did what.
enum Parallel {
    /// Calls `work` for 0 ..< count, each once, on as many threads as the machine has.
    static func forEach(_ count: Int, _ work: @Sendable (Int) -> Void) {
        DispatchQueue.concurrentPerform(iterations: count, execute: work)
    }
}
