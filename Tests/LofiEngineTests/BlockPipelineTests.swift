import LofiPlugin
import Synchronization
import Testing
@testable import LofiEngine

private let slots = 3

@Suite("Stages of work on several threads")
struct BlockPipelineTests {
    private static let blocks = 400

    /// Two sources, what joins them, and a watcher of the first; each keeps what it made in its slots.
    private final class Work: @unchecked Sendable {
        /// Of each stage its slots, stage after stage.
        private let made = UnsafeMutablePointer<Int>.allocate(capacity: 4 * slots)
        /// What each stage saw before: none may depend on when a thread comes to it.
        private let sums = UnsafeMutablePointer<Int>.allocate(capacity: 4)

        init() {
            made.initialize(repeating: -1, count: 4 * slots)
            sums.initialize(repeating: 0, count: 4)
        }

        deinit {
            made.deallocate()
            sums.deallocate()
        }

        func made(by stage: Int, _ slot: Int) -> Int { made[stage * slots + slot] }

        private func stage(_ number: Int, needs: [Int], _ value: @escaping (Int) -> Int) -> BlockPipeline.Stage {
            BlockPipeline.Stage(needs: needs) { [self] slot in
                let sum = sums[number] &* 31 &+ value(slot)
                sums[number] = sum
                made[number * slots + slot] = sum
                // Unlike amounts of work, so that the threads overtake each other.
                var random = RandomStream(seed: UInt64(number), place: "\(sum)")
                var spun = 0.0
                for _ in 0..<Int(random.unit() * 3000) { spun += random.unit() }
                #expect(spun >= 0)
            }
        }

        var stages: [BlockPipeline.Stage] {
            [
                stage(0, needs: []) { _ in 1 }, stage(1, needs: []) { _ in 2 },
                stage(2, needs: [0, 1]) { [self] in made(by: 0, $0) &- 3 &* made(by: 1, $0) },
                stage(3, needs: [0]) { [self] in made(by: 0, $0) },
            ]
        }
    }

    private func taken(threads: Int) throws -> [[Int]] {
        let work = Work()
        var taken: [[Int]] = []
        try BlockPipeline(work.stages, depth: slots).run(threads: threads) { slot in
            taken.append((0..<4).map { work.made(by: $0, slot) })
            return taken.count < Self.blocks
        }
        return taken
    }

    @Test("What is taken is the same on any number of threads, every block once and in order")
    func alike() throws {
        let alone = try taken(threads: 1)
        #expect(alone.count == Self.blocks)
        #expect(Set(alone).count == Self.blocks)
        for threads in [2, 3, 7] { #expect(try taken(threads: threads) == alone) }
    }

    private struct Broken: Error, Equatable { let stage: Int }

    @Test("The cause is thrown, not what failed for its sake; all threads end", arguments: [1, 2, 5])
    func failures(threads: Int) {
        let cause = BlockPipeline.Stage(needs: []) { _ in throw Broken(stage: 0) }
        let alongside = BlockPipeline.Stage(needs: []) { _ in }
        let after = BlockPipeline.Stage(needs: [0, 1]) { _ in throw Broken(stage: 2) }
        #expect(throws: Broken(stage: 0)) {
            try BlockPipeline([cause, alongside, after], depth: slots).run(threads: threads) { _ in true }
        }
        #expect(throws: Broken(stage: 9)) {
            try BlockPipeline([alongside], depth: slots).run(threads: threads) { _ in throw Broken(stage: 9) }
        }
    }

    @Test("Nobody works further ahead than there are slots", arguments: [1, 4])
    func ahead(threads: Int) throws {
        let made = Atomic(0)
        let seen = Atomic(0)
        let most = Atomic(0)
        let source = BlockPipeline.Stage(needs: []) { _ in
            made.add(1, ordering: .sequentiallyConsistent)
            most.max(
                made.load(ordering: .sequentiallyConsistent) - seen.load(ordering: .sequentiallyConsistent),
                ordering: .relaxed)
        }
        try BlockPipeline([source], depth: slots).run(threads: threads) { _ in
            seen.add(1, ordering: .sequentiallyConsistent).newValue < Self.blocks
        }
        #expect(seen.load(ordering: .relaxed) == Self.blocks)
        #expect((1...slots).contains(most.load(ordering: .relaxed)))
    }
}
