import LofiPlatform
import Testing

@Suite("Threads")
struct ThreadTests {
    @Test("Each index is worked on once, in a call within a call too")
    func pool() {
        for count in [0, 1, 2, 1000] {
            let seen = Locked([Int](repeating: 0, count: count))
            ThreadPool.shared.forEach(count) { index in seen.withLock { $0[index] += 1 } }
            #expect(seen.withLock { $0 } == [Int](repeating: 1, count: count))
        }
        let sums = Array(0..<50).mapInParallel { row in
            Array(0..<50).mapInParallel { row * $0 }.reduce(0, +)
        }
        #expect(sums == (0..<50).map { $0 * 1225 })
    }

    @Test("Several callers at a time all get their work done")
    func callers() throws {
        let callers = try (0..<4).map { number in
            try WorkerThread {
                (0..<200).allSatisfy { round in
                    Array(0..<20).mapInParallel { $0 + number + round } == (0..<20).map { $0 + number + round }
                }
            }
        }
        for caller in callers { #expect(try caller.join()) }
    }

    @Test("What the work throws, join throws")
    func errors() throws {
        let worker = try WorkerThread<Void> { throw FileError.cannotRead("x", reason: "y") }
        #expect(throws: FileError.cannotRead("x", reason: "y")) { try worker.join() }
    }

    @Test("A call that a signal interrupts is made again; other failures are told")
    func interrupted() {
        var results: [(Int, Int32)] = [(-1, EINTR), (-1, EINTR), (-1, EIO), (7, 0)]
        func call() -> Int {
            let (result, code) = results.removeFirst()
            errno = code
            return result
        }
        #expect(uninterrupted(call) == -1 && errno == EIO)
        #expect(uninterrupted(call) == 7)
    }
}
