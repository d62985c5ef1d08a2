import Dispatch
import LofiPlatform
import LofiPlugin

extension Array where Element: Sendable {
    /// Each element's result, in order, worked out on two threads.
    package func mapOnTwoThreads<Result: Sendable>(_ work: @Sendable (Element) -> Result) -> [Result] {
        let results = Locked([Result?](repeating: nil, count: count))
        let next = Locked(0)
        DispatchQueue.concurrentPerform(iterations: 2) { _ in
            while true {
                let index = next.withLock { next in
                    next += 1
                    return next - 1
                }
                guard index < count else { return }
                let result = work(self[index])
                results.withLock { $0[index] = result }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
